import { createHash } from 'node:crypto'
import type { MultikeyAlgorithm } from '../../domain/shared/multikey.ts'
import type { JsonObject } from '../../ports/proofs.ts'
import { hashFor } from './cryptosuites.ts'
import { DocumentRefused } from './document-refused.ts'
import { jcsBytesSigned, withContextOf } from './jcs-hash.ts'
import type { HashName, Patience, RdfcCanonizer } from './rdfc-canonize.ts'
import { assertBounded } from './work-limits.ts'

/** A chain makes a document be hashed once for each set of earlier proofs; more values in all than this are refused. */
const MAX_VALUES_IN_ALL = 100_000

/** What signatures over one document cover. Canonical forms are kept, so that a set of proofs costs one. */
export interface SecuredDocument {
  /** The document without its proofs. */
  readonly unsecured: JsonObject
  /**
   * The bytes under a proof: hash of its other members, then hash of the document with the proofs it builds on.
   *
   * @param config  The proof without `proofValue`.
   * @returns 64 bytes, 96 for P-384; `undefined` when the proof was made under contexts that the document does not have, or
   *   over what JSON cannot say.
   * @throws What {@link RdfcCanonizer} throws.
   */
  bytesToSign(
    transform: 'rdfc' | 'jcs',
    algorithm: MultikeyAlgorithm,
    config: JsonObject,
    previous: readonly JsonObject[],
  ): Promise<Uint8Array | undefined>
  /** Throws what {@link RdfcCanonizer} throws when the document, whatever its proofs cover, is not JSON-LD in safe mode. */
  assertJsonLd(): Promise<void>
  /** The document with the proofs that a proof builds on, as it is hashed. */
  withPrevious(previous: readonly JsonObject[]): JsonObject
}

/**
 * Looks at one document as proofs see it.
 *
 * @see https://www.w3.org/TR/vc-di-eddsa/#hashing-eddsa-rdfc-2022
 * @see https://www.w3.org/TR/vc-data-integrity/#verify-proof-sets-and-chains
 */
export function securedDocument(canonizer: RdfcCanonizer, document: JsonObject, patience?: Patience): SecuredDocument {
  const { proof: _, ...unsecured } = document
  const withPrevious = (previous: readonly JsonObject[]) =>
    previous.length === 0 ? unsecured : { ...unsecured, proof: previous }

  let valuesInAll = 0
  const toDataset = (previous: readonly JsonObject[]) => {
    const input = withPrevious(previous)
    valuesInAll += assertBounded(input)
    if (valuesInAll > MAX_VALUES_IN_ALL) throw new DocumentRefused('DOCUMENT_TOO_COMPLEX', 'its proofs take too long')
    return canonizer.toDataset(input)
  }
  const datasets = keptBy(toDataset)
  const hashDataset = async (dataset: ReturnType<RdfcCanonizer['toDataset']>, hash: HashName): Promise<Uint8Array> => {
    const canonical = await canonizer.canonize(await dataset, hash, patience)
    return createHash(hash).update(canonical).digest()
  }
  const hashes = {
    sha256: keptBy((previous) => hashDataset(datasets(previous), 'sha256')),
    sha384: keptBy((previous) => hashDataset(datasets(previous), 'sha384')),
  }
  return {
    unsecured,
    withPrevious,
    async assertJsonLd() {
      await datasets([])
    },
    async bytesToSign(transform, algorithm, config, previous) {
      const hash = hashFor(algorithm)
      if (transform === 'jcs') {
        const asSigned = withContextOf(config, withPrevious(previous))
        return asSigned && jcsBytesSigned(config, asSigned, hash)
      }
      const configUnderContexts = { ...config, '@context': unsecured['@context'] ?? [] }
      return Buffer.concat([
        await hashDataset(canonizer.toDataset(configUnderContexts), hash),
        await hashes[hash](previous),
      ])
    },
  }
}

/** Computes once for each list of proofs; proofs that others build on are told apart by their ids. */
function keptBy<Value>(compute: (previous: readonly JsonObject[]) => Promise<Value>) {
  const kept = new Map<string, Promise<Value>>()
  return (previous: readonly JsonObject[]): Promise<Value> => {
    const ids = JSON.stringify(previous.map(({ id }) => id))
    const value = kept.get(ids) ?? compute(previous)
    kept.set(ids, value)
    return value
  }
}
