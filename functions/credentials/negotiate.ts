import Negotiator from 'negotiator'

/** The media type of a page for people. */
export const HTML = 'text/html'

/** The media types a credential is served under; the first is the default (DOC-04). */
export const CREDENTIAL_TYPES = [
  'application/vc+ld+json',
  'application/vc',
  'application/ld+json',
  'application/json',
] as const

/** The media types of JSON-LD that is no credential. */
export const JSON_LD_TYPES = ['application/ld+json', 'application/json'] as const

/** The media types of a DID document. */
export const DID_DOCUMENT_TYPES = ['application/did+json', 'application/json', 'application/ld+json'] as const

/**
 * The offered media type a client likes best.
 *
 * A range that names a type counts before one with a star; between equals the order of `offered` decides, not that of
 * the header. Without a header, or with an empty one, the first offer is taken.
 *
 * @returns `undefined` when the client accepts none of them.
 * @see https://www.rfc-editor.org/rfc/rfc9110#name-accept
 */
export function negotiateType<Offer extends string>(
  accept: string | undefined,
  offered: readonly Offer[],
): Offer | undefined {
  if (accept === undefined || accept.trim() === '') return offered[0]
  // The library breaks ties by the place in the header, so equals are put in the order of the offers first.
  const rank = (range: string) => {
    const type = range.split(';')[0]?.trim().toLowerCase() ?? ''
    const at = offered.findIndex((offer) => offer === type || type === `${offer.split('/')[0]}/*`)
    return at === -1 ? offered.length : at
  }
  const ordered = accept.split(',').toSorted((a, b) => rank(a) - rank(b))
  const preferred = new Negotiator({ headers: { accept: ordered.join(',') } }).mediaType(offered)
  return offered.find((offer) => offer === preferred)
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
