import type { DueKind } from '../domain/shared/due-kind.ts'
import type { Id } from '../domain/shared/ids.ts'
import type { Instant } from '../domain/shared/instant.ts'

/** Something that falls due: the claim to look at again and why. */
export interface DueItem {
  readonly at: Instant
  /**
   * `revocation` and `suspension` ask whether the published list of that purpose shows how the badge stands; `badge-count`
   * has the issued badge counted; `summary` takes the event that `ref` names into the summaries.
   */
  readonly kind: DueKind
  /** For kinds that are about no claim, the id of what they are about. */
  readonly claimId: Id
  /** What of the claim is due, when a claim may have several at once: a review request, an objection. */
  readonly ref?: Id | undefined
  /** How often this was tried; the next try waits longer. */
  readonly attempt: number
}

export interface DueStore {
  put(item: DueItem): Promise<void>
  /** What is due at `now`, oldest first, at most `limit` items a shard; strongly consistent, never a scan. */
  loadDue(now: Instant, limit: number): Promise<readonly DueItem[]>
  /** Removes a handled item; safe to repeat. */
  remove(item: DueItem): Promise<void>
}
