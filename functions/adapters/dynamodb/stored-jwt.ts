import { z } from 'zod'
import { sha256Digests } from '../digests/sha256.ts'
import { compress, decompress } from './chunks.ts'
import { stored } from './stored-fields.ts'

/** What a compact JWS holds that the JSON form beside it does not. */
export interface StoredJwt {
  readonly header: string
  /** How many characters of the JSON form the payload begins with. */
  readonly shared: number
  /** What follows in the payload, gzip. */
  readonly rest: Uint8Array
  readonly signature: string
  /** SHA-256 of the bytes of the JWS, base64url. */
  readonly digest: string
}

/** A stored JWS. */
export const StoredJwtSchema = z.object({
  header: z.string(),
  shared: z.int().min(0),
  rest: stored.bytes,
  signature: z.string(),
  digest: z.string(),
}) satisfies z.ZodType<StoredJwt>

const COMPACT_JWS = /^([\w-]+)\.([\w-]+)\.([\w-]+)$/

/**
 * A compact JWS as it is stored beside the JSON form that it secures: the payload repeats that form and adds a few claims, so
 * only they are kept. Whatever the payload is, {@link fromStoredJwt} gives back the JWS byte for byte.
 *
 * @param text  The JSON form.
 * @throws TypeError when `jwt` is no compact JWS over UTF-8 text.
 */
export function toStoredJwt(jwt: string, text: string): StoredJwt {
  const [, header = '', payload = '', signature = ''] = COMPACT_JWS.exec(jwt) ?? []
  const claims = Buffer.from(payload, 'base64url').toString('utf8')
  const shared = sharedStart(text, claims)
  const kept: StoredJwt = {
    header,
    shared,
    rest: compress(claims.slice(shared)),
    signature,
    digest: sha256Digests.sha256Base64Url(jwt),
  }
  if (fromStoredJwt(kept, text) !== jwt) throw new TypeError('not a compact JWS that can be stored byte for byte')
  return kept
}

/** The compact JWS, from what was kept of it and the JSON form beside it. */
export function fromStoredJwt({ header, shared, rest, signature }: Omit<StoredJwt, 'digest'>, text: string): string {
  const payload = Buffer.from(`${text.slice(0, shared)}${decompress(rest)}`, 'utf8').toString('base64url')
  return `${header}.${payload}.${signature}`
}

/** Never ends between the two halves of a character. */
function sharedStart(a: string, b: string): number {
  const most = Math.min(a.length, b.length)
  let length = 0
  while (length < most && a.charCodeAt(length) === b.charCodeAt(length)) length++
  return isHighSurrogate(a.charCodeAt(length - 1)) ? length - 1 : length
}

const isHighSurrogate = (unit: number): boolean => unit >= 0xd800 && unit <= 0xdbff
