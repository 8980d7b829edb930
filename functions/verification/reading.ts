import type { VerificationCheck } from '../../schemas/verification-report.ts'
import type { Result } from '../domain/shared/result.ts'
import type { JsonObject } from '../ports/proofs.ts'

/** The forms a badge may be presented in. */
export type PresentedForm = 'json' | 'jwt' | 'png' | 'svg'

/** The one credential that something presented holds. */
export interface ReadCredential {
  readonly form: PresentedForm
  /** The exact JSON, or the compact JWS. */
  readonly text: string
  /** The same, parsed; a compact JWS stays as it is. */
  readonly credential: JsonObject | string
  /** What is worth knowing of how it was presented, and no obstacle. */
  readonly notices: readonly VerificationCheck[]
}

/** An image of Open Badges 1 or 2 that says where its assertion is published, and holds nothing of it. */
export interface HostedAssertion {
  readonly form: 'png' | 'svg'
  readonly hostedAt: string
}

/** What became of reading; the check says why nothing can be verified. */
export type Reading<Value = ReadCredential | HostedAssertion> = Result<Value, VerificationCheck>
