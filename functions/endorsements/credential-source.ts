import { readJsonSource } from '../domain/shared/json-source.ts'
import { jwtPayloadText } from '../domain/shared/jwt-payload.ts'
import type { FieldError, Refusal } from '../domain/shared/refusal.ts'
import { err, ok, type Result } from '../domain/shared/result.ts'
import { toJsonPointer } from '../http/json-pointer.ts'
import { parseJsonText } from '../http/parse-json-text.ts'
import type { JsonObject } from '../ports/proofs.ts'

/** A finished credential as it was sent. */
export type CredentialSource =
  /** `text` is the exact text of the object in the request. */
  | { readonly form: 'embedded'; readonly text: string; readonly value: JsonObject }
  | { readonly form: 'jwt'; readonly text: string }

/**
 * Cuts the member `credential` out of a request's body, byte for byte.
 *
 * @param body  JSON that was parsed and checked before: its `credential` is an object or a text.
 * @returns `endorsement_credential_invalid` when a member is named twice, there or in the payload of a JWT: readers of what
 *   was signed would differ on it. Also when the payload is not the sound text of an object.
 */
export function readCredentialSource(body: string): Result<CredentialSource, Refusal> {
  const { members, repeated } = readJsonSource(body)
  if (repeated.length > 0)
    return invalid(repeated.map((path) => ({ pointer: toJsonPointer(path), detail: 'END-05: stands there twice' })))
  const text = members.get('credential') ?? ''
  const value: unknown = JSON.parse(text)
  if (typeof value === 'string') {
    const detail = findPayloadFault(value)
    return detail === undefined ? ok({ form: 'jwt', text: value }) : invalid([{ pointer: '/credential', detail }])
  }
  if (typeof value !== 'object' || value === null) throw new TypeError('the credential was checked to be an object')
  return ok({ form: 'embedded', text, value: { ...value } })
}

const invalid = (errors: readonly FieldError[]): Result<never, Refusal> =>
  err({ code: 'endorsement_credential_invalid', errors })

/** What is wrong with the text of a JWT's payload, which must be as sound as that of a request. */
function findPayloadFault(jws: string): string | undefined {
  const payload = jwtPayloadText(jws)
  const parsed = payload === undefined ? undefined : parseJsonText(payload)
  if (payload === undefined || !parsed?.ok || !isObject(parsed.value))
    return 'END-05: its payload is not the sound text of a JSON object'
  const [twice] = readJsonSource(payload).repeated
  return twice && `END-05: ${toJsonPointer(twice)} stands twice in its payload`
}

const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null && !Array.isArray(value)
