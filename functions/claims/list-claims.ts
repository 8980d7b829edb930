import type { Id, Slug } from '../domain/shared/ids.ts'
import type { Refusal } from '../domain/shared/refusal.ts'
import { err, type Result } from '../domain/shared/result.ts'
import type { ClaimStore, ClaimSummary } from '../ports/claim-store.ts'
import type { MemberStore } from '../ports/member-store.ts'
import type { Page, PageRequest } from '../ports/written.ts'

export interface ListClaimsDeps {
  readonly claims: Pick<ClaimStore, 'listByCommunity' | 'listByLearner'>
  readonly members: Pick<MemberStore, 'load'>
}

/** The claims of a community, or of one of its members; `member_not_found` for anyone else. */
export async function listClaims(
  { claims, members }: ListClaimsDeps,
  community: Slug,
  learnerId: Id | undefined,
  page: PageRequest,
): Promise<Result<Page<ClaimSummary>, Refusal>> {
  if (learnerId === undefined) return claims.listByCommunity(community, page)
  const learner = await members.load(learnerId)
  if (learner?.community !== community) return err({ code: 'member_not_found' })
  return claims.listByLearner(learnerId, page)
}
