import { QueryCommand } from '@aws-sdk/lib-dynamodb'
import { z } from 'zod'
import { ClaimStatusSchema } from '../../../schemas/claim.ts'
import type { Claim } from '../../domain/endorsement/claim.ts'
import type { Slug } from '../../domain/shared/ids.ts'
import type { ClaimSummary } from '../../ports/claim-store.ts'
import type { PageRequest } from '../../ports/written.ts'
import { ClaimItemSchema } from './claim-items.ts'
import { keys } from './keys.ts'
import { loadPage } from './pages.ts'
import { loadBatch, parseItem } from './reads.ts'
import { retryConflicts } from './retry-conflicts.ts'
import type { TableDeps } from './store-deps.ts'
import { stored } from './stored-fields.ts'

const INDEXES = { communityClaims: 'claimsByCommunity', learnerClaims: 'claimsByLearner' } as const

const SummarySchema = z
  .object({
    claimId: z.string(),
    community: stored.slug,
    achievementId: z.string(),
    achievementVersion: stored.version,
    learnerId: z.string(),
    status: ClaimStatusSchema,
    openedAt: stored.instant,
  })
  .transform(({ claimId, ...rest }): ClaimSummary => ({ id: claimId, ...rest }))

/** The newest claims of a community, newest first: one query of the index, and a batch read for each hundred. */
export async function loadNewestClaims(deps: TableDeps, community: Slug, limit: number): Promise<readonly Claim[]> {
  const query = new QueryCommand({
    TableName: deps.tableName,
    IndexName: INDEXES.communityClaims,
    KeyConditionExpression: 'communityClaims = :community',
    ExpressionAttributeValues: { ':community': community },
    ScanIndexForward: false,
    Limit: limit,
  })
  const { Items = [] } = await retryConflicts(() => deps.client.send(query), deps.retry)
  const ids = Items.map((item) => parseItem(SummarySchema, item).id)
  const claims = (await loadBatch(deps, ids.map(keys.claim))).map((item) => parseItem(ClaimItemSchema, item))
  return [...claims].sort((a, b) => (a.id < b.id ? 1 : -1))
}

/** One page of the claims of a community or of a learner, from the index of that name: one query, no claim read. */
export const loadClaimPage = (deps: TableDeps, attribute: keyof typeof INDEXES, value: string, page: PageRequest) =>
  loadPage(
    deps,
    {
      name: `${attribute}/${value}`,
      query: {
        IndexName: INDEXES[attribute],
        KeyConditionExpression: '#hash = :value',
        ExpressionAttributeNames: { '#hash': attribute },
        ExpressionAttributeValues: { ':value': value },
      },
      startAfter: (claimId) => ({ ...keys.claim(claimId), [attribute]: value, claimId }),
      parse: (item) => parseItem(SummarySchema, item),
      idOf: ({ id }) => id,
    },
    page,
  )
