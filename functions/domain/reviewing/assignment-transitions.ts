import { addMilliseconds, type Instant } from '../shared/instant.ts'
import type { Refusal } from '../shared/refusal.ts'
import { err, ok, type Result } from '../shared/result.ts'
import type { ReviewAssignment } from './review-request.ts'
import { LEASE_HOURS, OFFER_HOURS } from './terms.ts'

export const ASSIGNMENT_STATES = [
  'offered',
  'taken',
  'answered',
  'retracted',
  'declined',
  'lapsed',
  'expired',
  'withdrawn',
] as const
export type AssignmentState = (typeof ASSIGNMENT_STATES)[number]

/** Who may take an assignment from one state to another; `undo`: the reviewer, who takes back what they did minutes ago. */
export const ASSIGNMENT_SIDES = ['reviewer', 'undo', 'learner', 'clock', 'claim'] as const
export type AssignmentSide = (typeof ASSIGNMENT_SIDES)[number]

/** Every allowed change of an assignment with the side that may make it; all others are refused. */
export const ASSIGNMENT_TRANSITIONS: readonly {
  readonly from: AssignmentState
  readonly to: AssignmentState
  readonly by: AssignmentSide
}[] = [
  { from: 'offered', to: 'taken', by: 'reviewer' },
  { from: 'offered', to: 'answered', by: 'reviewer' },
  { from: 'taken', to: 'answered', by: 'reviewer' },
  // Late, but drawn all the same: the lease only said for how long nobody else was asked in their place.
  { from: 'lapsed', to: 'answered', by: 'reviewer' },
  { from: 'offered', to: 'declined', by: 'reviewer' },
  { from: 'taken', to: 'declined', by: 'reviewer' },
  { from: 'answered', to: 'declined', by: 'reviewer' },
  { from: 'answered', to: 'retracted', by: 'reviewer' },
  { from: 'retracted', to: 'answered', by: 'reviewer' },
  { from: 'retracted', to: 'declined', by: 'reviewer' },
  { from: 'answered', to: 'offered', by: 'undo' },
  { from: 'answered', to: 'taken', by: 'undo' },
  { from: 'answered', to: 'retracted', by: 'undo' },
  { from: 'answered', to: 'declined', by: 'undo' },
  { from: 'declined', to: 'offered', by: 'undo' },
  { from: 'declined', to: 'taken', by: 'undo' },
  { from: 'declined', to: 'retracted', by: 'undo' },
  { from: 'declined', to: 'answered', by: 'undo' },
  { from: 'retracted', to: 'answered', by: 'undo' },
  { from: 'retracted', to: 'declined', by: 'undo' },
  { from: 'offered', to: 'lapsed', by: 'clock' },
  { from: 'taken', to: 'lapsed', by: 'clock' },
  { from: 'offered', to: 'expired', by: 'clock' },
  { from: 'taken', to: 'expired', by: 'clock' },
  { from: 'offered', to: 'withdrawn', by: 'learner' },
  { from: 'taken', to: 'withdrawn', by: 'learner' },
  { from: 'offered', to: 'withdrawn', by: 'claim' },
  { from: 'taken', to: 'withdrawn', by: 'claim' },
]

const HOUR_MILLISECONDS = 3_600_000

/** Whether an assignment still waits for its reviewer, and so weighs on them. */
export const isWaiting = (state: AssignmentState): boolean => state === 'offered' || state === 'taken'

/** Whether a side may take an assignment from one state to another. */
export const mayMoveAssignment = (from: AssignmentState, to: AssignmentState, by: AssignmentSide): boolean =>
  ASSIGNMENT_TRANSITIONS.some((row) => row.from === from && row.to === to && row.by === by)

/** One step of an assignment, to be stored only while it still is exactly `from`. */
export interface AssignmentChange {
  readonly from: ReviewAssignment
  readonly to: ReviewAssignment
}

/**
 * Takes an assignment to another state.
 *
 * @returns the change, or `review_request_closed` for a pair that the table does not hold.
 */
export function moveAssignment(
  from: ReviewAssignment,
  state: AssignmentState,
  by: AssignmentSide,
  at: Instant,
  more: Pick<ReviewAssignment, 'declineReason'> = {},
): Result<AssignmentChange, Refusal> {
  if (!mayMoveAssignment(from.state, state, by))
    return err({ code: 'review_request_closed', detail: `Your part in this request is ${from.state}.` })
  const { endedAt: _endedAt, ...begun } = from
  const next = { ...more, state, version: from.version + 1 }
  // Waiting again, it waits since when it was offered or taken.
  if (by === 'undo' && isWaiting(state)) return ok({ from, to: { ...begun, ...next } })
  const instant = state === 'taken' ? { takenAt: at } : { endedAt: at }
  return ok({ from, to: { ...from, ...instant, ...next } })
}

/** When whoever took a request no longer has it to themself. */
export const leaseEndsAt = (takenAt: Instant): Instant => addMilliseconds(takenAt, LEASE_HOURS * HOUR_MILLISECONDS)

/** When an offer that nobody took goes to somebody else. */
export const offerEndsAt = (offeredAt: Instant): Instant => addMilliseconds(offeredAt, OFFER_HOURS * HOUR_MILLISECONDS)

/**
 * Whether an endorsement by this person is one that the queue drew: they were drawn for the claim, and did not decline.
 *
 * @param assignment  Theirs for the claim, if they were ever asked.
 */
export const isDrawn = (assignment: ReviewAssignment | undefined): boolean =>
  assignment?.drawn === true && assignment.state !== 'declined'
