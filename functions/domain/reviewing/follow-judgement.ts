import type { Endorsement } from '../endorsement/endorsement.ts'
import { addDays, type Instant } from '../shared/instant.ts'
import { type AssignmentChange, leaseEndsAt, moveAssignment, offerEndsAt } from './assignment-transitions.ts'
import type { ReviewAssignment } from './review-request.ts'
import { EXPIRY_DAYS } from './terms.ts'

/**
 * What becomes of what somebody was asked when they judge the claim, revise their judgement or withdraw it. One that is
 * withdrawn within two weeks of the offer answers nothing any more: somebody else is asked. Later it has served its time.
 *
 * @returns `undefined` when it stays as it is.
 */
export function followJudgement(assignment: ReviewAssignment, next: Endorsement): AssignmentChange | undefined {
  const state = stateUnder(next)
  const { state: from, offeredAt } = assignment
  if (state === from || (from === 'answered' && !isOf(assignment, next))) return undefined
  if (state === 'retracted' && next.changedAt >= addDays(offeredAt, EXPIRY_DAYS)) return undefined
  return changeOf(moveAssignment(assignment, state, 'reviewer', next.changedAt))
}

/**
 * What becomes of what somebody was asked when they undo what they did last: it is as it was under `standing`. With nothing left
 * it waits for them again, unless their time has run out meanwhile.
 *
 * @param standing  What stands again, if anything does.
 * @returns `undefined` when it stays as it is, as when it did not follow what is undone.
 */
export function followUndoing(
  assignment: ReviewAssignment,
  undone: Endorsement,
  standing: Endorsement | undefined,
  now: Instant,
): AssignmentChange | undefined {
  if (assignment.state !== stateUnder(undone) || !isOf(assignment, undone)) return undefined
  const state = standing ? stateUnder(standing) : stateBefore(assignment, now)
  return state === assignment.state ? undefined : changeOf(moveAssignment(assignment, state, 'undo', now))
}

const changeOf = (moved: ReturnType<typeof moveAssignment>): AssignmentChange | undefined =>
  moved.ok ? moved.value : undefined

function stateUnder({ state, verdict }: Endorsement): 'answered' | 'declined' | 'retracted' {
  if (state !== 'given') return 'retracted'
  return verdict === 'decline' ? 'declined' : 'answered'
}

/** Whether it ended with this judgement, and not with one of earlier evidence. */
const isOf = ({ endedAt }: ReviewAssignment, { givenAt }: Endorsement): boolean =>
  endedAt !== undefined && endedAt >= givenAt

function stateBefore({ offeredAt, takenAt }: ReviewAssignment, now: Instant): 'offered' | 'taken' | 'retracted' {
  const endsAt = takenAt === undefined ? offerEndsAt(offeredAt) : leaseEndsAt(takenAt)
  if (now >= endsAt) return 'retracted'
  return takenAt === undefined ? 'offered' : 'taken'
}
