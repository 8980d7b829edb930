/** What two credentials are compared by. An issuer stands as a Profile or as its id alone. */
interface Compared {
  readonly id?: unknown
  readonly issuer?: unknown
}

/** Whether two ids are one: equal once percent-decoded, then trimmed; letter case and the parts of a URL count as they stand (CMP-01). */
export const sameId = (one: string, other: string): boolean => comparableId(one) === comparableId(other)

/**
 * Whether two documents are versions of one credential: their ids and those of their issuers are the same. Nothing is the
 * same as a document without an id or without an issuer.
 *
 * @see https://www.imsglobal.org/spec/ob/v3p0/#credential-comparison
 */
export function sameCredential(one: Compared, other: Compared): boolean {
  const pairs = [
    [one.id, other.id],
    [issuerId(one), issuerId(other)],
  ]
  return pairs.every(([left, right]) => typeof left === 'string' && typeof right === 'string' && sameId(left, right))
}

const issuerId = ({ issuer }: Compared): unknown =>
  typeof issuer === 'object' && issuer !== null && 'id' in issuer ? issuer.id : issuer

/** What ids are compared by: those that are one have the same. */
export const comparableId = (id: string): string => id.replace(/(?:%[0-9a-f]{2})+/gi, decodeRun).trim()

/** What does not decode to text stays as it is written; the case of its digits means nothing. */
function decodeRun(run: string): string {
  try {
    return decodeURIComponent(run)
  } catch {
    return run.toUpperCase().replace(/%[0-7][0-9A-F]/g, decodeURIComponent)
  }
}
