import { parseJsonText } from '../http/parse-json-text.ts'
import type { JsonObject } from '../ports/proofs.ts'
import type { WebRequest } from '../ports/web.ts'
import { isCompactJws, isJsonObject } from './json.ts'
import { decodeUtf8, type Sources } from './sources.ts'

/** What stands at a refresh address: the credential as JSON or as compact JWS. */
type RefreshAnswer =
  | { readonly kind: 'found'; readonly value: JsonObject | string }
  /** Nothing is there, or it could not be had. */
  | { readonly kind: 'unreachable' }
  /** Something is there that is no credential. */
  | { readonly kind: 'unusable' }

/** It may hold personal data, so it is kept for nobody else. */
const REFRESHED: WebRequest = {
  accept:
    'application/vc, application/vc+ld+json, application/ld+json, application/json, application/vc+jwt, application/jwt, text/plain',
  maxBytes: 4 * 1024 * 1024,
  shared: false,
}

/** Asks a refresh address once; an address of ours is read from the store. */
export async function loadRefreshed(
  { isOwnUrl, loadPublished, web }: Pick<Sources, 'isOwnUrl' | 'loadPublished' | 'web'>,
  url: string,
): Promise<RefreshAnswer> {
  if (isOwnUrl(url)) return toAnswer(await loadPublished(url))
  const answer = await web.get(url, REFRESHED)
  if (answer.kind !== 'found') return { kind: 'unreachable' }
  const text = decodeUtf8(answer.bytes)?.trim()
  if (text === undefined) return { kind: 'unusable' }
  if (isCompactJws(text)) return { kind: 'found', value: text }
  const parsed = parseJsonText(text)
  return parsed.ok && isJsonObject(parsed.value) ? { kind: 'found', value: parsed.value } : { kind: 'unusable' }
}

const toAnswer = (published: unknown): RefreshAnswer =>
  typeof published === 'string' || isJsonObject(published)
    ? { kind: 'found', value: published }
    : { kind: 'unreachable' }
