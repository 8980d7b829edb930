import type { Member } from '../domain/community/member.ts'
import type { Sampled } from '../domain/reviewing/draw-reviewers.ts'
import type { Pool } from '../domain/reviewing/pools.ts'
import type { Slug } from '../domain/shared/ids.ts'

/** Who might be drawn, by what they have in common. Being in a pool is a hint: what is true is read when one is drawn. */
export interface ReviewerPool {
  /**
   * Up to `limit` people of a pool, from a place in it that `seed` picks: everybody is as likely as anybody else, and a
   * pool of no more than `limit` is read whole. Costs the same however large the pool is.
   */
  sample(community: Slug, pool: Pool, seed: string, limit: number): Promise<readonly Sampled[]>
  /** Puts a member into pools, and into those of the badges they hold; safe to repeat. */
  join(member: Pick<Member, 'id' | 'community' | 'joinedAt'>, pools: readonly Pool[]): Promise<void>
  /** Whether everyone who was there before pools were kept is in them. */
  isFilled(community: Slug): Promise<boolean>
  markFilled(community: Slug): Promise<void>
  /** Takes a member out of pools; safe to repeat. */
  leave(member: Pick<Member, 'id' | 'community'>, pools: readonly Pool[]): Promise<void>
}
