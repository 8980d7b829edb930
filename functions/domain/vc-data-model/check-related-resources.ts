import { fromBase64Url, toBase64Url } from '../shared/base64url.ts'
import { decodeBase58 } from '../shared/multikey.ts'
import { type Finding, finding, type Path } from './finding.ts'
import { PUBLISHED_DIGESTS } from './published-digests.ts'
import { isJsonObject, isUrl, listed } from './values.ts'

/** Bytes of a digest by the hash's name in Subresource Integrity. */
const DIGEST_BYTES: Readonly<Record<string, number>> = { sha256: 32, sha384: 48, sha512: 64 }
/** Multihash: code of the hash, then the number of digest bytes. */
const MULTIHASHES = [
  [0x12, 32],
  [0x20, 48],
  [0x13, 64],
] as const

/**
 * Whether related resources are named once each and by a digest; what is published under an address known here must
 * have that digest. Other resources are not fetched.
 *
 * @see https://www.w3.org/TR/vc-data-model-2.0/#integrity-of-related-resources
 */
export function checkRelatedResources(value: unknown, path: Path): readonly Finding[] {
  if (Array.isArray(value) && value.length === 0)
    return [finding('RELATED_RESOURCE_INVALID', path, 'must not be an empty list')]
  const seen = new Set<string>()
  return listed(value, path).flatMap(({ value: resource, path: at }) => {
    if (!isJsonObject(resource)) return [finding('RELATED_RESOURCE_INVALID', at, 'must be an object')]
    const { id, digestSRI, digestMultibase, mediaType } = resource
    if (!isUrl(id)) return [finding('RELATED_RESOURCE_INVALID', [...at, 'id'], 'must be one absolute URL')]
    if (seen.has(id)) return [finding('RELATED_RESOURCE_INVALID', [...at, 'id'], 'is named twice')]
    seen.add(id)
    if (digestSRI === undefined && digestMultibase === undefined)
      return [finding('RELATED_RESOURCE_INVALID', at, 'must have a "digestSRI" or a "digestMultibase"')]
    return [
      ...checkDigests(id, digestSRI, parseSri, [...at, 'digestSRI']),
      ...checkDigests(id, digestMultibase, parseMultibase, [...at, 'digestMultibase']),
      ...(mediaType === undefined || typeof mediaType === 'string'
        ? []
        : [finding('RELATED_RESOURCE_INVALID', [...at, 'mediaType'], 'must be a text')]),
    ]
  })
}

/** One or more digests of the same bytes, by different hashes for instance. */
function checkDigests(
  id: string,
  value: unknown,
  parse: (digest: unknown) => Uint8Array | undefined,
  path: Path,
): readonly Finding[] {
  if (Array.isArray(value) && value.length === 0)
    return [finding('RELATED_RESOURCE_INVALID', path, 'must not be an empty list')]
  return listed(value, path).flatMap(({ value: digest, path: at }) => checkDigest(id, parse(digest), at))
}

function checkDigest(id: string, digest: Uint8Array | undefined, path: Path): readonly Finding[] {
  if (!digest) return [finding('RELATED_RESOURCE_INVALID', path, 'is no SHA-256, SHA-384 or SHA-512 digest')]
  const published = PUBLISHED_DIGESTS.get(id)?.get(digest.length)
  return published === undefined || published === toBase64Url(digest)
    ? []
    : [finding('RELATED_RESOURCE_MISMATCH', path, 'is not the digest of what is published there')]
}

/**
 * The digest bytes of a Subresource Integrity text. A multibase `M` before the base64, as the W3C's own test documents
 * have it, is read too.
 */
function parseSri(value: unknown): Uint8Array | undefined {
  const [, hash = '', digits = ''] =
    (typeof value === 'string' && /^(sha256|sha384|sha512)-([A-Za-z0-9+/_-]{1,90})={0,2}$/.exec(value)) || []
  return [digits, digits.replace(/^M/, '')]
    .map((text) => fromBase64Url(text.replaceAll('+', '-').replaceAll('/', '_')))
    .find((bytes) => bytes?.length === DIGEST_BYTES[hash])
}

/** The digest bytes of a multihash in multibase base64url (`u`) or base58btc (`z`). */
function parseMultibase(value: unknown): Uint8Array | undefined {
  if (typeof value !== 'string' || value.length > 200) return undefined
  const bytes = value.startsWith('u')
    ? fromBase64Url(value.slice(1))
    : value.startsWith('z')
      ? decodeBase58(value.slice(1))
      : undefined
  const isKnown = MULTIHASHES.some(
    ([code, length]) => bytes?.[0] === code && bytes[1] === length && bytes.length === length + 2,
  )
  return isKnown ? bytes?.slice(2) : undefined
}
