import { withdrawEndorsement as decideWithdrawal } from '../domain/endorsement/give-endorsement.ts'
import type { Refusal } from '../domain/shared/refusal.ts'
import { ok, type Result } from '../domain/shared/result.ts'
import type { EndorsementAnswer } from './answer-decision.ts'
import {
  type ChangeOwnEndorsementDeps,
  type ChangeOwnEndorsementInput,
  changeOwnEndorsement,
  toNextVersion,
} from './change-own-endorsement.ts'

/** Takes the endorser's own judgement of the current evidence back; `endorsement_not_found` when it already is. */
export const withdrawEndorsement = (
  deps: ChangeOwnEndorsementDeps,
  input: ChangeOwnEndorsementInput,
): Promise<Result<EndorsementAnswer, Refusal>> =>
  changeOwnEndorsement(deps, input, (own) => {
    const withdrawn = decideWithdrawal(own.earlier, own.read.claim, own.now)
    if (!withdrawn.ok) return withdrawn
    return ok(toNextVersion(deps, input, own, { next: withdrawn.value, type: 'endorsement.withdrawn' }))
  })
