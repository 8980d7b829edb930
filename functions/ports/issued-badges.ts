import type { Id, Slug } from '../domain/shared/ids.ts'

/**
 * How many badges communities have issued: each badge once, when it is first issued, whatever becomes of it. It is counted
 * soon after, so that badges issued at once never wait for each other.
 */
export interface IssuedBadges {
  /**
   * Counts the badge of a claim. Safe to repeat, and in any order: it is counted once. Does nothing for a community that may
   * have issued badges before they were counted.
   */
  count(community: Slug, claimId: Id): Promise<void>
  /** `undefined` for a community whose earlier badges were not counted. */
  issuedBy(community: Slug): Promise<number | undefined>
}
