import type { Claim } from '../domain/endorsement/claim.ts'
import { openDisputeOf } from '../domain/endorsement/claim-dispute.ts'
import { withdrawClaim as decideWithdrawal } from '../domain/endorsement/claim-transitions.ts'
import type { Refusal } from '../domain/shared/refusal.ts'
import { ok, type Result } from '../domain/shared/result.ts'
import { type ChangeOwnClaimDeps, type ChangeOwnClaimInput, changeOwnClaim } from './change-own-claim.ts'

/** Takes the learner's own claim back; refused with `claim_not_withdrawable` once it is issued or over. */
export const withdrawClaim = (deps: ChangeOwnClaimDeps, input: ChangeOwnClaimInput): Promise<Result<Claim, Refusal>> =>
  changeOwnClaim(deps, input, (claim, at) => {
    const change = decideWithdrawal(claim, input.actorId)
    if (!change.ok) return change
    const ref = openDisputeOf(claim)
    // Whoever settles the objection learns of it by the clock.
    const due = ref === undefined ? undefined : { at, kind: 'objection' as const, claimId: claim.id, ref, attempt: 0 }
    return ok({ change: change.value, due })
  })
