import type { FieldError, Refusal } from '../domain/shared/refusal.ts'
import type { Finding } from '../domain/vc-data-model/finding.ts'
import type { ProofFailureCode } from '../ports/proofs.ts'

/** A document that breaks rules of the data model, each named with its place. */
export const refuseFindings = (findings: readonly Finding[]): Refusal => ({
  code: 'document_refused',
  detail: `${findings[0]?.pointer ?? ''} ${findings[0]?.detail ?? ''}`.trim(),
  errors: findings.map(({ pointer, detail, code, spec }) => ({ pointer, detail, code, spec })),
})

/** What may be wrong with a document that cannot be expanded or signed, and where the rule is. */
const FAULTS: Partial<Record<ProofFailureCode, { readonly detail: string; readonly spec: string }>> = {
  JSONLD_UNDEFINED_TERM: {
    detail: 'uses a term, type or address that none of its contexts defines',
    spec: 'https://www.w3.org/TR/vc-data-model-2.0/#extensibility',
  },
  JSONLD_INVALID: { detail: 'is not valid JSON-LD', spec: 'https://www.w3.org/TR/vc-data-model-2.0/#json-ld' },
  CONTEXT_UNKNOWN: {
    detail: 'names a context that this service does not know; none is fetched',
    spec: 'https://www.w3.org/TR/vc-data-model-2.0/#contexts',
  },
  DOCUMENT_TOO_COMPLEX: {
    detail: 'is too large or too entangled',
    spec: 'https://www.w3.org/TR/rdf-canon/#security-considerations',
  },
}

/**
 * The refusal of a document that could not be signed for a reason of its own.
 *
 * @param error  What signing threw.
 * @returns `undefined` for faults of ours.
 */
export function toDocumentRefusal(error: unknown, pointer: string): Refusal | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined
  const [code, fault] = Object.entries(FAULTS).find(([known]) => known === error.code) ?? []
  if (code === undefined || !fault) return undefined
  const found: FieldError = { pointer, code, detail: `${fault.detail}: ${error.message}`, spec: fault.spec }
  return { code: 'document_refused', detail: `The document ${found.detail}.`, errors: [found] }
}
