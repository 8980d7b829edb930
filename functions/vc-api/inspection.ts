import type { VerificationCheck } from '../../schemas/verification-report.ts'
import type { JsonObject, ProofExpectations, ProofVerdict } from '../ports/proofs.ts'

/**
 * Opens an inspection for one request: all it looks up shares one budget of time and of addresses.
 *
 * @param documents  How many the request presents. @default 1
 */
export type OpenInspection = (documents?: number) => CredentialInspection

/** What verification finds out about a credential of any kind; the function that runs the routes hands it in. */
export interface CredentialInspection {
  /** Whether a badge or an endorsement is built as Open Badges 3.0 says; nothing for credentials of other kinds. */
  readonly conformance: (document: JsonObject) => readonly VerificationCheck[]
  /** Conformance, signature, key, status and, of what claims to be of this service, whether it is. Dates are left out. */
  readonly secured: (document: JsonObject) => Promise<readonly VerificationCheck[]>
  /** The proofs alone, with keys of this service and of others. */
  readonly verifyProofs: (document: JsonObject, expectations?: ProofExpectations) => Promise<ProofVerdict>
  /** Whether it has taken so long that no further document is begun. */
  readonly isOutOfTime: () => boolean
}
