import type { CastVote } from '../../schemas/objection.ts'
import { castVote as decideVote, stepDown } from '../domain/dispute/cast-vote.ts'
import type { Objection } from '../domain/dispute/objection.ts'
import type { Id, Slug } from '../domain/shared/ids.ts'
import type { Refusal } from '../domain/shared/refusal.ts'
import { err, ok, type Result } from '../domain/shared/result.ts'
import { answerRepeat } from '../http/answer-repeat.ts'
import type { IdempotencyKey } from '../ports/written.ts'
import { type DisputeDeps, MAX_TRIES } from './dispute-deps.ts'

export interface CastVoteInput {
  readonly community: Slug
  readonly claimId: Id
  readonly objectionId: Id
  readonly memberId: Id
  readonly idempotency?: IdempotencyKey | undefined
}

/**
 * A member of the panel votes, once and for good, or declines to.
 *
 * @returns the objection; `objection_not_found`, `member_not_found` of someone erased since they were drawn, `not_on_panel`, `objection_settled`, `already_voted`, `idempotency_key_reused`,
 *   or `overloaded`.
 */
export const castVote = (
  deps: DisputeDeps,
  input: CastVoteInput,
  request: CastVote,
): Promise<Result<Objection, Refusal>> => {
  const isStored = async () =>
    (await deps.endorsements.readForChange(input.claimId, input.memberId, input.idempotency)).earlier !== undefined
  return answerRepeat(input.idempotency, isStored, async () => {
    const { idempotency, claimId, memberId } = input
    const { earlier, endorser: member } = await deps.endorsements.readForChange(claimId, memberId, idempotency)
    if (member?.community !== input.community) return err({ code: 'member_not_found' })
    if (earlier && earlier.digest !== idempotency?.digest) return err({ code: 'idempotency_key_reused' })
    return attempt(deps, input, request, earlier !== undefined)
  })
}

async function attempt(
  deps: DisputeDeps,
  { community, claimId, objectionId, memberId, idempotency }: CastVoteInput,
  { vote, reason }: CastVote,
  isRepeat: boolean,
): Promise<Result<Objection, Refusal>> {
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    const from = await deps.objections.load(claimId, objectionId)
    if (from?.community !== community) return err({ code: 'objection_not_found' })
    if (isRepeat) return ok(from)
    const now = deps.now()
    const cast = vote === 'decline' ? stepDown(from, memberId, now) : decideVote(from, memberId, now)
    if (!cast.ok) return cast
    const to = cast.value
    const event = {
      id: deps.random.id(),
      type: vote === 'decline' ? ('claim.panel-declined' as const) : ('claim.panel-voted' as const),
      at: now,
      community,
      claimId,
      data: { objectionId, voted: to.seats.filter(({ votedAt }) => votedAt !== undefined).length },
    }
    const stored = await deps.objections.vote({ from, to, event }, { memberId, vote, reason }, idempotency)
    if (stored.ok)
      return stored.value.kind === 'written'
        ? ok(to)
        : attempt(deps, { community, claimId, objectionId, memberId }, { vote, reason }, true)
    if (stored.error.code !== 'stale') return stored
  }
  return err({ code: 'overloaded', detail: 'The objection keeps changing; repeat the request.' })
}
