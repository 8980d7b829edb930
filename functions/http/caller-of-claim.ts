import type { Context } from 'hono'
import type { CommunityCaller } from '../domain/community/caller.ts'
import type { Id, Slug } from '../domain/shared/ids.ts'
import type { Refusal } from '../domain/shared/refusal.ts'
import { err, ok, type Result } from '../domain/shared/result.ts'
import type { ClaimStore } from '../ports/claim-store.ts'
import type { AppEnv } from './app-env.ts'
import { createFreshCache, remember } from './fresh-cache.ts'
import { authorize } from './gate.ts'
import type { OperationId } from './permissions.ts'

const MAX_ENTRIES = 1000

/** Who calls about a claim. */
export type CallerOfClaim = (
  c: Context<AppEnv>,
  operation: OperationId,
  claimId: Id,
) => Promise<Result<CommunityCaller, Refusal>>

/**
 * Tells who calls about a claim. A key is known by itself, so nothing is read for it: whether the claim is of its
 * community is for the operation to check. A member's token needs the community, which a claim never changes.
 */
export function createCallerOfClaim(claims: Pick<ClaimStore, 'load'>): CallerOfClaim {
  const communities = createFreshCache<Slug>(MAX_ENTRIES, Number.POSITIVE_INFINITY, () => 0)
  return async (c, operation, claimId) => {
    const identified = c.get('identified')
    if (identified.kind === 'api-key') return ok(identified)
    const community = await remember(communities, claimId, async () => (await claims.load(claimId))?.community)
    const caller = await authorize(c, operation, community, 'claim_not_found')
    if (!caller.ok) return caller
    return 'community' in caller.value ? ok(caller.value) : err({ code: 'claim_not_found' })
  }
}
