/** A JSON value. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json | undefined }

/**
 * JSON with members in the order of their UTF-16 code units and no white space, so that equal values have equal text.
 * Members that are `undefined` are left out.
 *
 * @throws TypeError for numbers that JSON cannot hold and for text with lone surrogates.
 * @see https://www.rfc-editor.org/rfc/rfc8785
 */
export function toCanonicalJson(value: Json): string {
  if (value === null || typeof value === 'boolean') return JSON.stringify(value)
  if (typeof value === 'string') return toJsonString(value)
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new TypeError('JSON holds finite numbers only')
    return JSON.stringify(value)
  }
  if (isArray(value)) return `[${value.map(toCanonicalJson).join(',')}]`
  const members = Object.keys(value)
    .sort()
    .flatMap((key) => {
      const member = value[key]
      return member === undefined ? [] : [`${toJsonString(key)}:${toCanonicalJson(member)}`]
    })
  return `{${members.join(',')}}`
}

function toJsonString(text: string): string {
  if (!text.isWellFormed()) throw new TypeError('canonical JSON holds well-formed Unicode only')
  return JSON.stringify(text)
}

const isArray = (value: Json): value is readonly Json[] => Array.isArray(value)
