import type { Claim } from '../domain/endorsement/claim.ts'
import type { ReviewAssignment, ReviewRequest } from '../domain/reviewing/review-request.ts'
import { type ExpectedWait, expectedWaitOf } from '../domain/reviewing/waits.ts'
import type { Id, Slug } from '../domain/shared/ids.ts'
import type { Instant } from '../domain/shared/instant.ts'
import type { Refusal } from '../domain/shared/refusal.ts'
import { err, ok, type Result } from '../domain/shared/result.ts'
import type { Page, PageRequest } from '../ports/written.ts'
import type { ReviewDeps } from './review-deps.ts'

/** A request with everyone it was offered to. */
export interface RequestWithPeers {
  readonly request: ReviewRequest
  readonly assignments: readonly ReviewAssignment[]
}

/** One page of a claim's requests, oldest first: one query, and one batch of those asked. */
export async function listClaimRequests(
  { reviews }: Pick<ReviewDeps, 'reviews'>,
  claimId: Id,
  page: PageRequest,
): Promise<Result<Page<RequestWithPeers>, Refusal>> {
  const shown = pageOf(await reviews.loadRequests(claimId), ({ id }) => id, page)
  if (!shown.ok) return shown
  const asked = shown.value.items.flatMap((request) => request.asked)
  const assignments = await reviews.loadAssignments(claimId, asked)
  return ok({ ...shown.value, items: shown.value.items.map((request) => withPeers(request, assignments)) })
}

/** One request with everyone it was offered to. */
export async function loadRequest(
  { reviews }: Pick<ReviewDeps, 'reviews'>,
  claimId: Id,
  requestId: Id,
): Promise<RequestWithPeers> {
  const request = (await reviews.loadRequests(claimId)).find(({ id }) => id === requestId)
  if (!request) throw new Error(`review request ${requestId} was stored and is gone`)
  return withPeers(request, await reviews.loadAssignments(claimId, request.asked))
}

const withPeers = (request: ReviewRequest, assignments: readonly ReviewAssignment[]): RequestWithPeers => ({
  request,
  assignments: assignments
    .filter(({ requestId }) => requestId === request.id)
    .toSorted((a, b) => request.asked.indexOf(a.reviewerId) - request.asked.indexOf(b.reviewerId)),
})

/** How long first answers take in the community. */
export const loadExpectedWait = async (
  { reviews }: Pick<ReviewDeps, 'reviews'>,
  community: Slug,
  now: Instant,
): Promise<ExpectedWait | undefined> => expectedWaitOf(await reviews.loadWaits(community, now))

/** What waits for a member, with the claims it is for. */
export async function listWaiting(
  { reviews, claims }: Pick<ReviewDeps, 'reviews' | 'claims'>,
  memberId: Id,
  page: PageRequest,
): Promise<Result<Page<{ readonly assignment: ReviewAssignment; readonly claim: Claim }>, Refusal>> {
  const reviewer = (await reviews.loadReviewers([memberId])).get(memberId)
  const waiting = reviewer === undefined ? [] : await reviews.loadWaiting(reviewer)
  const ordered = waiting.toSorted((a, b) => (a.offeredAt + a.claimId < b.offeredAt + b.claimId ? -1 : 1))
  const shown = pageOf(ordered, ({ claimId }) => claimId, page)
  if (!shown.ok) return shown
  const items = await Promise.all(
    shown.value.items.map(async (assignment) => {
      const claim = await claims.load(assignment.claimId)
      if (!claim) throw new Error(`claim ${assignment.claimId} was to be judged and is gone`)
      return { assignment, claim }
    }),
  )
  return ok({ ...shown.value, items })
}

/** A page of a list that is short and read whole; the cursor is the id of the last entry shown. */
function pageOf<Item>(
  items: readonly Item[],
  idOf: (item: Item) => Id,
  { limit, cursor }: PageRequest,
): Result<Page<Item>, Refusal> {
  const last = cursor === undefined ? -1 : items.findIndex((item) => idOf(item) === cursor)
  if (cursor !== undefined && last === -1)
    return err({ code: 'invalid_cursor', detail: 'The list has moved on; start without a cursor.' })
  const shown = items.slice(last + 1, last + 1 + limit)
  const end = shown.at(-1)
  const isMore = last + 1 + limit < items.length
  return ok({ items: shown, ...(isMore && end !== undefined ? { next: idOf(end) } : {}) })
}
