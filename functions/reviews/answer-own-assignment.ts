import type { Claim } from '../domain/endorsement/claim.ts'
import { refuseClosed } from '../domain/endorsement/give-endorsement.ts'
import { leaseEndsAt, moveAssignment } from '../domain/reviewing/assignment-transitions.ts'
import type { ReviewAssignment } from '../domain/reviewing/review-request.ts'
import { toAssignmentEvent } from '../domain/reviewing/to-review-event.ts'
import type { Id, Slug } from '../domain/shared/ids.ts'
import type { Refusal } from '../domain/shared/refusal.ts'
import { err, ok, type Result } from '../domain/shared/result.ts'
import { MAX_TRIES, type ReviewDeps } from './review-deps.ts'
import { requestDue } from './tend-review-request.ts'

type AnswerDeps = Pick<ReviewDeps, 'reviews' | 'claims' | 'random' | 'now'>

export interface OwnAssignmentInput {
  readonly community: Slug
  readonly claimId: Id
  readonly requestId: Id
  readonly actorId: Id
}

/** An assignment with the claim it is for. */
export interface OwnAssignment {
  readonly claim: Claim
  readonly assignment: ReviewAssignment
}

/**
 * Takes what the member was asked: for eight hours nobody else is asked in their place. Safe to repeat.
 *
 * Refused with `claim_not_found`, `review_request_not_found` for whoever was not asked, `claim_closed`, or
 * `review_request_closed` when it is past that.
 */
export const takeReview = (deps: AnswerDeps, input: OwnAssignmentInput): Promise<Result<OwnAssignment, Refusal>> =>
  changeOwn(deps, input, async ({ claim, assignment }) => {
    if (assignment.state === 'taken') return ok(assignment)
    if (claim.status !== 'open') return err(refuseClosed(claim))
    const at = deps.now()
    const moved = moveAssignment(assignment, 'taken', 'reviewer', at)
    if (!moved.ok) return moved
    const { claimId, reviewerId } = assignment
    const event = toAssignmentEvent('review.taken', moved.value.to, { id: deps.random.id(), at, actorId: reviewerId })
    const lease = { at: leaseEndsAt(at), kind: 'review-lease', claimId, ref: reviewerId, attempt: 0 } as const
    const stored = await deps.reviews.move(moved.value, event, lease)
    return stored.ok ? ok(moved.value.to) : stored
  })

/**
 * Will not judge; why is told to the learner alone, and somebody else is asked within a minute. Safe to repeat.
 *
 * Refused as {@link takeReview}, but also once the claim is over nobody needs to say more.
 */
export const declineReview = (
  deps: AnswerDeps,
  input: OwnAssignmentInput,
  reason: string | undefined,
): Promise<Result<OwnAssignment, Refusal>> =>
  changeOwn(deps, input, async ({ assignment }) => {
    if (assignment.state === 'declined') return ok(assignment)
    const at = deps.now()
    const words = reason === undefined ? {} : { declineReason: reason }
    const moved = moveAssignment(assignment, 'declined', 'reviewer', at, words)
    if (!moved.ok) return moved
    const actorId = assignment.reviewerId
    const event = toAssignmentEvent('review.declined', moved.value.to, { id: deps.random.id(), at, actorId })
    const request = { claimId: assignment.claimId, number: assignment.requestNumber }
    const stored = await deps.reviews.move(moved.value, event, requestDue(request, at))
    return stored.ok ? ok(moved.value.to) : stored
  })

async function changeOwn(
  deps: AnswerDeps,
  { community, claimId, requestId, actorId }: OwnAssignmentInput,
  change: (own: OwnAssignment) => Promise<Result<ReviewAssignment, Refusal>>,
): Promise<Result<OwnAssignment, Refusal>> {
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    const [claim, [assignment]] = await Promise.all([
      deps.claims.load(claimId),
      deps.reviews.loadAssignments(claimId, [actorId]),
    ])
    if (claim?.community !== community) return err({ code: 'claim_not_found' })
    if (assignment?.requestId !== requestId) return err({ code: 'review_request_not_found' })
    const changed = await change({ claim, assignment })
    if (changed.ok) return ok({ claim, assignment: changed.value })
    if (changed.error.code !== 'stale') return changed
  }
  return err({ code: 'overloaded', detail: 'The request keeps changing; repeat it.' })
}
