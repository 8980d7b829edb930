import type { Endorsement } from '../../../domain/endorsement/endorsement.ts'
import {
  type AssignmentChange,
  isDrawn,
  leaseEndsAt,
  offerEndsAt,
} from '../../../domain/reviewing/assignment-transitions.ts'
import { followJudgement, followUndoing } from '../../../domain/reviewing/follow-judgement.ts'
import type { ReviewAssignment } from '../../../domain/reviewing/review-request.ts'
import type { Instant } from '../../../domain/shared/instant.ts'
import { toDueItem } from '../due-items.ts'
import { keys } from '../keys.ts'
import { parseItem } from '../reads.ts'
import { moveItems, ReviewAssignmentItemSchema } from '../review-items.ts'
import type { TransactItem } from '../transact.ts'
import { put } from '../writes.ts'
import type { GivingFact, ItemAt } from './giving-fact.ts'

/**
 * Whether the queue drew the endorser for the claim. What they were asked is answered, declined or taken back with the
 * endorsement, as one; then the clock looks whether the request needs anyone else.
 */
export const drawn: GivingFact = {
  keys: ({ claim, endorserId }) => [keys.reviewAssignment(endorserId, claim.id)],
  read({ claim, endorserId }, at) {
    const item = at(keys.reviewAssignment(endorserId, claim.id))
    return item && isDrawn(parseItem(ReviewAssignmentItemSchema, item)) ? { drawn: true } : {}
  },
  write({ endorsement }, at) {
    const assignment = assignmentOf(endorsement, at)
    return assignment ? followItems(followJudgement(assignment, endorsement), endorsement.changedAt) : []
  },
}

/** What undoing writes of what the endorser was asked: what an answer earned is given back with it. */
export function undoDrawn(
  undone: Endorsement,
  standing: Endorsement | undefined,
  now: Instant,
  at: ItemAt,
): readonly TransactItem[] {
  const assignment = assignmentOf(undone, at)
  return assignment ? followItems(followUndoing(assignment, undone, standing, now), now) : []
}

function assignmentOf({ endorserId, claimId }: Endorsement, at: ItemAt): ReviewAssignment | undefined {
  const item = at(keys.reviewAssignment(endorserId, claimId))
  return item && parseItem(ReviewAssignmentItemSchema, item)
}

function followItems(change: AssignmentChange | undefined, now: Instant): readonly TransactItem[] {
  if (!change) return []
  const { claimId, requestNumber, reviewerId, state, offeredAt, takenAt } = change.to
  const items = moveItems(change)
  const look = { at: now, kind: 'review-request', claimId, ref: String(requestNumber), attempt: 0 } as const
  const own = { claimId, ref: reviewerId, attempt: 0 }
  return [
    items.assignment,
    ...(items.reviewer ? [items.reviewer] : []),
    put(toDueItem(look, now)),
    // What was on the clock for it may have found it answered, and gone.
    ...(state === 'offered' ? [put(toDueItem({ ...own, at: offerEndsAt(offeredAt), kind: 'review-offer' }, now))] : []),
    ...(state === 'taken' && takenAt !== undefined
      ? [put(toDueItem({ ...own, at: leaseEndsAt(takenAt), kind: 'review-lease' }, now))]
      : []),
  ]
}
