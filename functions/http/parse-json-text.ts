import type { FieldError, Refusal } from '../domain/shared/refusal.ts'
import { err, ok, type Result } from '../domain/shared/result.ts'
import { toJsonPointer } from './json-pointer.ts'

/** How many arrays and objects may lie inside each other. */
const MAX_DEPTH = 64
/** More are not told anyway. */
const MAX_ERRORS = 50

/**
 * Parses JSON that a stranger sent. Every text in it is well-formed Unicode without NUL, every number fits a double, and no
 * member is named `__proto__`.
 *
 * @returns the value; `malformed_json` for what is not JSON, `invalid_request` for nesting deeper than 64 and for text
 * or numbers that are not sound, with a pointer.
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
  const errors = findUnsound(value)
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

function findUnsound(root: unknown): readonly FieldError[] {
  const errors: FieldError[] = []
  const report = (path: readonly PropertyKey[], detail: string) => {
    if (errors.length < MAX_ERRORS) errors.push({ pointer: toJsonPointer(path), detail })
  }

  const visit = (value: unknown, pathOf: () => readonly PropertyKey[]): void => {
    if (typeof value === 'string') {
      if (!isSound(value)) report(pathOf(), 'must be well-formed Unicode without NUL')
    } else if (typeof value === 'number') {
      if (!Number.isFinite(value)) report(pathOf(), 'must be a number of double precision')
    } else if (Array.isArray(value)) {
      for (const [index, item] of value.entries()) visit(item, () => [...pathOf(), index])
    } else if (typeof value === 'object' && value !== null) {
      for (const [key, member] of Object.entries(value)) {
        if (key === '__proto__') report([...pathOf(), key], 'is not known here')
        else if (!isSound(key)) report(pathOf(), 'holds a name that is not sound Unicode')
        else visit(member, () => [...pathOf(), key])
      }
    }
  }

  visit(root, () => [])
  return errors
}
