import type { JsonObject, ProofFailureCode } from './proofs.ts'

/** Why a document is not JSON-LD whose every member has a meaning. */
interface TermsFailure {
  readonly code: ProofFailureCode
  readonly detail: string
}

/** Reads documents as JSON-LD. */
export interface JsonLdReader {
  /**
   * Whether the contexts of a document define all its members, types and addresses, which JSON-LD calls safe mode. Proofs over
   * JSON-LD are checked so by themselves; a JWT is signed over text, whatever it means.
   *
   * @returns the first failure; nothing when all is defined.
   * @see https://www.w3.org/TR/vc-data-model-2.0/#json-ld
   */
  findUndefined(document: JsonObject): Promise<TermsFailure | undefined>
}
