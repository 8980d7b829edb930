import { createHash } from 'node:crypto'
import jsonld from 'jsonld'
import type { MessageDigest, RdfDataset } from 'rdf-canonize'
import * as rdfCanonize from 'rdf-canonize'
import type { ContextTable } from '../../../schemas/contexts.ts'
import type { JsonObject } from '../../ports/proofs.ts'
import { DocumentRefused, isGivenUp } from './document-refused.ts'
import { staticContexts } from './static-contexts.ts'
import { assertBounded, assertMergeable } from './work-limits.ts'

/** Blank nodes that look alike are compared at most as often as there are of them; poison graphs need far more. */
const MAX_WORK_FACTOR = 1
/** How often whoever tries harder compares them. */
const MAX_COMPARISONS = 512
/**
 * Hashes beyond one for each blank node, in which comparing them consists. A hash takes some microseconds, so that this is
 * what bounds the time; by the library's own count, two nodes with thousands of neighbours would take minutes, and a list of
 * ten thousand like entries all memory.
 */
const MAX_COMPARING_HASHES = 5000

/** Names of hash functions, as node:crypto spells them. RDFC-1.0 itself hashes with the one that the suite asks for. */
export type HashName = 'sha256' | 'sha384'

/**
 * How often graphs that other verifiers give up on may be tried harder; used up with each try. Whoever signs has none, so
 * that nothing is signed which only this service could verify.
 */
export interface Patience {
  tries: number
}

/** The steps from a JSON-LD document to what a signature covers; each throws `DocumentRefused` or the library's own error. */
export interface RdfcCanonizer {
  /** Expands within the limits of work, in safe mode: nothing is left that depends on a context. */
  expand(document: unknown): Promise<readonly JsonObject[]>
  toRdf(expanded: readonly JsonObject[]): Promise<RdfDataset>
  /** Both of these. */
  toDataset(document: unknown): Promise<RdfDataset>
  /**
   * Canonical N-Quads. The dataset stays as it is, so that it can be canonicalised again with another hash.
   *
   * @param patience  With tries left, blank nodes are compared once more, up to 512 times.
   */
  canonize(dataset: RdfDataset, hash: HashName, patience?: Patience): Promise<string>
}

/**
 * Turns JSON-LD documents into canonical N-Quads (RDFC-1.0) in safe mode, with contexts from a static table and
 * within fixed limits of work: 64 levels, 50,000 values, a bounded number of contexts, of values to merge and of blank node
 * comparisons.
 *
 * @see https://www.w3.org/TR/rdf-canon/
 */
export function rdfcCanonizer(contexts: ContextTable): RdfcCanonizer {
  const newResolver = staticContexts(contexts)
  const expand = async (document: unknown) => {
    assertBounded(document)
    const contextResolver = newResolver()
    const expanded = await jsonld.expand(document, { ...SAFE, contextResolver }).catch((error: unknown) => {
      throw contextResolver.refusal() ?? error
    })
    assertMergeable(expanded)
    return expanded
  }
  const toRdf = (expanded: readonly JsonObject[]) => jsonld.toRDF(expanded, { ...SAFE, skipExpansion: true })
  return {
    expand,
    toRdf,
    toDataset: async (document) => toRdf(await expand(document)),
    async canonize(dataset, hash, patience = { tries: 0 }) {
      const maxHashes = countBlankNodes(dataset) + MAX_COMPARING_HASHES
      const run = (limit: { readonly maxWorkFactor: number } | { readonly maxDeepIterations: number }) => {
        const createMessageDigest = countedDigests(hash, maxHashes)
        return rdfCanonize.canonize(dataset, { ...RDFC, createMessageDigest, ...limit })
      }
      try {
        return await run({ maxWorkFactor: MAX_WORK_FACTOR })
      } catch (error) {
        if (!isGivenUp(error) || patience.tries <= 0) throw error
        patience.tries--
        return run({ maxDeepIterations: MAX_COMPARISONS })
      }
    },
  }
}

const RDFC = { algorithm: 'RDFC-1.0', format: 'application/n-quads' } as const

/** Makes the hashes of one canonicalisation, and no more than so many. */
function countedDigests(hash: HashName, maxHashes: number): () => MessageDigest {
  let made = 0
  return () => {
    if (++made > maxHashes) throw new DocumentRefused('DOCUMENT_TOO_COMPLEX', 'its blank nodes are too entangled')
    const digest = createHash(hash)
    return { update: (text) => void digest.update(text, 'utf8'), digest: () => digest.digest('hex') }
  }
}

function countBlankNodes(dataset: RdfDataset): number {
  const labels = new Set<string>()
  for (const { subject, object, graph } of dataset) {
    for (const term of [subject, object, graph]) if (term.termType === 'BlankNode') labels.add(term.value)
  }
  return labels.size
}

/** All steps in one, with SHA-256. */
export function rdfcCanonize(contexts: ContextTable): (document: unknown) => Promise<string> {
  const canonizer = rdfcCanonizer(contexts)
  return async (document) => canonizer.canonize(await canonizer.toDataset(document), 'sha256')
}

const SAFE = {
  base: null,
  safe: true,
  rdfDirection: 'i18n-datatype',
  produceGeneralizedRdf: false,
  documentLoader: refuseToLoad,
} as const

async function refuseToLoad(url: string): Promise<never> {
  throw new DocumentRefused('CONTEXT_UNKNOWN', `nothing is loaded from ${url.slice(0, 200)}`)
}
