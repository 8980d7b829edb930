import type { Claim, PlantedFor } from '../domain/endorsement/claim.ts'
import { UNDO_MINUTES } from '../domain/endorsement/undo-endorsement.ts'
import { refundOf } from '../domain/reviewing/ask-budget.ts'
import {
  type AssignmentChange,
  type AssignmentSide,
  isWaiting,
  moveAssignment,
} from '../domain/reviewing/assignment-transitions.ts'
import type { ClosedAs, ReviewAssignment, ReviewRequest } from '../domain/reviewing/review-request.ts'
import { nextLookAt, progressOf, type Tending, tendClosed, tendRequest } from '../domain/reviewing/tend-request.ts'
import { toAssignmentEvent, toRequestEvent } from '../domain/reviewing/to-review-event.ts'
import { waitClassOf } from '../domain/reviewing/waits.ts'
import type { Id } from '../domain/shared/ids.ts'
import { addMilliseconds, type Instant } from '../domain/shared/instant.ts'
import type { Refusal } from '../domain/shared/refusal.ts'
import type { Result } from '../domain/shared/result.ts'
import type { DueItem } from '../ports/due-store.ts'
import { loadRule } from './load-review-context.ts'
import { offerReviews } from './offer-reviews.ts'
import { MAX_TRIES, type ReviewDeps } from './review-deps.ts'

const MINUTE_MILLISECONDS = 60_000

/** Whom a request was offered to in vain so often is asked of nobody further. */
const MAX_ASKED = 40

/**
 * Takes a request as far as it can go now: ends it, widens it, or asks more people; one that has ended goes on when answers to
 * it were taken back. Every step holds only while the
 * request is as it was read, so two at once, or one that stopped half-way, come to the same end.
 *
 * @returns when it, or the claim, has to be looked at again; `undefined` once nothing is left to do.
 * @throws A fault when it never rests; safe to repeat.
 */
export async function tendReviewRequest(deps: ReviewDeps, claimId: Id, number: number): Promise<DueItem | undefined> {
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    const [claim, requests] = await Promise.all([deps.claims.load(claimId), deps.reviews.loadRequests(claimId)])
    const request = requests.find((one) => one.number === number)
    if (!claim || !request) return undefined
    const assignments = await deps.reviews.loadAssignments(claimId, request.asked)
    if (request.state === 'closed') {
      if (await tendEnded(deps, claim, request, assignments))
        return followingOf(request, assignments, claim, deps.now())
      continue
    }
    const tending = tendRequest(request, assignments, claim.status, deps.now())
    if (tending.kind === 'close') {
      const by = tending.as === 'expired' ? 'clock' : 'claim'
      const spent = claim.status === 'withdrawn' ? await countSpent(deps, claim, assignments) : 0
      const closed = await closeReviewRequest(deps, claim, request, assignments, tending.as, by, spent)
      if (closed.ok) return followingOf(request, assignments, claim, deps.now())
      continue
    }
    if (needsNote(request, assignments, tending)) {
      await note(deps, request, assignments, tending)
      continue
    }
    if (claim.planted && tending.draw > 0 && request.asked.length > 0) return licenceDue(claim.planted, deps.now())
    const asked = requests.flatMap((one) => one.asked)
    const wanted = Math.min(tending.draw, MAX_ASKED - request.asked.length)
    if (wanted <= 0) return requestDue(request, nextLookAt(request, false, deps.now()))
    const rule = await loadRule(deps, claim)
    const offering = await offerReviews(deps, { request, claim, rule }, asked, wanted)
    if (offering.kind === 'stale') continue
    const isShort = offering.offered < wanted
    return requestDue(request, nextLookAt(offering.request, isShort, deps.now()))
  }
  throw new Error(`review request ${number} of claim ${claimId} kept changing; it is tried again later`)
}

/**
 * After one that the rule asked for: whether the decision still lacks an opinion that the queue can bring. After a planted
 * sample: what was said of it. Asked whenever the request is found closed, so that whoever closed it and stopped there need
 * not have.
 */
function followingOf(
  { source }: ReviewRequest,
  assignments: readonly ReviewAssignment[],
  { id, status, planted }: Claim,
  at: Instant,
): DueItem | undefined {
  if (status !== 'open') return undefined
  if (planted) return licenceDue(planted, settlesAt(assignments, at))
  return source === 'rule' ? { at, kind: 'review-further', claimId: id, attempt: 0 } : undefined
}

/** Has the clock look at the licence that a sample keeps alive: its holder has answered, or will not. */
const licenceDue = ({ licenceClaimId }: PlantedFor, at: Instant): DueItem => ({
  at,
  kind: 'licence',
  claimId: licenceClaimId,
  attempt: 0,
})

/** From when on an answer can no longer be undone. */
const settlesAt = (assignments: readonly ReviewAssignment[], now: Instant): Instant =>
  addMilliseconds(progressOf(assignments).firstAnsweredAt ?? now, UNDO_MINUTES * MINUTE_MILLISECONDS)

/** When a request is looked at. */
export const requestDue = ({ claimId, number }: Pick<ReviewRequest, 'claimId' | 'number'>, at: Instant): DueItem => ({
  at,
  kind: 'review-request',
  claimId,
  ref: String(number),
  attempt: 0,
})

