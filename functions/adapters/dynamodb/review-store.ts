import { z } from 'zod'
import { FIRST_ASKS, FREE_ASK_DAYS } from '../../domain/reviewing/ask-budget.ts'
import type { ReviewAssignment } from '../../domain/reviewing/review-request.ts'
import { WAIT_CLASS_HOURS } from '../../domain/reviewing/waits.ts'
import type { Id, Slug } from '../../domain/shared/ids.ts'
import { addDays, type Instant } from '../../domain/shared/instant.ts'
import type { Refusal } from '../../domain/shared/refusal.ts'
import { err, ok } from '../../domain/shared/result.ts'
import type { OfferOutcome, RequestChange, ReviewAsking, ReviewOffer, ReviewStore } from '../../ports/review-store.ts'
import { putEvent } from './claim-items.ts'
import { putCommunityEvent } from './community-events.ts'
import { toDueItem } from './due-items.ts'
import { writeOnce } from './idempotency.ts'
import { keys, ranges } from './keys.ts'
import { loadBatch, loadRange, parseItem } from './reads.ts'
import {
  moveItems,
  offerItems,
  ReviewAssignmentItemSchema,
  ReviewerItemSchema,
  ReviewRequestItemSchema,
  toRequestItem,
  updateReviewer,
} from './review-items.ts'
import type { StoreDeps } from './store-deps.ts'
import { type TransactItem, type TransactItems, transact } from './transact.ts'
import { IF_NEW, ifVersion, put } from './writes.ts'

const STALE: Refusal = { code: 'stale', detail: 'It changed meanwhile; read it again.' }

/**
 * Review requests in DynamoDB: each lies with its claim and holds ids and numbers only; what one peer is asked lies with that
 * peer, who can be erased, beside one item with what waits for them and what is left of their budget.
 *
 * @throws StoreOverloaded when the table does not answer in time.
 */
export function dynamoReviewStore(deps: StoreDeps): ReviewStore {
  const loadAssignments = async (pairs: readonly (readonly [reviewerId: Id, claimId: Id])[]) => {
    const items = await loadBatch(
      deps,
      [...pairs].map(([reviewerId, claimId]) => keys.reviewAssignment(reviewerId, claimId)),
    )
    return items.map((item): ReviewAssignment => parseItem(ReviewAssignmentItemSchema, item))
  }
  return {
    loadRequests: (claimId) => loadRange(deps, ranges.reviewRequests(claimId), ReviewRequestItemSchema),
    loadAssignments: (claimId, reviewerIds) => loadAssignments([...new Set(reviewerIds)].map((id) => [id, claimId])),
    loadWaiting: ({ memberId, open }) => loadAssignments(open.map((claimId) => [memberId, claimId])),
    async loadReviewers(ids) {
      const items = await loadBatch(deps, [...new Set(ids)].map(keys.reviewer))
      const reviewers = items.map((item) => parseItem(ReviewerItemSchema, item))
      return new Map(reviewers.map((reviewer) => [reviewer.memberId, reviewer]))
    },
    ask: (asking) => ask(deps, asking),
    offer: (change, offers) => offer(deps, change, offers),
    async move(change, event, due) {
      const failed = await transact(deps, {
        ...moveItems(change),
        event: putEvent(event),
        due: due && put(toDueItem(due, deps.now())),
      })
      return failed === undefined ? ok(undefined) : err(STALE)
    },
    async change(change, event, waitClass) {
      const failed = await transact(deps, {
        request: putRequest(change),
        event: event && putEvent(event),
        wait: countWait(change, waitClass),
      })
      return failed === undefined ? ok(undefined) : err(STALE)
    },
    async close(change, taken, events, refund, waitClass) {
      const moves = taken.map(moveItems)
      const items = {
        request: putRequest(change),
        assignments: moves.map(({ assignment }) => assignment),
        reviewers: moves.flatMap(({ reviewer }) => reviewer ?? []),
        events: events.map(putEvent),
        refund: refund && refund.asks > 0 ? giveBack(refund) : undefined,
        wait: countWait(change, waitClass),
      }
      // Nothing is given back to somebody who was erased meanwhile.
      const failed = await transact(deps, items, 'refund')
      return failed === undefined ? ok(undefined) : err(STALE)
    },
    async pause(memberId, until, event) {
      await transact(deps, {
        reviewer: updateReviewer(
          memberId,
          until === undefined
            ? { rest: 'REMOVE pausedUntil', values: {} }
            : { set: 'pausedUntil = :until', values: { ':until': until } },
        ),
        event: putCommunityEvent(event),
      })
    },
    loadWaits: (community, now) => loadWaits(deps, community, now),
  }
}

