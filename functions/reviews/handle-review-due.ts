import { isWaiting, leaseEndsAt, moveAssignment, offerEndsAt } from '../domain/reviewing/assignment-transitions.ts'
import type { ReviewAssignment } from '../domain/reviewing/review-request.ts'
import { toAssignmentEvent } from '../domain/reviewing/to-review-event.ts'
import { addMilliseconds, type Instant } from '../domain/shared/instant.ts'
import type { DueItem } from '../ports/due-store.ts'
import { askFurtherOpinion } from './ask-further-opinion.ts'
import { type FillPoolDeps, fillPool } from './fill-pool.ts'
import { offerDue } from './offer-reviews.ts'
import type { ReviewDeps } from './review-deps.ts'
import { requestDue, tendReviewRequest } from './tend-review-request.ts'

const MINUTE_MILLISECONDS = 60_000

/** Does what is due for the reviewing queue; returns what has to be looked at again. Safe to repeat and to run twice. */
export async function handleReviewDue(deps: ReviewDeps & FillPoolDeps, item: DueItem): Promise<DueItem | undefined> {
  switch (item.kind) {
    case 'review-request':
      return tendReviewRequest(deps, item.claimId, Number(item.ref))
    case 'review-further':
      return askFurtherOpinion(deps, item.claimId)
    case 'review-offer':
    case 'review-lease': {
      const [assignment] = await deps.reviews.loadAssignments(item.claimId, item.ref === undefined ? [] : [item.ref])
      if (!assignment) return tendRequestOf(deps, item)
      if (!isWaiting(assignment.state)) return undefined
      return item.kind === 'review-lease' ? endLease(deps, item, assignment) : lookAtOffer(deps, item, assignment)
    }
    case 'review-pool':
      return fillPool(deps, item)
    default:
      throw new TypeError(`${item.kind} is not the queue's business`)
  }
}

/** Whoever was asked is erased, with what they were asked: somebody else is asked in their place. */
async function tendRequestOf(deps: ReviewDeps, { claimId, ref = '' }: DueItem): Promise<DueItem | undefined> {
  const requests = await deps.reviews.loadRequests(claimId)
  const request = requests.find(({ asked }) => asked.includes(ref))
  return request && requestDue(request, deps.now())
}

/** A day after the offer: a reminder. Three days after it: the offer lapses, and somebody else is asked. */
async function lookAtOffer(
  deps: ReviewDeps,
  item: DueItem,
  assignment: ReviewAssignment,
): Promise<DueItem | undefined> {
  if (assignment.state !== 'offered') return undefined
  const lapsesAt = offerEndsAt(assignment.offeredAt)
  const at = deps.now()
  if (at >= lapsesAt) return lapse(deps, item, assignment, at)
  if (assignment.remindedAt !== undefined) return offerDue(assignment, lapsesAt)
  const to = { ...assignment, remindedAt: at, version: assignment.version + 1 }
  const event = toAssignmentEvent('review.reminded', to, { id: deps.random.id(), at })
  const reminded = await deps.reviews.move({ from: assignment, to }, event, offerDue(assignment, lapsesAt))
  return reminded.ok ? undefined : again(item, at)
}

async function endLease(deps: ReviewDeps, item: DueItem, assignment: ReviewAssignment): Promise<DueItem | undefined> {
  if (assignment.takenAt === undefined) return undefined
  const endsAt = leaseEndsAt(assignment.takenAt)
  const at = deps.now()
  return at < endsAt ? { ...item, at: endsAt } : lapse(deps, item, assignment, at)
}

async function lapse(
  deps: ReviewDeps,
  item: DueItem,
  assignment: ReviewAssignment,
  at: Instant,
): Promise<DueItem | undefined> {
  const moved = moveAssignment(assignment, 'lapsed', 'clock', at)
  if (!moved.ok) return undefined
  const event = toAssignmentEvent('review.lapsed', moved.value.to, { id: deps.random.id(), at })
  const request = { claimId: assignment.claimId, number: assignment.requestNumber }
  const lapsed = await deps.reviews.move(moved.value, event, requestDue(request, at))
  return lapsed.ok ? undefined : again(item, at)
}

/** It moved meanwhile: looked at once more in a minute. */
const again = (item: DueItem, at: Instant): DueItem => ({ ...item, at: addMilliseconds(at, MINUTE_MILLISECONDS) })
