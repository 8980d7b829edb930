import type { ReviseEndorsement } from '../../schemas/endorsement.ts'
import type { Assurance } from '../../schemas/policy.ts'
import { reviseEndorsement as decideRevision } from '../domain/endorsement/give-endorsement.ts'
import type { Refusal } from '../domain/shared/refusal.ts'
import { err, ok, type Result } from '../domain/shared/result.ts'
import type { EndorsementAnswer } from './answer-decision.ts'
import {
  type ChangeOwnEndorsementDeps,
  type ChangeOwnEndorsementInput,
  changeOwnEndorsement,
} from './change-own-endorsement.ts'
import { heldOf } from './give-endorsement.ts'
import { toEndorsementEvent, toTexts } from './to-endorsement-event.ts'

/** Replaces the endorser's own judgement of the current evidence by a new version; also of a withdrawn one. */
export const reviseEndorsement = (
  deps: ChangeOwnEndorsementDeps,
  input: ChangeOwnEndorsementInput,
  judgement: ReviseEndorsement,
  assurance: Assurance,
): Promise<Result<EndorsementAnswer, Refusal>> =>
  changeOwnEndorsement(deps, input, ({ read, rule, earlier, now }) => {
    const { claim, endorser, facts } = read
    if (endorser?.community !== input.community) return err({ code: 'member_not_found' })
    const context = { claim, rule, endorser, holds: heldOf(read, rule), facts, assurance, now }
    const revised = decideRevision(earlier, context, judgement)
    if (!revised.ok) return revised
    const next = revised.value
    return ok({
      next,
      texts: toTexts(judgement),
      toEvent: (id) => toEndorsementEvent('endorsement.revised', claim, next, id),
    })
  })
