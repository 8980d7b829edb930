import type { VerificationReport } from '../../schemas/verification-report.ts'
import type { VerifyRequest } from './read-request.ts'
import { takeTurns } from './take-turns.ts'
import { openVerification, type VerifyDeps } from './verification.ts'
import { type PresentedOptions, verifyPresented } from './verify-presented.ts'

/** So many documents of a list are verified at once; hosts that keep some waiting hold up no others. */
const AT_ONCE = 10
/** How much is read at each address of a list, which are all in memory at once. */
const LISTED_MAX_BYTES = 1024 * 1024

/**
 * Verifies all that a request presents, in its order, one report each. They share one time budget and one view of other hosts.
 * All addresses are asked at once; what takes its turn after the time is over is `undetermined`.
 */
export async function verifyAll(
  deps: VerifyDeps,
  { presented, isList, recipient }: VerifyRequest,
): Promise<readonly VerificationReport[]> {
  const verification = openVerification(deps, presented.length)
  const options: PresentedOptions = {
    recipient,
    inTurn: takeTurns(AT_ONCE),
    ...(isList ? { maxBytes: LISTED_MAX_BYTES } : {}),
  }
  return Promise.all(presented.map((one) => verifyPresented(verification, one, options)))
}
