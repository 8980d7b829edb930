import type { KeyFinding, ProofFailure, ProofFailureCode } from '../../ports/proofs.ts'

/** A document that cannot be signed, or whose proof cannot be checked, for a reason of its own. */
export class DocumentRefused extends Error {
  readonly code: ProofFailureCode

  constructor(code: ProofFailureCode, detail: string, options?: ErrorOptions) {
    super(detail, options)
    this.name = 'DocumentRefused'
    this.code = code
  }
}

/** A verdict of one failure. */
export const failure = (code: ProofFailureCode, detail: string): ProofFailure => ({ ok: false, code, detail })

/** A verdict on a key that could not be had, or is not to be used. */
export const keyFailure = (
  code: ProofFailureCode & `${string}KEY_${string}`,
  detail: string,
  key: KeyFinding,
): ProofFailure => ({ ok: false, code, detail, key })

/**
 * Says in this service's codes what the JSON-LD and RDF libraries threw. They tell errors apart by name and text.
 *
 * @returns `undefined` for what is not about the document.
 */
export function toDocumentRefused(error: unknown): DocumentRefused | undefined {
  if (error instanceof DocumentRefused) return error
  if (!(error instanceof Error)) return undefined
  if (error.name === 'jsonld.ValidationError') {
    return new DocumentRefused('JSONLD_UNDEFINED_TERM', safeModeDetail(error), { cause: error })
  }
  if (error.name.startsWith('jsonld.')) return new DocumentRefused('JSONLD_INVALID', error.message, { cause: error })
  if (isGivenUp(error)) {
    return new DocumentRefused('DOCUMENT_TOO_COMPLEX', 'its blank nodes cannot be told apart in bounded work', {
      cause: error,
    })
  }
  return undefined
}

/** Whether canonicalisation ended since blank nodes would have to be compared too often. */
export const isGivenUp = (error: unknown): boolean =>
  error instanceof Error && error.message.startsWith('Maximum deep iterations exceeded')

interface SafeModeEvent {
  readonly message?: string
  readonly details?: { readonly property?: unknown; readonly type?: unknown; readonly value?: unknown }
}

function safeModeDetail(error: Error & { readonly details?: { readonly event?: SafeModeEvent } }): string {
  const event = error.details?.event
  const named = event?.details?.property ?? event?.details?.type ?? event?.details?.value
  const what = typeof named === 'string' ? `: ${named.slice(0, 100)}` : ''
  return `${event?.message ?? error.message}${what}`
}
