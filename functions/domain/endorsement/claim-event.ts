import type { Id, Slug } from '../shared/ids.ts'
import type { Instant } from '../shared/instant.ts'

/** What can happen to a claim. Published as domain events under these names. */
export type ClaimEventType =
  | 'claim.opened'
  | 'claim.evidence-added'
  | 'claim.withdrawn'
  /** Its learner is erased: it names no identifier of theirs any more. */
  | 'claim.erased'
  | 'claim.expired'
  | 'claim.revision-asked'
  | 'claim.met'
  | 'claim.reopened'
  | 'claim.issued'
  | 'claim.contested'
  | 'claim.objection-joined'
  | 'claim.panel-drawn'
  | 'claim.panel-voted'
  | 'claim.panel-declined'
  | 'claim.dispute-settled'
  | 'claim.objection-dismissed'
  | 'claim.refused'
  | 'claim.appealed'
  | 'claim.appeal-upheld'
  | 'claim.appeal-dismissed'
  | 'claim.support-lost'
  | 'claim.support-settled'
  | 'claim.support-regained'
  | 'endorsement.given'
  | 'endorsement.revised'
  | 'endorsement.withdrawn'
  | 'endorsement.undone'
  | 'endorsement.erased'
  /** An endorsement closes a ring of people who endorse each other, which was not known when it was given. */
  | 'ring.found'
  | 'credential.refreshed'
  | 'credential.revoked'
  | 'credential.suspended'
  | 'credential.reinstated'
  | 'review.asked'
  | 'review.offered'
  | 'review.taken'
  | 'review.declined'
  | 'review.reminded'
  | 'review.lapsed'
  | 'review.withdrawn'
  | 'review.widened'
  | 'review.closed'
  | 'review.reopened'
  | 'licence.granted'
  | 'licence.prolonged'
  | 'licence.shortened'
  | 'licence.ended'
  /** Only on the bus, never stored: a list that was to show a change by now does not. */
  | 'status-list.overdue'

/** An immutable fact in a claim's history: ids, digests, codes, numbers and instants only. */
export interface ClaimEvent {
  readonly id: Id
  readonly type: ClaimEventType
  readonly at: Instant
  readonly community: Slug
  readonly claimId: Id
  /** The member who acted; absent when the rule or the clock did. */
  readonly actorId?: Id | undefined
  readonly data: Readonly<Record<string, string | number | boolean>>
}
