import { createHash } from 'node:crypto'
import canonicalize from 'canonicalize'
import type { JsonObject } from '../../ports/proofs.ts'
import type { HashName } from './rdfc-canonize.ts'

/**
 * What the suites over plain JSON sign: the hash of the proof's other members, then the hash of the document.
 *
 * @throws TypeError when a value is none that JSON has.
 * @see https://www.w3.org/TR/vc-di-eddsa/#hashing-eddsa-jcs-2022
 */
export const jcsBytesToSign = (config: JsonObject, document: JsonObject, hash: HashName): Uint8Array =>
  Buffer.concat([hashOfCanonical(config, hash), hashOfCanonical(document, hash)])

/** As {@link jcsBytesToSign}, of a document by others; `undefined` when it holds a number or text that JSON cannot say. */
export function jcsBytesSigned(config: JsonObject, document: JsonObject, hash: HashName): Uint8Array | undefined {
  try {
    return jcsBytesToSign(config, document, hash)
  } catch {
    // The library throws on nothing else: what was parsed from JSON has no cycles, functions or the like.
    return undefined
  }
}

function hashOfCanonical(value: JsonObject, hash: HashName): Uint8Array {
  const canonical = canonicalize(value)
  if (canonical === undefined) throw new TypeError('only JSON can be signed')
  return createHash(hash).update(canonical).digest()
}

/**
 * A document may gain contexts after it was signed, at the end of its list; it is checked with those it had.
 *
 * @returns `undefined` when its contexts do not begin with those of the proof.
 * @see https://www.w3.org/TR/vc-di-eddsa/#verify-proof-eddsa-jcs-2022
 */
export function withContextOf(config: JsonObject, document: JsonObject): JsonObject | undefined {
  if (!('@context' in config)) return document
  const signed = asArray(config['@context'])
  const present = asArray(document['@context'])
  const startsAlike = signed.every((context, i) => canonicalize(context) === canonicalize(present[i]))
  return startsAlike ? { ...document, '@context': config['@context'] } : undefined
}

const asArray = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [value])
