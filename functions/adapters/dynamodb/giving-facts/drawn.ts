import { EARNED_BY_AN_ANSWER } from '../../../domain/reviewing/ask-budget.ts'
import { isDrawn, moveAssignment } from '../../../domain/reviewing/assignment-transitions.ts'
import { toDueItem } from '../due-items.ts'
import { keys } from '../keys.ts'
import { parseItem } from '../reads.ts'
import { moveItems, ReviewAssignmentItemSchema } from '../review-items.ts'
import { put } from '../writes.ts'
import type { GivingFact } from './giving-fact.ts'

/**
 * Whether the queue drew the endorser for the claim. What they were asked is answered with the endorsement, or declined with
 * it, as one; then the clock looks whether the request needs anyone else.
 */
export const drawn: GivingFact = {
  keys: ({ claim, endorserId }) => [keys.reviewAssignment(endorserId, claim.id)],
  read({ claim, endorserId }, at) {
    const item = at(keys.reviewAssignment(endorserId, claim.id))
    return item && isDrawn(parseItem(ReviewAssignmentItemSchema, item)) ? { drawn: true } : {}
  },
  write({ claim, endorsement: { endorserId, changedAt, state, verdict } }, at) {
    const item = at(keys.reviewAssignment(endorserId, claim.id))
    if (!item || state !== 'given') return []
    const assignment = parseItem(ReviewAssignmentItemSchema, item)
    const moved = moveAssignment(assignment, verdict === 'decline' ? 'declined' : 'answered', 'reviewer', changedAt)
    if (!moved.ok) return []
    const items = moveItems(moved.value, EARNED_BY_AN_ANSWER)
    const ref = String(assignment.requestNumber)
    const due = { at: changedAt, kind: 'review-request', claimId: claim.id, ref, attempt: 0 } as const
    return [items.assignment, ...(items.reviewer ? [items.reviewer] : []), put(toDueItem(due, changedAt))]
  },
}
