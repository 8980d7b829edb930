import { z } from 'zod'
import { ClaimStatusSchema } from '../../../schemas/claim.ts'
import type { ClaimSummary } from '../../ports/claim-store.ts'
import type { PageRequest } from '../../ports/written.ts'
import { keys } from './keys.ts'
import { loadPage } from './pages.ts'
import { parseItem } from './reads.ts'
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
