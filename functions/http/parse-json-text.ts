import type { FieldError, Refusal } from '../domain/shared/refusal.ts'
import { err, ok, type Result } from '../domain/shared/result.ts'
import { toJsonPointer } from './json-pointer.ts'

/** How many arrays and objects may lie inside each other. */
const MAX_DEPTH = 64

/**
 * Parses JSON that a stranger sent. Every text in it is well-formed Unicode without NUL, and no member is named
 * `__proto__`.
 *
 * @returns the value; `malformed_json` for what is not JSON, `invalid_request` for nesting deeper than 64 and for text
 * that is not sound, with a pointer.
 */
export function parseJsonText(text: string): Result<unknown, Refusal> {
  if (isTooDeep(text))
    return err({ code: 'invalid_request', detail: `The body nests deeper than ${MAX_DEPTH} levels.` })
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (cause) {
    // The parser says what it met and where.
    return err({ code: 'malformed_json', detail: `${cause instanceof Error ? cause.message : cause}.` })
  }
  const errors = findUnsound(value, [])
  return errors.length === 0 ? ok(value) : err({ code: 'invalid_request', errors })
}

/** Looked at before parsing, so that what follows may recurse. */
function isTooDeep(text: string): boolean {
  let depth = 0
  let inString = false
  for (let index = 0; index < text.length; index++) {
    const character = text[index]
    if (inString) {
      if (character === '\\') index++
      else if (character === '"') inString = false
    } else if (character === '"') inString = true
    else if (character === '[' || character === '{') {
      depth++
      if (depth > MAX_DEPTH) return true
    } else if (character === ']' || character === '}') depth--
  }
  return false
}

const isSound = (text: string): boolean => text.isWellFormed() && !text.includes('\u0000')

function findUnsound(value: unknown, path: readonly PropertyKey[]): readonly FieldError[] {
  if (typeof value === 'string')
    return isSound(value) ? [] : [{ pointer: toJsonPointer(path), detail: 'must be well-formed Unicode without NUL' }]
  if (Array.isArray(value)) return value.flatMap((item, index) => findUnsound(item, [...path, index]))
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, member]) => {
    if (key === '__proto__') return [{ pointer: toJsonPointer([...path, key]), detail: 'is not known here' }]
    if (!isSound(key)) return [{ pointer: toJsonPointer(path), detail: 'holds a name that is not sound Unicode' }]
    return findUnsound(member, [...path, key])
  })
}
