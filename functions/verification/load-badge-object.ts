import { canParseUrl } from '../domain/shared/can-parse-url.ts'
import type { JsonObject } from '../ports/proofs.ts'
import type { WebRequest } from '../ports/web.ts'
import { asText, isJsonObject, parseJsonObject } from './json.ts'
import type { Verification } from './verification.ts'

/** A published object of Open Badges 2.0, or what became of looking for it. */
export type LoadedObject =
  | {
      readonly kind: 'found'
      readonly value: JsonObject
      /** The address that answered, after redirects; absent when it was not looked up. */
      readonly at?: string
    }
  /** Its host says that there is nothing: 404. */
  | { readonly kind: 'absent' }
  /** Its host says that it was taken away: 410. */
  | { readonly kind: 'gone' }
  /** What is there is no JSON object, or says that it is another than was asked for. */
  | { readonly kind: 'other' }
  /** Nothing is known of it. */
  | { readonly kind: 'unavailable' }

const MEGABYTE = 1024 * 1024
/** Images may stand in it as data URLs. */
const OBJECT: Omit<WebRequest, 'shared'> = { accept: 'application/ld+json, application/json', maxBytes: 2 * MEGABYTE }

/**
 * What is published at the id of an object; it must be of that id itself.
 *
 * @param shared  Whether it may be kept for others: never an assertion, which is about a person.
 */
export async function loadObject(
  { web, isOwnUrl }: Pick<Verification, 'web' | 'isOwnUrl'>,
  id: string,
  shared: boolean,
): Promise<LoadedObject> {
  // This service publishes nothing of Open Badges 2.0.
  if (isOwnUrl(id)) return { kind: 'absent' }
  const answer = await web.get(id, { ...OBJECT, shared })
  switch (answer.kind) {
    case 'found': {
      const value = parseJsonObject(new TextDecoder().decode(answer.bytes))
      return value && value['id'] === id ? { kind: 'found', value, at: answer.url } : { kind: 'other' }
    }
    case 'absent':
      return { kind: answer.status === 410 ? 'gone' : 'absent' }
    case 'unavailable':
      return { kind: 'unavailable' }
  }
}

/**
 * What a member refers to. A copy that stands in the member itself is taken only where it has no address: at its address only
 * its publisher could have put it.
 */
export async function dereference(
  verification: Pick<Verification, 'web' | 'isOwnUrl'>,
  reference: unknown,
): Promise<LoadedObject> {
  const id = idOf(reference)
  if (id !== undefined && isWebUrl(id)) return loadObject(verification, id, true)
  return isJsonObject(reference) ? { kind: 'found', value: reference } : { kind: 'other' }
}

/** The id of something, given as an object or as its id alone. */
export const idOf = (reference: unknown): string | undefined =>
  asText(isJsonObject(reference) ? reference['id'] : reference)

const isWebUrl = (id: string): boolean => /^https?:\/\//i.test(id) && canParseUrl(id)
