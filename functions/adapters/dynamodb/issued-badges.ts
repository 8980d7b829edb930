import { z } from 'zod'
import type { Slug } from '../../domain/shared/ids.ts'
import type { IssuedBadges } from '../../ports/issued-badges.ts'
import { keys } from './keys.ts'
import { loadItem } from './reads.ts'
import type { TableDeps } from './store-deps.ts'
import { type TransactItem, transact } from './transact.ts'
import { IF_NEW, put } from './writes.ts'

const CountSchema = z.object({ issued: z.int().min(0) })

/**
 * Numbers of issued badges in DynamoDB: one item for each community, made with it, and a mark with each claim whose badge
 * is in that number; both are written as one.
 *
 * @throws StoreOverloaded when the table does not answer in time.
 */
export const dynamoIssuedBadges = (deps: TableDeps): IssuedBadges => ({
  async count(community, claimId) {
    // Either condition may fail, and both mean that nothing is to be done: counted before, or a community that is not counted.
    await transact(deps, {
      mark: put({ ...keys.countedBadge(claimId), entity: 'counted-badge' }, IF_NEW),
      number: {
        Update: {
          TableName: '',
          Key: keys.issuedBadges(community),
          UpdateExpression: 'ADD issued :one',
          ConditionExpression: 'attribute_exists(pk)',
          ExpressionAttributeValues: { ':one': 1 },
        },
      },
    })
  },
  issuedBy: async (community) => (await loadItem(deps, keys.issuedBadges(community), CountSchema))?.issued,
})

/** Where a new community's badges are counted from the first. */
export const putFirstCount = (community: Slug): TransactItem =>
  put({ ...keys.issuedBadges(community), entity: 'issued-badges', issued: 0 })
