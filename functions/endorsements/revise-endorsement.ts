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
  toNextVersion,
} from './change-own-endorsement.ts'
import { heldOf } from './give-endorsement.ts'
import { toTexts } from './to-endorsement-event.ts'

/** Replaces the endorser's own judgement of the current evidence by a new version; also of a withdrawn one. */
export const reviseEndorsement = (
  deps: ChangeOwnEndorsementDeps,
  input: ChangeOwnEndorsementInput,
  judgement: ReviseEndorsement,
  assurance: Assurance,
): Promise<Result<EndorsementAnswer, Refusal>> =>
  changeOwnEndorsement(deps, input, (own) => {
    const { read, rule, earlier, now } = own
    const { claim, endorser, facts } = read
    if (endorser?.community !== input.community) return err({ code: 'member_not_found' })
    const context = { claim, rule, endorser, holds: heldOf(read, rule), facts, assurance, now }
    const revised = decideRevision(earlier, context, judgement)
    if (!revised.ok) return revised
    const revision = { next: revised.value, texts: toTexts(judgement), type: 'endorsement.revised' } as const
    return ok(toNextVersion(deps, input, own, revision))
  })
