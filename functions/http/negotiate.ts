import Negotiator from 'negotiator'
import type { KeyUse } from '../domain/community/key-lifetime.ts'

/** The media type of a page for people. */
export const HTML = 'text/html'

/** The media types a credential is served under; the first is the default (DOC-04). */
export const CREDENTIAL_TYPES = [
  'application/vc+ld+json',
  'application/vc',
  'application/ld+json',
  'application/json',
] as const

/** The media types a compact JWS is served under; the first is the default (DOC-03). */
export const JWT_TYPES = ['text/plain', 'application/jwt', 'application/vc+jwt'] as const

/** Whether a media type asks for the JWT form. */
export const isJwtType = (type: string): boolean => JWT_TYPES.some((jwt) => jwt === type)

/** The media types of JSON-LD that is no credential. */
export const JSON_LD_TYPES = ['application/ld+json', 'application/json'] as const

/** The media types of a DID document. */
export const DID_DOCUMENT_TYPES = [
  'application/did+json',
  'application/did+ld+json',
  'application/did',
  'application/json',
  'application/ld+json',
] as const

/** The media types of one public key. */
export const KEY_TYPES = ['application/jwk+json', 'application/json', 'application/ld+json'] as const

/** A JWK has a media type of its own (RFC 7517 §8.5) and is no JSON-LD; a Multikey is JSON-LD and no JWK. */
export const KEY_TYPES_BY_USE = {
  jwt: ['application/jwk+json', 'application/json'],
  'data-integrity': ['application/json', 'application/ld+json'],
} as const satisfies Record<KeyUse, readonly (typeof KEY_TYPES)[number][]>

/** The media types of a set of JWKs. */
export const JWK_SET_TYPES = ['application/jwk-set+json', 'application/json'] as const

/**
 * The offered media type a client likes best.
 *
 * A range that names a type counts before one with a star; between equals the order of `offered` decides, not that of
 * the header. Parameters other than `q` do not tell forms apart here. Without a header, or with one that holds no media
 * range at all, the first offer is taken.
 *
 * @returns `undefined` when the client accepts none of them.
 * @see https://www.rfc-editor.org/rfc/rfc9110#name-accept
 */
export function negotiateType<Offer extends string>(
  accept: string | undefined,
  offered: readonly Offer[],
): Offer | undefined {
  const ranges = rangesOf(accept ?? '')
  if (ranges.length === 0) return offered[0]
  // The library breaks ties by the place in the header, so equals are put in the order of the offers first.
  const rank = ({ type }: MediaRange) => {
    const at = offered.findIndex((offer) => offer === type || type === `${offer.split('/')[0]}/*`)
    return at === -1 ? offered.length : at
  }
  const header = ranges
    .toSorted((a, b) => rank(a) - rank(b))
    .map(({ type, quality }) => `${type};q=${quality}`)
    .join(',')
  const preferred = new Negotiator({ headers: { accept: header } }).mediaType(offered)
  return offered.find((offer) => offer === preferred)
}

interface MediaRange {
  readonly type: string
  readonly quality: number
}

const MEDIA_RANGE = /^[\w!#$&^.+-]+\/(\*|[\w!#$&^.+-]+)$|^\*\/\*$/
const QUALITY = /^q\s*=\s*(\d*\.?\d+|\d+\.)$/

/** Every readable range of an `Accept` header; clients from the time before the slash write a lone star. */
function rangesOf(accept: string): readonly MediaRange[] {
  return accept.split(',').flatMap((range) => {
    const [name = '', ...parameters] = range.split(';').map((part) => part.trim().toLowerCase())
    const type = name === '*' ? '*/*' : name
    const quality = parameters.map((parameter) => QUALITY.exec(parameter)?.[1]).find((value) => value !== undefined)
    return MEDIA_RANGE.test(type) ? [{ type, quality: Math.min(1, Number(quality ?? 1)) }] : []
  })
}

/**
 * As {@link negotiateType}, for what has no page: whoever follows a link to it in a browser sees the JSON, which a
 * browser would save as a file under a type that it does not know.
 */
export function negotiateJson<Offer extends string>(
  accept: string | undefined,
  offered: readonly Offer[],
): Offer | 'application/json' | undefined {
  const type = negotiateType(accept, [...offered, HTML])
  return type === HTML ? 'application/json' : type
}

/** The offered language a client likes best; the first when it names none of them. */
export function negotiateLanguage<Language extends string>(
  acceptLanguage: string | undefined,
  offered: readonly [Language, ...Language[]],
): Language {
  const preferred = new Negotiator({ headers: { 'accept-language': acceptLanguage } }).language(offered)
  return offered.find((offer) => offer === preferred) ?? offered[0]
}

/** Whether a client takes gzip. */
export const takesGzip = (acceptEncoding: string | undefined): boolean =>
  acceptEncoding !== undefined &&
  new Negotiator({ headers: { 'accept-encoding': acceptEncoding } }).encoding(['gzip']) === 'gzip'