const needsNote = (
  { firstAnsweredAt }: ReviewRequest,
  assignments: readonly ReviewAssignment[],
  { widen }: Extract<Tending, { kind: 'keep' }>,
): boolean =>
  widen.length > 0 || (firstAnsweredAt === undefined && progressOf(assignments).firstAnsweredAt !== undefined)

/** Notes in the request that it is widened, and when it was first answered. */
async function note(
  { reviews, random, now }: ReviewDeps,
  from: ReviewRequest,
  assignments: readonly ReviewAssignment[],
  { widen }: Extract<Tending, { kind: 'keep' }>,
): Promise<void> {
  const { answered, waitClass } = firstAnswer(from, assignments)
  const to = { ...from, ...answered, widened: [...from.widened, ...widen], version: from.version + 1 }
  const event = widen.length > 0 ? toRequestEvent('review.widened', to, { id: random.id(), at: now() }) : undefined
  await reviews.change({ from, to }, event, waitClass)
}

/** The first answer, when the request does not say yet that there is one. */
function firstAnswer(request: ReviewRequest, assignments: readonly ReviewAssignment[]) {
  const { firstAnsweredAt } = progressOf(assignments)
  if (request.firstAnsweredAt !== undefined || firstAnsweredAt === undefined)
    return { answered: {}, waitClass: undefined }
  return { answered: { firstAnsweredAt }, waitClass: waitClassOf(request.askedAt, firstAnsweredAt) }
}

/**
 * Looks after a request that has ended, when answers to it were taken back since.
 *
 * @returns whether nothing is left to do; false when it is open again, or changed meanwhile.
 */
async function tendEnded(
  deps: ReviewDeps,
  claim: Claim,
  from: ReviewRequest,
  assignments: readonly ReviewAssignment[],
): Promise<boolean> {
  const at = deps.now()
  const next = tendClosed(from, assignments, claim.status, at)
  switch (next.kind) {
    case 'rest':
      return true
    case 'settle': {
      const taken = letGo(assignments, 'claim', at)
      const to = { ...from, paid: from.paid - next.refund, version: from.version + 1 }
      const refund = { memberId: claim.learnerId, asks: next.refund }
      return (await deps.reviews.close({ from, to }, taken, toLetGoEvents(deps, taken, at), refund)).ok
    }
    case 'reopen': {
      const { closedAs: _closedAs, closedAt: _closedAt, ...rest } = from
      const to: ReviewRequest = { ...rest, state: 'open', version: from.version + 1 }
      await deps.reviews.change({ from, to }, toRequestEvent('review.reopened', to, { id: deps.random.id(), at }))
      return false
    }
  }
}

const letGo = (
  assignments: readonly ReviewAssignment[],
  by: Exclude<AssignmentSide, 'reviewer' | 'undo'>,
  at: Instant,
): readonly AssignmentChange[] =>
  assignments.flatMap((assignment) => {
    if (!isWaiting(assignment.state)) return []
    const moved = moveAssignment(assignment, by === 'clock' ? 'expired' : 'withdrawn', by, at)
    return moved.ok ? [moved.value] : []
  })

const toLetGoEvents = (
  { random }: Pick<ReviewDeps, 'random'>,
  taken: readonly AssignmentChange[],
  at: Instant,
  actorId?: Id,
) => taken.map(({ to }) => toAssignmentEvent('review.withdrawn', to, { id: random.id(), at, actorId }))

/**
 * How much of what a request took is not given back when its learner takes it, or the claim, back: where the rule counts on who is
 * drawn, whoever was; else one could draw until it is a friend.
 */
export async function countSpent(
  deps: Pick<ReviewDeps, 'achievements'>,
  claim: Claim,
  assignments: readonly ReviewAssignment[],
): Promise<number> {
  const { policy } = await loadRule(deps, claim)
  const isByLot = (policy.independence?.minDrawn ?? 0) > 0
  return isByLot ? assignments.filter(({ drawn }) => drawn).length : 0
}

/**
 * Ends a request: whoever still has it is let go, and what was paid for and not answered is given back.
 *
 * @param spent  How many of those it was paid for are not given back, answered or not.
 */
export function closeReviewRequest(
  deps: Pick<ReviewDeps, 'reviews' | 'random' | 'now'>,
  { learnerId }: Pick<Claim, 'learnerId'>,
  from: ReviewRequest,
  assignments: readonly ReviewAssignment[],
  closedAs: ClosedAs,
  by: Exclude<AssignmentSide, 'reviewer' | 'undo'>,
  spent = 0,
): Promise<Result<void, Refusal>> {
  const at = deps.now()
  const taken = letGo(assignments, by, at)
  const { answered, waitClass } = firstAnswer(from, assignments)
  const asks = refundOf(from.paid, Math.max(spent, progressOf(assignments).answered))
  const to: ReviewRequest = {
    ...from,
    ...answered,
    state: 'closed',
    closedAs,
    closedAt: at,
    paid: from.paid - asks,
    version: from.version + 1,
  }
  const actorId = by === 'learner' ? learnerId : undefined
  const events = [
    toRequestEvent('review.closed', to, { id: deps.random.id(), at, actorId }, { as: closedAs }),
    ...toLetGoEvents(deps, taken, at, actorId),
  ]
  return deps.reviews.close({ from, to }, taken, events, { memberId: learnerId, asks }, waitClass)
}
