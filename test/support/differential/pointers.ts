/** A JSON value that a test may change. */
export type Json = null | boolean | number | string | Json[] | { [member: string]: Json }
export type JsonMembers = { [member: string]: Json }

const partsOf = (pointer: string): readonly string[] =>
  pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))

const isObject = (value: Json | undefined): value is JsonMembers =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const child = (value: Json | undefined, part: string): Json | undefined =>
  Array.isArray(value) ? value[Number(part)] : isObject(value) ? value[part] : undefined

/** The value at a JSON Pointer. */
export const valueAt = (document: Json, pointer: string): Json | undefined =>
  partsOf(pointer).reduce<Json | undefined>(child, document)

/** Puts a value at a JSON Pointer whose parent exists; `undefined` takes it away. */
export function setAt(document: Json, pointer: string, value: Json | undefined): void {
  const parts = partsOf(pointer)
  const last = parts.at(-1) ?? ''
  const parent = parts.slice(0, -1).reduce<Json | undefined>(child, document)
  if (Array.isArray(parent)) {
    if (value === undefined) parent.splice(Number(last), 1)
    else parent[Number(last)] = value
  } else if (isObject(parent)) {
    if (value === undefined) delete parent[last]
    else parent[last] = value
  } else throw new TypeError(`nothing is above ${pointer}`)
}

/** The pointers of every member and item of a document, in its order, but for what is below those left out. */
export function pointersOf(document: Json, leftOut: readonly string[] = [], at = ''): readonly string[] {
  if (leftOut.includes(at)) return []
  const names = Array.isArray(document) ? [...document.keys()] : isObject(document) ? Object.keys(document) : []
  const below = names.flatMap((name) =>
    pointersOf(
      child(document, String(name)) ?? null,
      leftOut,
      `${at}/${String(name).replaceAll('~', '~0').replaceAll('/', '~1')}`,
    ),
  )
  return at === '' ? below : [at, ...below]
}
