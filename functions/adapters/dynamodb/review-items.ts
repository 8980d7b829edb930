import { z } from 'zod'
import { EARNED_BY_AN_ANSWER, FIRST_ASKS } from '../../domain/reviewing/ask-budget.ts'
import { ASSIGNMENT_STATES, type AssignmentChange, isWaiting } from '../../domain/reviewing/assignment-transitions.ts'
import type { ReviewAssignment, Reviewer, ReviewReason, ReviewRequest } from '../../domain/reviewing/review-request.ts'
import type { Id } from '../../domain/shared/ids.ts'
import type { ReviewOffer } from '../../ports/review-store.ts'
import { keys } from './keys.ts'
import { stored } from './stored-fields.ts'
import type { TransactItem } from './transact.ts'
import { IF_NEW, type Item, ifVersion, put } from './writes.ts'

const ReasonSchema: z.ZodType<ReviewReason> = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('challenge'), challengeId: z.string() }),
  z.object({ kind: z.literal('neighbour-challenge'), challengeId: z.string() }),
  z.object({ kind: z.literal('licensed') }),
  z.object({ kind: z.literal('skills'), skills: z.array(z.string()) }),
  z.object({ kind: z.literal('language'), language: z.string() }),
  z.object({ kind: z.literal('load'), open: stored.count }),
  z.object({ kind: z.literal('asked-by-name') }),
])

/** A stored review request. */
export const ReviewRequestItemSchema = z
  .object({
    requestId: z.string(),
    claimId: z.string(),
    community: stored.slug,
    number: stored.version,
    source: z.enum(['learner', 'rule']),
    wanted: stored.version,
    named: z.array(z.string()),
    languages: z.array(z.string()),
    asked: z.array(z.string()),
    state: z.enum(['open', 'closed']),
    closedAs: z.enum(['answered', 'claim-ended', 'expired', 'withdrawn']).optional(),
    widened: z.array(z.enum(['languages', 'neighbours', 'load'])),
    askedAt: stored.instant,
    firstAnsweredAt: stored.instant.optional(),
    closedAt: stored.instant.optional(),
    paid: stored.count,
    version: stored.version,
  })
  .transform(({ requestId, ...rest }): ReviewRequest => ({ id: requestId, ...rest }))

/** A review request as stored. */
export const toRequestItem = ({ id, ...rest }: ReviewRequest): Item => ({
  ...keys.reviewRequest(rest.claimId, rest.number),
  entity: 'review-request',
  requestId: id,
  ...rest,
})

/** A stored assignment. */
export const ReviewAssignmentItemSchema = z.object({
  claimId: z.string(),
  community: stored.slug,
  reviewerId: z.string(),
  requestId: z.string(),
  requestNumber: stored.version,
  drawn: z.boolean(),
  reasons: z.array(ReasonSchema),
  state: z.enum(ASSIGNMENT_STATES),
  offeredAt: stored.instant,
  remindedAt: stored.instant.optional(),
  takenAt: stored.instant.optional(),
  endedAt: stored.instant.optional(),
  declineReason: z.string().optional(),
  version: stored.version,
}) satisfies z.ZodType<ReviewAssignment>

const toAssignmentItem = (assignment: ReviewAssignment): Item => ({
  ...keys.reviewAssignment(assignment.reviewerId, assignment.claimId),
  entity: 'review-assignment',
  ...assignment,
})

/** What the queue keeps of somebody, as stored. */
export const ReviewerItemSchema = z
  .object({
    memberId: z.string(),
    openClaims: z.set(z.string()).optional(),
    drawnAt: stored.instant.optional(),
    pausedUntil: stored.instant.optional(),
    asksLeft: z.int().optional(),
    freeAskAt: stored.instant.optional(),
  })
  .transform(({ openClaims = new Set<string>(), ...rest }): Reviewer => ({ ...rest, open: [...openClaims].sort() }))

/** Updates what is kept of somebody, made when there is none. */
export const updateReviewer = (
  memberId: Id,
  { set = '', rest = '', condition, values }: ReviewerUpdate,
): TransactItem => ({
  Update: {
    TableName: '',
    Key: keys.reviewer(memberId),
    UpdateExpression: `SET entity = :entity, memberId = :memberId${set === '' ? '' : `, ${set}`} ${rest}`.trim(),
    ...(condition === undefined ? {} : { ConditionExpression: condition }),
    ExpressionAttributeValues: { ':entity': 'reviewer', ':memberId': memberId, ...values },
  },
})

interface ReviewerUpdate {
  /** Further clauses of SET. */
  readonly set?: string
  /** Other actions: ADD, DELETE, REMOVE. */
  readonly rest?: string
  readonly condition?: string
  readonly values: Record<string, unknown>
}

/** Puts a new assignment on whoever it is for: once for a claim, and never beyond their limit or into their pause. */
export const offerItems = ({ assignment, openLimit }: Pick<ReviewOffer, 'assignment' | 'openLimit'>) => ({
  assignment: put(toAssignmentItem(assignment), IF_NEW),
  reviewer: updateReviewer(assignment.reviewerId, {
    set: assignment.drawn ? 'drawnAt = :now' : '',
    rest: 'ADD openClaims :claims',
    condition:
      '(attribute_not_exists(openClaims) OR size(openClaims) < :limit) AND (attribute_not_exists(pausedUntil) OR pausedUntil <= :now)',
    values: { ':claims': new Set([assignment.claimId]), ':limit': openLimit, ':now': assignment.offeredAt },
  }),
})

/**
 * Puts an assignment in place of what it was. One that no longer waits stops weighing on its reviewer, who earns what an
 * answer earns; one that waits again weighs again, and an answer that is taken back takes along what it earned: who has spent
 * that already owes it. Both items are the reviewer's own.
 */
export function moveItems({ from, to }: AssignmentChange) {
  const waits = Number(isWaiting(to.state)) - Number(isWaiting(from.state))
  const answers = Number(to.state === 'answered') - Number(from.state === 'answered')
  return {
    assignment: put(toAssignmentItem(to), ifVersion(from.version)),
    reviewer:
      waits === 0 && answers === 0
        ? undefined
        : updateReviewer(to.reviewerId, {
            set: answers === 0 ? '' : 'asksLeft = if_not_exists(asksLeft, :first) + :earned',
            rest: `${waits > 0 ? 'ADD' : 'DELETE'} openClaims :claims`,
            values: {
              ':claims': new Set([to.claimId]),
              ...(answers === 0 ? {} : { ':first': FIRST_ASKS, ':earned': answers * EARNED_BY_AN_ANSWER }),
            },
          }),
  }
}
