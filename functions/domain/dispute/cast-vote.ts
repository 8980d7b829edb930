import type { Id } from '../shared/ids.ts'
import type { Instant } from '../shared/instant.ts'
import type { Refusal } from '../shared/refusal.ts'
import { err, ok, type Result } from '../shared/result.ts'
import { isProlonged, type Objection, type Seat } from './objection.ts'

/**
 * A member of the panel votes, once and for good. How, is stored apart from the objection and shown to nobody until it is settled.
 *
 * @returns the objection with the place marked as voted; `not_on_panel`, `objection_settled` or `already_voted` as refusals.
 */
export const castVote = (objection: Objection, memberId: Id, now: Instant): Result<Objection, Refusal> =>
  mark(objection, memberId, { votedAt: now }, now)

/**
 * A member of the panel will not settle it, as someone who knows the people too well should not. Someone else is drawn at once, while
 * that is done; refused as a vote is.
 */
export const stepDown = (objection: Objection, memberId: Id, now: Instant): Result<Objection, Refusal> =>
  mark(objection, memberId, { declinedAt: now }, now)

function mark(
  objection: Objection,
  memberId: Id,
  what: Pick<Seat, 'votedAt' | 'declinedAt'>,
  now: Instant,
): Result<Objection, Refusal> {
  const seat = objection.seats.find((one) => one.memberId === memberId)
  if (!seat) return err({ code: 'not_on_panel', detail: 'Only those who were drawn vote on it.' })
  if (objection.status !== 'raised') return err({ code: 'objection_settled' })
  if (seat.declinedAt !== undefined) return err({ code: 'not_on_panel', detail: 'You declined to settle it.' })
  if (seat.replacedAt !== undefined)
    return err({ code: 'not_on_panel', detail: 'The time to vote was over, and someone else was drawn.' })
  if (seat.votedAt !== undefined) return err({ code: 'already_voted' })
  if (isProlonged(objection) && objection.decideBy !== undefined && now >= objection.decideBy)
    return err({ code: 'objection_settled', detail: 'The time to vote is over.' })
  return ok({
    ...objection,
    seats: objection.seats.map((one) => (one === seat ? { ...one, ...what } : one)),
    version: objection.version + 1,
  })
}
