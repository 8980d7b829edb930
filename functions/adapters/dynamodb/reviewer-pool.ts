import { DeleteCommand, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb'
import { z } from 'zod'
import type { Member } from '../../domain/community/member.ts'
import type { Sampled } from '../../domain/reviewing/draw-reviewers.ts'
import { type Pool, poolsOfMember } from '../../domain/reviewing/pools.ts'
import type { Id, Slug } from '../../domain/shared/ids.ts'
import type { Instant } from '../../domain/shared/instant.ts'
import type { ReviewerPool } from '../../ports/reviewer-pool.ts'
import { keys, poolPk, poolPlace } from './keys.ts'
import { HoldingsSchema } from './member-items.ts'
import { loadItem, parseItem, type RawItem } from './reads.ts'
import { retryConflicts } from './retry-conflicts.ts'
import type { TableDeps } from './store-deps.ts'
import { stored } from './stored-fields.ts'
import type { TransactItem } from './transact.ts'
import { type Item, put, remove } from './writes.ts'

const EntrySchema = z.object({ memberId: z.string(), since: stored.instant }) satisfies z.ZodType<Sampled>

/** Somebody's place in a pool; holds nothing but who and since when. */
const toPlace = (community: Slug, pool: Pool, memberId: Id, since: Instant): Item => ({
  ...keys.poolEntry(community, pool, memberId),
  entity: 'pool-entry',
  memberId,
  since,
})

const toEntry = ({ id, community, joinedAt }: Pick<Member, 'id' | 'community' | 'joinedAt'>, pool: Pool): Item =>
  toPlace(community, pool, id, joinedAt)

/** Puts somebody into the pool of a challenge or a badge, for what they did; safe to repeat. */
export const putPooled = (community: Slug, pool: Pool, memberId: Id, since: Instant): TransactItem =>
  put(toPlace(community, pool, memberId, since))

/** What adding a member writes: their places in the pools that follow from what they state. */
export const putPoolEntries = (member: Member): readonly TransactItem[] =>
  poolsOfMember(member).map((pool) => put(toEntry(member, pool)))

/** Takes somebody out of a pool; safe to repeat. */
export const leavePool = (community: Slug, pool: Pool, memberId: Id): TransactItem =>
  remove(keys.poolEntry(community, pool, memberId))

/** What erasing a member writes first: their places for what they state. Those for challenges and badges go with these. */
export const removePoolEntries = (member: Member): readonly TransactItem[] =>
  poolsOfMember(member).map((pool) => leavePool(member.community, pool, member.id))

/** What changing a member writes: the places they leave and those they come into. */
export function changePoolEntries(from: Member, to: Member): readonly TransactItem[] {
  const [before, after] = [poolsOfMember(from), poolsOfMember(to)]
  return [
    ...before.filter((pool) => !after.includes(pool)).map((pool) => leavePool(from.community, pool, from.id)),
    ...after.filter((pool) => !before.includes(pool)).map((pool) => put(toEntry(to, pool))),
  ]
}

/**
 * Pools of reviewers in DynamoDB: partitions whose entries stand in the order of a digest of the member, so that a stretch
 * from any place in it is a fair sample. What waits for somebody is not in it, so nothing here changes when one is drawn.
 *
 * @throws StoreOverloaded when the table does not answer in time.
 */
export function dynamoReviewerPool(deps: TableDeps): ReviewerPool {
  const stretch = async (pk: string, from: string, limit: number): Promise<readonly RawItem[]> => {
    const query = new QueryCommand({
      TableName: deps.tableName,
      KeyConditionExpression: 'pk = :pk AND sk >= :from',
      ExpressionAttributeValues: { ':pk': pk, ':from': from },
      Limit: limit,
    })
    return (await retryConflicts(() => deps.client.send(query), deps.retry)).Items ?? []
  }
  return {
    async sample(community, pool, seed, limit) {
      const pk = poolPk(community, pool)
      const items = [...(await stretch(pk, poolPlace(seed), limit))]
      // At the end of the circle it goes on from the start; whoever is met twice is counted once.
      if (items.length < limit) items.push(...(await stretch(pk, '0', limit - items.length)))
      const sampled = items.map((item) => parseItem(EntrySchema, item))
      return [...new Map(sampled.map((one) => [one.memberId, one])).values()]
    },
    async join(member, pools) {
      const holdings = await loadItem(deps, keys.holdings(member.id), HoldingsSchema)
      for (const pool of [...pools, ...(holdings ?? []).map((held): Pool => `badge:${held}`)]) {
        const write = new PutCommand({ TableName: deps.tableName, Item: toEntry(member, pool) })
        await retryConflicts(() => deps.client.send(write), deps.retry)
      }
    },
    async leave({ id, community }, pools) {
      for (const pool of pools) {
        const write = new DeleteCommand({ TableName: deps.tableName, Key: keys.poolEntry(community, pool, id) })
        await retryConflicts(() => deps.client.send(write), deps.retry)
      }
    },
    isFilled: async (community) => (await loadItem(deps, keys.filledPools(community), z.looseObject({}))) !== undefined,
    async markFilled(community) {
      const Item = { ...keys.filledPools(community), entity: 'filled-pools' }
      await retryConflicts(() => deps.client.send(new PutCommand({ TableName: deps.tableName, Item })), deps.retry)
    },
  }
}
