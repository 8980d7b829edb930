import { signingKey } from '../domain/community/key-lifetime.ts'
import { communityDidDocument } from '../domain/credential/community-did-document.ts'
import type { Slug } from '../domain/shared/ids.ts'
import { type AllotStatusEntryDeps, startList } from '../issuance/allot-status-entry.ts'
import type { CommunityStore } from '../ports/community-store.ts'
import { type PublishStatusListDeps, publishStatusList } from '../status-lists/publish-status-list.ts'
import type { StatusListPublisher } from '../vc-api/credential-status.ts'

type ListPublisherDeps = AllotStatusEntryDeps & PublishStatusListDeps

/** The revocation lists of communities for what is issued through the VC-API: the same lists that badges are in. */
export const composeListPublisher = (deps: ListPublisherDeps): StatusListPublisher => ({
  async current(community, full) {
    const current = await deps.statusLists.current(community)
    if (current && current.id !== full?.id) return current
    return startList(deps, await loadListIssuer(deps, community), full)
  },
  publish: (listId) => publishStatusList(deps, listId),
})

async function loadListIssuer(
  { communities }: { readonly communities: Pick<CommunityStore, 'load' | 'loadIssuerKeys'> },
  slug: Slug,
) {
  const [community, keys] = await Promise.all([communities.load(slug), communities.loadIssuerKeys(slug)])
  const issuerKey = signingKey(keys, 'data-integrity')
  if (!community || !issuerKey) throw new Error(`community ${slug} has no record or key to sign status lists with`)
  return { community, issuerKey, didDocument: communityDidDocument(community, keys) }
}