const putRequest = ({ from, to }: RequestChange): TransactItem => put(toRequestItem(to), ifVersion(from.version))

const ask = (deps: StoreDeps, { request, payment, event, due, idempotency }: ReviewAsking) =>
  writeOnce(deps, {
    id: request.id,
    idempotency,
    items: {
      request: put(toRequestItem(request), IF_NEW),
      event: putEvent(event),
      due: put(toDueItem(due, deps.now())),
      budget: payment && event.actorId !== undefined ? pay(event.actorId, payment, request.askedAt) : undefined,
    },
    refuse: () => err(STALE),
  })

const pay = (memberId: Id, payment: NonNullable<ReviewAsking['payment']>, at: Instant): TransactItem =>
  payment.kind === 'budget'
    ? updateReviewer(memberId, {
        set: 'asksLeft = if_not_exists(asksLeft, :first) - :asks',
        condition: 'attribute_not_exists(asksLeft) OR asksLeft >= :asks',
        values: { ':first': FIRST_ASKS, ':asks': payment.asks },
      })
    : updateReviewer(memberId, {
        set: 'freeAskAt = :at',
        condition: 'asksLeft <= :none AND (attribute_not_exists(freeAskAt) OR freeAskAt <= :before)',
        values: { ':none': 0, ':at': at, ':before': addDays(at, -FREE_ASK_DAYS) },
      })

const giveBack = ({ memberId, asks }: { readonly memberId: Id; readonly asks: number }): TransactItem =>
  updateReviewer(memberId, {
    set: 'asksLeft = if_not_exists(asksLeft, :first) + :asks',
    condition: 'attribute_exists(pk)',
    values: { ':first': FIRST_ASKS, ':asks': asks },
  })

async function offer(deps: StoreDeps, change: RequestChange, offers: readonly ReviewOffer[]): Promise<OfferOutcome> {
  const items: Record<string, TransactItem> = { request: putRequest(change) }
  for (const one of offers) {
    const { reviewerId } = one.assignment
    const { assignment, reviewer } = offerItems(one)
    items[`assignment ${reviewerId}`] = assignment
    items[`reviewer ${reviewerId}`] = reviewer
    items[`event ${reviewerId}`] = putEvent(one.event)
    items[`due ${reviewerId}`] = put(toDueItem(one.due, deps.now()))
  }
  const failed = await transact<string>(deps, items satisfies TransactItems<string>)
  if (failed === undefined) return { kind: 'made' }
  const unavailable = new Set(
    Object.keys(failed).flatMap((label) => /^(?:assignment|reviewer) (.+)$/.exec(label)?.[1] ?? []),
  )
  if (failed['request'] !== undefined) return { kind: 'stale' }
  if (unavailable.size === 0) throw new Error(`an event of request ${change.to.id} is already stored`)
  return { kind: 'unavailable', reviewerIds: [...unavailable] }
}

const monthOf = (at: Instant): string => at.slice(0, 7)
const classAttribute = (index: number): string => `c${index}`

/** Counted as one with the step that first saw the answer. */
const countWait = ({ to }: RequestChange, waitClass: number | undefined): TransactItem | undefined =>
  waitClass === undefined || to.firstAnsweredAt === undefined
    ? undefined
    : {
        Update: {
          TableName: '',
          Key: keys.reviewWaits(to.community, monthOf(to.firstAnsweredAt)),
          UpdateExpression: 'SET entity = :entity ADD #class :one',
          ExpressionAttributeNames: { '#class': classAttribute(waitClass) },
          ExpressionAttributeValues: { ':entity': 'review-waits', ':one': 1 },
        },
      }

const WaitsSchema = z.record(z.string(), z.unknown())

async function loadWaits(deps: StoreDeps, community: Slug, now: Instant): Promise<readonly number[]> {
  const first = `${monthOf(now)}-01T00:00:00.000Z` as Instant // the first of a month is an instant
  const months = [monthOf(now), monthOf(addDays(first, -1))]
  const items = (
    await loadBatch(
      deps,
      months.map((month) => keys.reviewWaits(community, month)),
    )
  ).map((item) => parseItem(WaitsSchema, item))
  return Array.from({ length: WAIT_CLASS_HOURS.length + 1 }, (_, index) =>
    items.reduce((sum, item) => sum + (z.number().safeParse(item[classAttribute(index)]).data ?? 0), 0),
  )
}
