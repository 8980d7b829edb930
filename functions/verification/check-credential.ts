import type { VerificationCheck } from '../../schemas/verification-report.ts'
import type { JsonObject } from '../ports/proofs.ts'
import type { CredentialKind } from './check-conformance.ts'
import { checkDates } from './check-dates.ts'
import { checkSecured, isHeld } from './check-secured.ts'
import { checkStatus } from './check-status.ts'
import { type Refreshed, refreshCredential } from './refresh-credential.ts'
import type { Verification } from './verification.ts'

/** What became of a credential, without the endorsements in it. */
export interface CheckedCredential {
  readonly checks: readonly VerificationCheck[]
  /** What the checks behind the refresh are of: the newest version that could be had. */
  readonly document: JsonObject
  /** Present when that is another one than was given. */
  readonly refreshed?: Pick<Refreshed, 'from' | 'to'> | undefined
}

/**
 * Steps 2 to 5 of the algorithm, for a badge and for an endorsement alike.
 *
 * @param jwt  What was found of the signature of the JWT it came in.
 */
export async function checkCredential(
  verification: Verification,
  given: JsonObject,
  kind: CredentialKind,
  jwt: readonly VerificationCheck[] = [],
): Promise<CheckedCredential> {
  const secured = await checkSecured(verification, given, kind, jwt)
  const { check, refreshed } = isHeld(secured) ? await refreshCredential(verification, given, kind) : {}
  const document = refreshed?.document ?? given
  return {
    checks: [
      ...secured,
      ...(check ? [check] : []),
      ...(await checkStatus(verification, document)),
      ...checkDates(document, verification.at),
    ],
    document,
    ...(refreshed && { refreshed: { from: refreshed.from, to: refreshed.to } }),
  }
}
