import type { Profile } from '../../../schemas/open-badges.ts'
import type { Community } from '../community/community.ts'
import { publicUrls } from '../shared/public-urls.ts'

/** A community as the issuer Profile of its badges (PRO-01, IS-02). */
export const toProfile = (community: Community): Profile => ({
  id: community.issuer,
  type: ['Profile'],
  name: community.name,
  url: community.url ?? publicUrls(community.baseUrl).community(community.slug),
  ...(community.description === undefined ? {} : { description: community.description }),
  ...(community.email === undefined ? {} : { email: community.email }),
  ...(community.image === undefined
    ? {}
    : { image: { id: community.image.id, type: 'Image' as const, caption: community.image.caption } }),
})
