import { fromBase64Url } from './base64url.ts'
import type { Did } from './ids.ts'

/** The DID methods whose keys this service can find. */
export const DID_METHODS = ['key', 'jwk', 'web'] as const
export type DidMethod = (typeof DID_METHODS)[number]

/** The method of a DID, when it is one known here. */
export function didMethodOf(did: string): DidMethod | undefined {
  const method = /^did:([a-z0-9]+):/.exec(did)?.[1]
  return DID_METHODS.find((known) => known === method)
}

/** Whether a text begins like a DID. */
export const isDid = (text: string): text is Did => /^did:[a-z0-9]+:[^\s#?/]+$/.test(text)

/**
 * Where the document of a `did:web` lies; always https.
 *
 * @returns `undefined` for a DID of another method, and for parts that are no host or no folder.
 * @see https://w3c-ccg.github.io/did-method-web/#read-resolve
 */
export function didWebUrl(did: string): string | undefined {
  const [, , host = '', ...folders] = did.split(':')
  if (didMethodOf(did) !== 'web') return undefined
  const authority = /^([a-z0-9-]+(?:\.[a-z0-9-]+)*)(?:%3a(\d{1,5}))?$/i.exec(host)
  if (!authority || !folders.every((folder) => /^(?:[\w.~-]|%[0-9a-f]{2})+$/i.test(folder))) return undefined
  // What is encoded stays so: a folder can then not lead out of its place.
  if (folders.some((folder) => /^(?:\.|%2e){1,2}$/i.test(folder) || /%(?:2f|5c|00)/i.test(folder))) return undefined
  const port = authority[2] === undefined ? '' : `:${authority[2]}`
  const path = folders.length === 0 ? '.well-known' : folders.join('/')
  return `https://${authority[1]}${port}/${path}/did.json`
}

/**
 * The JWK that a `did:jwk` consists of, as parsed JSON.
 *
 * @returns `undefined` when what follows the method is not base64url of JSON.
 * @see https://github.com/quartzjer/did-jwk/blob/main/spec.md
 */
export function didJwkKey(did: string): unknown {
  const bytes = didMethodOf(did) === 'jwk' ? fromBase64Url(did.slice('did:jwk:'.length)) : undefined
  if (!bytes) return undefined
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    return undefined
  }
}
