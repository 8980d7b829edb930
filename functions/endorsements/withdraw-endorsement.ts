import { withdrawEndorsement as decideWithdrawal } from '../domain/endorsement/give-endorsement.ts'
import type { Refusal } from '../domain/shared/refusal.ts'
import { ok, type Result } from '../domain/shared/result.ts'
import type { EndorsementAnswer } from './answer-decision.ts'
import {
  type ChangeOwnEndorsementDeps,
  type ChangeOwnEndorsementInput,
  changeOwnEndorsement,
} from './change-own-endorsement.ts'
import { toEndorsementEvent } from './to-endorsement-event.ts'

/** Takes the endorser's own judgement of the current evidence back; `endorsement_not_found` when it already is. */
export const withdrawEndorsement = (
  deps: ChangeOwnEndorsementDeps,
  input: ChangeOwnEndorsementInput,
): Promise<Result<EndorsementAnswer, Refusal>> =>
  changeOwnEndorsement(deps, input, ({ read: { claim }, earlier, now }) => {
    const withdrawn = decideWithdrawal(earlier, claim, now)
    if (!withdrawn.ok) return withdrawn
    const next = withdrawn.value
    return ok({ next, toEvent: (id) => toEndorsementEvent('endorsement.withdrawn', claim, next, id) })
  })
