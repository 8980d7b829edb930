import type { VerificationCheck } from '../../schemas/verification-report.ts'
import type { JsonObject, ResolveDid } from '../ports/proofs.ts'

/** What verification finds out about a credential of any kind; the function that runs the routes hands it in. */
export interface CredentialInspection {
  /** Whether a badge or an endorsement is built as Open Badges 3.0 says; nothing for credentials of other kinds. */
  readonly conformance: (document: JsonObject) => readonly VerificationCheck[]
  /** Conformance, signature, key, status and, of what claims to be of this service, whether it is. Dates are left out. */
  readonly secured: (document: JsonObject) => Promise<readonly VerificationCheck[]>
  /** Resolves the DIDs this service answers for; others are `undefined`. */
  readonly resolveDid: ResolveDid
}
