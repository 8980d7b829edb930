import type { ReviseEndorsement } from '../../schemas/endorsement.ts'
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
import type { CredentialSource } from './credential-source.ts'
import { finishEndorsement, type SaidBeside, toJudgement } from './finish-endorsement.ts'
import { heldOf } from './give-endorsement.ts'
import type { VerifyFinishedDeps } from './verify-finished-credential.ts'

export type ReviseEndorsementCredentialDeps = ChangeOwnEndorsementDeps & VerifyFinishedDeps

/** Replaces the endorser's own judgement by one that they signed in their wallet; also of a withdrawn one. */
export const reviseEndorsementCredential = (
  deps: ReviseEndorsementCredentialDeps,
  input: ChangeOwnEndorsementInput,
  { changeReason, ...beside }: SaidBeside & Pick<ReviseEndorsement, 'changeReason'>,
  source: CredentialSource,
): Promise<Result<EndorsementAnswer, Refusal>> =>
  changeOwnEndorsement(deps, input, async (own) => {
    const { read, rule, earlier, now } = own
    const { claim, endorser, facts } = read
    if (endorser?.community !== input.community) return err({ code: 'member_not_found' })
    const context = { claim, rule, endorser, holds: heldOf(read, rule), facts, assurance: 'own-key', now } as const
    const revised = decideRevision(earlier, context, { ...toJudgement(beside), changeReason })
    if (!revised.ok) return revised
    const next = revised.value
    const made = await finishEndorsement(deps, claim, next, source)
    if (!made.ok) return made
    const { finished } = made.value
    const texts = { ...made.value.texts, ...(changeReason === undefined ? {} : { changeReason }) }
    return ok(toNextVersion(deps, input, own, { next, finished, texts, type: 'endorsement.revised' }))
  })
