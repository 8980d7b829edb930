import type { ClaimEvent, ClaimEventType } from '../endorsement/claim-event.ts'
import type { Id } from '../shared/ids.ts'
import type { Instant } from '../shared/instant.ts'
import type { ReviewAssignment, ReviewRequest } from './review-request.ts'

type ReviewEventType = Extract<ClaimEventType, `review.${string}`>

interface EventSeed {
  readonly id: Id
  readonly at: Instant
  readonly actorId?: Id | undefined
}

/** The event that records a step of a request. */
export const toRequestEvent = (
  type: ReviewEventType,
  request: ReviewRequest,
  { id, at, actorId }: EventSeed,
  data: ClaimEvent['data'] = {},
): ClaimEvent => ({
  id,
  type,
  at,
  community: request.community,
  claimId: request.claimId,
  ...(actorId === undefined ? {} : { actorId }),
  data: { requestId: request.id, ...data },
})

/** The event that records a step of what one peer is asked: who and what, never why. */
export const toAssignmentEvent = (
  type: ReviewEventType,
  assignment: ReviewAssignment,
  { id, at, actorId }: EventSeed,
): ClaimEvent => ({
  id,
  type,
  at,
  community: assignment.community,
  claimId: assignment.claimId,
  ...(actorId === undefined ? {} : { actorId }),
  data: { requestId: assignment.requestId, reviewerId: assignment.reviewerId, drawn: assignment.drawn },
})
