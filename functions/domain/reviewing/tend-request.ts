import type { ClaimStatus } from '../endorsement/claim.ts'
import { addDays, addMilliseconds, type Instant } from '../shared/instant.ts'
import { refundOf } from './ask-budget.ts'
import { isWaiting } from './assignment-transitions.ts'
import type { ClosedAs, ReviewAssignment, ReviewRequest, Widening } from './review-request.ts'
import { EXPIRY_DAYS, LOOK_AGAIN_MINUTES, WIDEN_HOURS } from './terms.ts'

const MINUTE_MILLISECONDS = 60_000
const HOUR_MILLISECONDS = 60 * MINUTE_MILLISECONDS

/** What an open request needs now. */
export type Tending =
  | { readonly kind: 'close'; readonly as: ClosedAs }
  | {
      readonly kind: 'keep'
      /** What the request is to be opened up to first. */
      readonly widen: readonly Widening[]
      /** How many people are still to be asked. */
      readonly draw: number
    }

/** What a request that has ended needs now. */
export type Aftermath =
  /** It ended with answers of which some were taken back since: it goes on. */
  | { readonly kind: 'reopen' }
  /** Whoever waits still is let go, and what it took for answers that are gone is given back. */
  | { readonly kind: 'settle'; readonly refund: number }
  | { readonly kind: 'rest' }

/** How far a request has come. */
export interface Progress {
  readonly answered: number
  readonly waiting: number
  readonly firstAnsweredAt: Instant | undefined
}

export function progressOf(assignments: readonly ReviewAssignment[]): Progress {
  const answered = assignments.filter(({ state }) => state === 'answered')
  return {
    answered: answered.length,
    waiting: assignments.filter(({ state }) => isWaiting(state)).length,
    firstAnsweredAt: answered
      .flatMap(({ endedAt }) => endedAt ?? [])
      .sort()
      .at(0),
  }
}

/** States in which a claim may still gather judgements, now or after a revision. */
const isGathering = (status: ClaimStatus): boolean =>
  status === 'open' || status === 'revision' || status === 'contested'

/**
 * Decides what becomes of an open request: a claim that is met or over ends it, so do all its answers and two weeks; after
 * three days with too few answers the pool widens, once; and whoever declined or let it lapse is replaced. While the claim is
 * being revised or contested nobody is asked.
 *
 * @param assignments  Everyone the request was offered to.
 */
export function tendRequest(
  request: ReviewRequest,
  assignments: readonly ReviewAssignment[],
  status: ClaimStatus,
  now: Instant,
): Tending {
  const { answered, waiting } = progressOf(assignments)
  if (!isGathering(status)) return { kind: 'close', as: 'claim-ended' }
  if (answered >= request.wanted) return { kind: 'close', as: 'answered' }
  if (now >= expiresAt(request)) return { kind: 'close', as: 'expired' }
  const widen = now >= widensAt(request) && request.widened.length === 0 ? WIDENED : []
  return { kind: 'keep', widen, draw: status === 'open' ? Math.max(0, request.wanted - answered - waiting) : 0 }
}

/**
 * Decides what becomes of a request that has ended, once answers to it were taken back or erased: it is asked again while it
 * lacks them and its time is not over, and else costs what was answered.
 */
export function tendClosed(
  request: ReviewRequest,
  assignments: readonly ReviewAssignment[],
  status: ClaimStatus,
  now: Instant,
): Aftermath {
  const { answered, waiting } = progressOf(assignments)
  const isLacking = request.closedAs === 'answered' && answered < request.wanted
  if (isLacking && isGathering(status) && now < expiresAt(request)) return { kind: 'reopen' }
  // What a learner took back, the claim or the request, was settled then.
  const isTakenBack = request.closedAs === 'withdrawn' || status === 'withdrawn'
  const refund = isTakenBack ? 0 : refundOf(request.paid, answered)
  return waiting > 0 || refund > 0 ? { kind: 'settle', refund } : { kind: 'rest' }
}

/** Languages, neighbouring challenges and load; the standard never. */
const WIDENED: readonly Widening[] = ['languages', 'neighbours', 'load']

/** When a request is opened up to more people, if it still waits. */
export const widensAt = ({ askedAt }: Pick<ReviewRequest, 'askedAt'>): Instant =>
  addMilliseconds(askedAt, WIDEN_HOURS * HOUR_MILLISECONDS)

/** When a request ends that nobody answered. */
export const expiresAt = ({ askedAt }: Pick<ReviewRequest, 'askedAt'>): Instant => addDays(askedAt, EXPIRY_DAYS)

/**
 * When an open request has to be looked at again.
 *
 * @param isShort  Whether fewer people were found than are wanted.
 */
export function nextLookAt(request: ReviewRequest, isShort: boolean, now: Instant): Instant {
  const soon = isShort ? [addMilliseconds(now, LOOK_AGAIN_MINUTES * MINUTE_MILLISECONDS)] : []
  const widening = request.widened.length === 0 ? [widensAt(request)] : []
  const [first] = [...soon, ...widening, expiresAt(request)].filter((at) => at > now).sort()
  return first ?? now
}
