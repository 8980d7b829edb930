import type { CommunityView } from '../../schemas/community.ts'
import type { Community } from '../domain/community/community.ts'

/** A community as the API shows it to those who run it. */
export const toCommunityView = (community: Community): CommunityView => ({
  id: community.id,
  slug: community.slug,
  name: community.name,
  ...(community.description === undefined ? {} : { description: community.description }),
  ...(community.url === undefined ? {} : { url: community.url }),
  ...(community.email === undefined ? {} : { email: community.email }),
  ...(community.image === undefined ? {} : { image: community.image }),
  ...(community.oidc.length === 0 ? {} : { oidc: [...community.oidc] }),
  issuer: community.issuer,
  foundingPanel: [...community.foundingPanel],
  createdAt: community.createdAt,
})
