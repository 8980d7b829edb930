import jsonld from 'jsonld'
import type { RdfDataset } from 'rdf-canonize'
import * as rdfCanonize from 'rdf-canonize'
import type { ContextTable } from '../../../schemas/contexts.ts'
import type { JsonObject } from '../../ports/proofs.ts'
import { DocumentRefused, isGivenUp } from './document-refused.ts'
import { staticContexts } from './static-contexts.ts'

/** Blank nodes that look alike are compared at most as often as there are of them; poison graphs need far more. */
const MAX_WORK_FACTOR = 1
/** A graph of at most this many statements is given this many comparisons: under a second for the worst of them. */
const MAX_QUADS_TO_TRY_HARDER = 500
const MAX_COMPARISONS = 512
const MAX_DEPTH = 64
const MAX_VALUES = 50_000

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
   * @param patience  With tries left, the blank nodes of a small graph are compared once more up to 512 times.
   */
  canonize(dataset: RdfDataset, hash: HashName, patience?: Patience): Promise<string>
}

/**
 * Turns JSON-LD documents into canonical N-Quads (RDFC-1.0) in safe mode, with contexts from a static table and
 * within fixed limits of work: 64 levels, 50,000 values, a bounded number of contexts and of blank node comparisons.
 *
 * @see https://www.w3.org/TR/rdf-canon/
 */
export function rdfcCanonizer(contexts: ContextTable): RdfcCanonizer {
  const newResolver = staticContexts(contexts)
  const expand = async (document: unknown) => {
    assertBounded(document)
    const contextResolver = newResolver()
    return jsonld.expand(document, { ...SAFE, contextResolver }).catch((error: unknown) => {
      throw contextResolver.refusal() ?? error
    })
  }
  const toRdf = (expanded: readonly JsonObject[]) => jsonld.toRDF(expanded, { ...SAFE, skipExpansion: true })
  return {
    expand,
    toRdf,
    toDataset: async (document) => toRdf(await expand(document)),
    async canonize(dataset, hash, patience = { tries: 0 }) {
      const options = { algorithm: 'RDFC-1.0', format: 'application/n-quads', messageDigestAlgorithm: hash } as const
      try {
        return await rdfCanonize.canonize(dataset, { ...options, maxWorkFactor: MAX_WORK_FACTOR })
      } catch (error) {
        if (!isGivenUp(error) || dataset.length > MAX_QUADS_TO_TRY_HARDER || patience.tries <= 0) throw error
        patience.tries--
        return rdfCanonize.canonize(dataset, { ...options, maxDeepIterations: MAX_COMPARISONS })
      }
    },
  }
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

/**
 * Refuses a document beyond the limits of work.
 *
 * @returns how many values there are in it.
 */
export function assertBounded(document: unknown): number {
  let values = 0
  let level = [document]
  for (let depth = 0; level.length > 0; depth++) {
    values += level.length
    if (depth > MAX_DEPTH) throw new DocumentRefused('DOCUMENT_TOO_COMPLEX', `nested deeper than ${MAX_DEPTH} levels`)
    if (values > MAX_VALUES) throw new DocumentRefused('DOCUMENT_TOO_COMPLEX', `more than ${MAX_VALUES} values`)
    level = level.flatMap((value) => (typeof value === 'object' && value !== null ? Object.values(value) : []))
  }
  return values
}
