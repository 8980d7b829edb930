import type { Id } from '../domain/shared/ids.ts'
import type { Instant } from '../domain/shared/instant.ts'

/** Something that falls due: the claim to look at again and why. */
export interface DueItem {
  readonly at: Instant
  /**
   * `revocation` and `suspension` ask whether the published list of that purpose shows how the badge stands; `badge-count`
   * has the issued badge counted.
   */
  readonly kind: 'claim-expiry' | 'claim-met' | 'parked' | 'revocation' | 'suspension' | 'badge-count'
  readonly claimId: Id
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
