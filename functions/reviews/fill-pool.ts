import { poolsOfMember } from '../domain/reviewing/pools.ts'
import type { Slug } from '../domain/shared/ids.ts'
import type { Now } from '../ports/clock.ts'
import type { DueItem } from '../ports/due-store.ts'
import type { MemberStore } from '../ports/member-store.ts'
import type { ReviewerPool } from '../ports/reviewer-pool.ts'

export interface FillPoolDeps {
  readonly members: Pick<MemberStore, 'list'>
  readonly reviewerPool: Pick<ReviewerPool, 'join' | 'markFilled'>
  readonly now: Now
}

const MEMBERS_A_RUN = 100

/** What puts the members of a community that were there before pools were kept into them. */
export const poolDue = (community: Slug, at: DueItem['at']): DueItem => ({
  at,
  kind: 'review-pool',
  claimId: community,
  attempt: 0,
})

/** Puts a page of members into their pools; returns where it goes on. Whoever joined later is in them already. */
export async function fillPool(
  { members, reviewerPool, now }: FillPoolDeps,
  item: DueItem,
): Promise<DueItem | undefined> {
  const community = item.claimId
  const page = await members.list(community, {
    limit: MEMBERS_A_RUN,
    ...(item.ref === undefined ? {} : { cursor: item.ref }),
  })
  if (!page.ok) throw new Error(`the pools of ${community} cannot be filled from ${item.ref}`)
  await Promise.all(page.value.items.map((member) => reviewerPool.join(member, poolsOfMember(member))))
  if (page.value.next !== undefined) return { ...item, at: now(), ref: page.value.next }
  await reviewerPool.markFilled(community)
  return undefined
}
