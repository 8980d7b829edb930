import jsonld from 'jsonld'
import * as rdfCanonize from 'rdf-canonize'
import type { ContextTable } from '../../../schemas/contexts.ts'
import { DocumentRefused } from './document-refused.ts'
import { staticContexts } from './static-contexts.ts'

/** Blank nodes that look alike are compared at most as often as there are of them; poison graphs need far more. */
const MAX_WORK_FACTOR = 1
const MAX_DEPTH = 64
const MAX_VALUES = 50_000

/**
 * Turns a JSON-LD document into canonical N-Quads (RDFC-1.0) in safe mode, with contexts from a static table and
 * within fixed limits of work: 64 levels, 50,000 values, a bounded number of contexts and of blank node comparisons.
 *
 * @returns a function that throws a `DocumentRefused` or the library's own error when the document is at fault.
 * @see https://www.w3.org/TR/rdf-canon/
 */
export function rdfcCanonize(contexts: ContextTable): (document: unknown) => Promise<string> {
  const newResolver = staticContexts(contexts)
  return async (document) => {
    assertBounded(document)
    const contextResolver = newResolver()
    const dataset = await jsonld
      .toRDF(document, {
        base: null,
        safe: true,
        rdfDirection: 'i18n-datatype',
        produceGeneralizedRdf: false,
        documentLoader: refuseToLoad,
        contextResolver,
      })
      .catch((error: unknown) => {
        throw contextResolver.refusal() ?? error
      })
    return rdfCanonize.canonize(dataset, {
      algorithm: 'RDFC-1.0',
      format: 'application/n-quads',
      maxWorkFactor: MAX_WORK_FACTOR,
    })
  }
}

async function refuseToLoad(url: string): Promise<never> {
  throw new DocumentRefused('CONTEXT_UNKNOWN', `nothing is loaded from ${url.slice(0, 200)}`)
}

function assertBounded(document: unknown): void {
  let values = 0
  let level = [document]
  for (let depth = 0; level.length > 0; depth++) {
    values += level.length
    if (depth > MAX_DEPTH) throw new DocumentRefused('DOCUMENT_TOO_COMPLEX', `nested deeper than ${MAX_DEPTH} levels`)
    if (values > MAX_VALUES) throw new DocumentRefused('DOCUMENT_TOO_COMPLEX', `more than ${MAX_VALUES} values`)
    level = level.flatMap((value) => (typeof value === 'object' && value !== null ? Object.values(value) : []))
  }
}
