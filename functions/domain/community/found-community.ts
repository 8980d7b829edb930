import type { ChangeCommunity, CreateCommunity } from '../../../schemas/community.ts'
import type { Id } from '../shared/ids.ts'
import type { Instant } from '../shared/instant.ts'
import { communityDid } from '../shared/public-urls.ts'
import type { FieldError } from '../shared/refusal.ts'
import type { Community } from './community.ts'

/**
 * A new community. Its issuer DID follows from the base URL, and both stay for good.
 *
 * @param baseUrl  Base URL of the service without a trailing slash.
 * @throws TypeError when the base URL is not an absolute http or https URL.
 */
export const foundCommunity = (
  id: Id,
  { slug, oidc, ...profile }: CreateCommunity,
  baseUrl: string,
  now: Instant,
): Community => ({
  id,
  slug,
  ...profile,
  oidc: oidc ?? [],
  foundingPanel: [],
  baseUrl,
  issuer: communityDid(baseUrl, slug),
  createdAt: now,
  version: 1,
})

/** The community with what the request names changed; what is left out stays. */
export const changeCommunity = (community: Community, request: ChangeCommunity): Community => ({
  ...community,
  ...request,
  name: request.name ?? community.name,
  oidc: request.oidc ?? community.oidc,
  foundingPanel: request.foundingPanel ?? community.foundingPanel,
  version: community.version + 1,
})

/** What is wrong with a founding panel: who is named twice, and who is no member of the community. */
export const findPanelErrors = (panel: readonly Id[], memberIds: ReadonlySet<Id>): readonly FieldError[] =>
  panel.flatMap((id, index) => {
    const pointer = `/foundingPanel/${index}`
    if (panel.indexOf(id) !== index) return [{ pointer, detail: 'is named twice' }]
    return memberIds.has(id) ? [] : [{ pointer, detail: 'is no member of this community' }]
  })
