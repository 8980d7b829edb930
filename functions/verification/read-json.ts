import { readJsonSource } from '../domain/shared/json-source.ts'
import { jwtPayloadText } from '../domain/shared/jwt-payload.ts'
import { err, ok } from '../domain/shared/result.ts'
import { parseJsonText } from '../http/parse-json-text.ts'
import type { JsonObject } from '../ports/proofs.ts'
import { fail, toPointer } from './check.ts'
import { isJsonObject } from './json.ts'
import type { Reading } from './reading.ts'

/**
 * Reads a credential as JSON. A member that stands twice in its object says two things, and which one counts depends on
 * who reads it, so nothing is verified then.
 */
export function readJson(text: string): Reading<JsonObject> {
  const parsed = parseJsonText(text)
  if (!parsed.ok) {
    const [unsound] = parsed.error.errors ?? []
    if (unsound) return refuse('JSON_UNSOUND', UNSOUND, unsound.pointer)
    return parsed.error.code === 'malformed_json'
      ? refuse('JSON_INVALID', 'This is not a credential: the JSON in it breaks off or is not well-formed.')
      : refuse('JSON_TOO_DEEP', 'The document nests too deeply to be a credential.')
  }
  if (!isJsonObject(parsed.value)) return notAnObject(parsed.value)
  const [repeated] = readJsonSource(text).repeated
  return repeated ? refuse('JSON_DUPLICATE_KEY', DUPLICATE, toPointer(repeated)) : ok(parsed.value)
}

/**
 * Looks into a compact JWS for what {@link readJson} refuses; whether it is a credential and by whom is found out with its
 * signature.
 *
 * @returns the refusal, if any.
 */
export function refuseJwsText(jws: string): Reading<undefined> {
  for (const text of [jwtPayloadText(jws), jwtPayloadText(`.${jws}`)]) {
    if (text === undefined || !/^\s*\{/.test(text)) continue
    const read = readJson(text)
    if (!read.ok && read.error.code !== 'JSON_INVALID') return read
  }
  return ok(undefined)
}

function notAnObject(value: unknown): Reading<never> {
  if (Array.isArray(value) && value.length > 0 && value.every(isJsonObject))
    return refuse(
      'SEVERAL_DOCUMENTS',
      'This is a list of documents, of which each has its own outcome. Present them one by one.',
    )
  return refuse('NOT_A_CREDENTIAL', 'This is not a credential: it is not a JSON object.')
}

const UNSOUND = 'The document holds text or a number that cannot be read in one way only.'
const DUPLICATE = 'A member stands in the document twice, so that it says two different things.'

const refuse = (code: string, message: string, pointer?: string): Reading<never> =>
  err(fail('parse', code, message, pointer))
