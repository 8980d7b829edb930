import type { CommunityEvent } from '../domain/community/community-event.ts'
import type { ClaimEvent } from '../domain/endorsement/claim-event.ts'
import type { AskPayment } from '../domain/reviewing/ask-budget.ts'
import type { AssignmentChange } from '../domain/reviewing/assignment-transitions.ts'
import type { ReviewAssignment, Reviewer, ReviewRequest } from '../domain/reviewing/review-request.ts'
import type { Id, Slug } from '../domain/shared/ids.ts'
import type { Instant } from '../domain/shared/instant.ts'
import type { Refusal } from '../domain/shared/refusal.ts'
import type { Result } from '../domain/shared/result.ts'
import type { DueItem } from './due-store.ts'
import type { IdempotencyKey, Written } from './written.ts'

/** A new request with everything that is written with it. */
export interface ReviewAsking {
  readonly request: ReviewRequest
  /** How its learner pays for it; absent when nobody asked. */
  readonly payment?: AskPayment | undefined
  readonly event: ClaimEvent
  readonly due: DueItem
  readonly idempotency?: IdempotencyKey | undefined
}

/** One step of a request, to be stored only while it still is exactly `from`. */
export interface RequestChange {
  readonly from: ReviewRequest
  readonly to: ReviewRequest
}

/** A new assignment, with the event that tells of it and when it is looked at again. */
export interface ReviewOffer {
  readonly assignment: ReviewAssignment
  readonly event: ClaimEvent
  readonly due: DueItem
  /** How many requests may wait for this person, this one not counted. */
  readonly openLimit: number
}

/** What became of offers: all are made or none. */
export type OfferOutcome =
  | { readonly kind: 'made' }
  /** The request changed meanwhile. */
  | { readonly kind: 'stale' }
  /** These have too much waiting for them by now, paused, or were asked for the claim already. */
  | { readonly kind: 'unavailable'; readonly reviewerIds: readonly Id[] }

export interface ReviewStore {
  /** Every request of a claim, oldest first; strongly consistent. */
  loadRequests(claimId: Id): Promise<readonly ReviewRequest[]>
  /** What these people were asked for the claim; those never asked are left out. */
  loadAssignments(claimId: Id, reviewerIds: readonly Id[]): Promise<readonly ReviewAssignment[]>
  /** What waits for one person. */
  loadWaiting(reviewer: Reviewer): Promise<readonly ReviewAssignment[]>
  /** What the queue keeps of these people, by member id; nothing is kept of those who never asked nor were asked. */
  loadReviewers(ids: readonly Id[]): Promise<ReadonlyMap<Id, Reviewer>>
  /**
   * Stores a request and takes what it costs, as one. `stale` when its number was taken or the budget changed meanwhile;
   * then read again and repeat. Once per idempotency key.
   */
  ask(asking: ReviewAsking): Promise<Result<Written, Refusal>>
  /** Asks these people, and says so in the request, as one: never beyond their limit, never twice for one claim. */
  offer(change: RequestChange, offers: readonly ReviewOffer[]): Promise<OfferOutcome>
  /** Stores a step of an assignment; one that no longer waits stops weighing on its reviewer. `stale` when it moved on. */
  move(change: AssignmentChange, event: ClaimEvent, due?: DueItem): Promise<Result<void, Refusal>>
  /** Stores a step of an open request; `stale` when it moved on. With `waitClass`, counts how long its first answer took. */
  change(change: RequestChange, event?: ClaimEvent, waitClass?: number): Promise<Result<void, Refusal>>
  /** Ends a request, takes its open assignments back and gives back `refund` to its learner, as one; `stale` when any moved on. */
  close(
    change: RequestChange,
    taken: readonly AssignmentChange[],
    events: readonly ClaimEvent[],
    refund: { readonly memberId: Id; readonly asks: number } | undefined,
    waitClass?: number,
  ): Promise<Result<void, Refusal>>
  /** Pauses somebody until an instant, or lets them be drawn again. */
  pause(memberId: Id, until: Instant | undefined, event: CommunityEvent): Promise<void>
  /** How many first answers fell into each class of waits, this month and the one before. */
  loadWaits(community: Slug, now: Instant): Promise<readonly number[]>
}
