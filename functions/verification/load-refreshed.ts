import type { JsonObject } from '../ports/proofs.ts'
import type { WebRequest } from '../ports/web.ts'
import { isJsonObject } from './json.ts'
import { readDocument } from './read-document.ts'
import type { Verification } from './verification.ts'

/** What stands at a refresh address: the credential as JSON or as compact JWS. */
type RefreshAnswer =
  | { readonly kind: 'found'; readonly value: JsonObject | string }
  /** Nothing is there, or it could not be had. */
  | { readonly kind: 'unreachable' }
  /** Something is there that holds no credential; `code` says why. */
  | { readonly kind: 'unusable'; readonly code: string }

/** It may hold personal data, so it is kept for nobody else. */
const REFRESHED: WebRequest = {
  accept:
    'application/vc, application/vc+ld+json, application/ld+json, application/json, application/vc+jwt, application/jwt, text/plain, image/png, image/svg+xml',
  maxBytes: 4 * 1024 * 1024,
  shared: false,
}

/** Asks a refresh address once, for a credential in any of its forms; an address of ours is read from the store. */
export async function loadRefreshed(
  { isOwnUrl, loadPublished, web, parseXml }: Pick<Verification, 'isOwnUrl' | 'loadPublished' | 'web' | 'parseXml'>,
  url: string,
): Promise<RefreshAnswer> {
  if (isOwnUrl(url)) return toAnswer(await loadPublished(url))
  const answer = await web.get(url, REFRESHED)
  if (answer.kind !== 'found') return { kind: 'unreachable' }
  const read = readDocument(parseXml, answer.bytes)
  if (!read.ok) return { kind: 'unusable', code: read.error.code }
  // An image of an older standard names another address, and no more than one is asked.
  return 'hostedAt' in read.value
    ? { kind: 'unusable', code: 'NOT_A_CREDENTIAL' }
    : { kind: 'found', value: read.value.credential }
}

const toAnswer = (published: unknown): RefreshAnswer =>
  typeof published === 'string' || isJsonObject(published)
    ? { kind: 'found', value: published }
    : { kind: 'unreachable' }
