import type { ChangeCommunity } from '../../schemas/community.ts'
import type { Community } from '../domain/community/community.ts'
import { changeCommunity as change, findPanelErrors } from '../domain/community/found-community.ts'
import type { Slug } from '../domain/shared/ids.ts'
import type { Refusal } from '../domain/shared/refusal.ts'
import { err, ok, type Result } from '../domain/shared/result.ts'
import { staleUnlessMatched, type VersionCondition } from '../http/if-match.ts'
import { type TakeImageDeps, takeImage } from '../http/take-image.ts'
import type { CommunityStore } from '../ports/community-store.ts'
import type { MemberStore } from '../ports/member-store.ts'

export interface ChangeCommunityDeps extends TakeImageDeps {
  readonly communities: Pick<CommunityStore, 'load' | 'change'>
  readonly members: Pick<MemberStore, 'loadMany'>
}

/** Changes what the request names of a community. Who sits on the founding panel must be a member. */
export async function changeCommunity(
  deps: ChangeCommunityDeps,
  slug: Slug,
  request: ChangeCommunity,
  ifMatch: VersionCondition,
): Promise<Result<Community, Refusal>> {
  const { communities, members } = deps
  const community = await communities.load(slug)
  if (!community) return err({ code: 'community_not_found' })
  const stale = staleUnlessMatched(ifMatch, community.version)
  if (stale) return err(stale)
  if (request.foundingPanel) {
    const found = await members.loadMany([...new Set(request.foundingPanel)])
    const own = new Set(found.filter((member) => member.community === slug).map(({ id }) => id))
    const errors = findPanelErrors(request.foundingPanel, own)
    if (errors.length > 0) return err({ code: 'invalid_request', errors })
  }
  const taken = await takeImage(deps, slug, request)
  if (!taken.ok) return taken
  const changed = change(community, taken.value)
  const stored = await communities.change(community, changed)
  return stored.ok ? ok(changed) : stored
}
