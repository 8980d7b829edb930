import type { RaiseAppeal } from '../../schemas/objection.ts'
import type { Objection } from '../domain/dispute/objection.ts'
import { mayAppeal, newObjection } from '../domain/dispute/raise-objection.ts'
import { appealRefusal } from '../domain/endorsement/claim-dispute.ts'
import { toClaimEvent } from '../domain/endorsement/to-claim-event.ts'
import type { Refusal } from '../domain/shared/refusal.ts'
import { err, ok, type Result } from '../domain/shared/result.ts'
import { answerRepeat } from '../http/answer-repeat.ts'
import { type DisputeDeps, MAX_TRIES } from './dispute-deps.ts'
import { dueOf, loadAchievement, loadRaised, type RaiseInput } from './raise-objection.ts'

/**
 * The learner appeals against the refusal of their claim, once.
 *
 * @returns the appeal; `claim_not_found`, `forbidden`, `not_appealable`, `claim_exists` when the learner has opened another claim
 *   for an achievement that is given once, `idempotency_key_reused`, or `overloaded`.
 */
export const raiseAppeal = (
  deps: DisputeDeps,
  input: RaiseInput,
  request: RaiseAppeal,
): Promise<Result<Objection, Refusal>> =>
  answerRepeat(
    input.idempotency,
    async () =>
      (await deps.endorsements.readForChange(input.claimId, input.memberId, input.idempotency)).earlier !== undefined,
    () => attempt(deps, input, request),
  )

async function attempt(
  deps: DisputeDeps,
  { community, claimId, memberId, idempotency }: RaiseInput,
  { reason }: RaiseAppeal,
): Promise<Result<Objection, Refusal>> {
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    const { claim, earlier } = await deps.endorsements.readForChange(claimId, memberId, idempotency)
    if (earlier && earlier.digest !== idempotency?.digest) return err({ code: 'idempotency_key_reused' })
    if (claim?.community !== community) return err({ code: 'claim_not_found' })
    if (earlier) return loadRaised(deps, claimId, earlier.id)
    if (claim.learnerId !== memberId) return err({ code: 'forbidden', detail: 'Only the learner may appeal.' })
    const now = deps.now()
    const allowed = mayAppeal(claim, now)
    if (!allowed.ok) return allowed
    const { content } = await loadAchievement(deps, claim)
    const id = deps.random.id()
    const objection = newObjection(
      claim,
      { id, kind: 'appeal', memberId, randomness: deps.random.secret(), now },
      deps.digests,
    )
    const change = appealRefusal(claim, id, content.repeatable !== 'many', now)
    const event = toClaimEvent(change, deps.random.id(), now)
    const stored = await deps.objections.raise({ change, event, objection, reason, due: dueOf(objection) }, idempotency)
    if (stored.ok) return stored.value.kind === 'written' ? ok(objection) : loadRaised(deps, claimId, stored.value.id)
    if (stored.error.code !== 'stale') return stored
  }
  return err({ code: 'overloaded', detail: 'The claim keeps changing; repeat the request.' })
}
