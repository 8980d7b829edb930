import { readJsonSource } from '../domain/shared/json-source.ts'
import type { Refusal } from '../domain/shared/refusal.ts'
import { err, ok, type Result } from '../domain/shared/result.ts'
import { toJsonPointer } from '../http/json-pointer.ts'
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
 * @returns `endorsement_credential_invalid` when a member is named twice: readers of what was signed would differ on it.
 */
export function readCredentialSource(body: string): Result<CredentialSource, Refusal> {
  const { members, repeated } = readJsonSource(body)
  if (repeated.length > 0) {
    const errors = repeated.map((path) => ({ pointer: toJsonPointer(path), detail: 'END-05: stands there twice' }))
    return err({ code: 'endorsement_credential_invalid', errors })
  }
  const text = members.get('credential') ?? ''
  const value: unknown = JSON.parse(text)
  if (typeof value === 'string') return ok({ form: 'jwt', text: value })
  if (typeof value !== 'object' || value === null) throw new TypeError('the credential was checked to be an object')
  return ok({ form: 'embedded', text, value: { ...value } })
}
