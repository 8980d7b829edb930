import type { Claim } from '../domain/endorsement/claim.ts'
import { withdrawClaim as decideWithdrawal } from '../domain/endorsement/claim-transitions.ts'
import type { Refusal } from '../domain/shared/refusal.ts'
import { ok, type Result } from '../domain/shared/result.ts'
import { type ChangeOwnClaimDeps, type ChangeOwnClaimInput, changeOwnClaim } from './change-own-claim.ts'

/** Takes the learner's own claim back; refused with `claim_not_withdrawable` once it is issued or over. */
export const withdrawClaim = (deps: ChangeOwnClaimDeps, input: ChangeOwnClaimInput): Promise<Result<Claim, Refusal>> =>
  changeOwnClaim(deps, input, (claim) => {
    const change = decideWithdrawal(claim, input.actorId)
    return change.ok ? ok({ change: change.value }) : change
  })
