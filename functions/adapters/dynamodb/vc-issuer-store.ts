import { z } from 'zod'
import type { KeptVcIssuer, VcIssuerStore } from '../../ports/vc-issuer-store.ts'
import { writeOnce } from './idempotency.ts'
import { keys, ranges } from './keys.ts'
import { loadPage } from './pages.ts'
import { loadItem, parseItem, rangeQuery } from './reads.ts'
import type { StoreDeps } from './store-deps.ts'
import { KeptMultikeySchema, stored } from './stored-fields.ts'
import { IF_NEW, put } from './writes.ts'

const VcIssuerSchema = z
  .object({
    name: z.string(),
    did: z.union([stored.didKey, stored.didWeb]),
    community: stored.slug,
    verificationMethod: z.string(),
    credentialStatus: z.boolean(),
    createdAt: stored.instant,
    key: KeptMultikeySchema,
    keyOwner: z.string(),
  })
  .transform((issuer): KeptVcIssuer => issuer)

/** DIDs of issuers are shorter; whatever a document names as its issuer may be anything. */
const MAX_DID_LENGTH = 500

const PlaceSchema = z.object({ community: stored.slug, name: z.string() })

/**
 * VC-API issuers in DynamoDB: each lies with its community, and its DID points to it.
 *
 * @throws StoreOverloaded when the table does not answer in time.
 */
export function dynamoVcIssuerStore(deps: StoreDeps): VcIssuerStore {
  const load: VcIssuerStore['load'] = (community, name) =>
    loadItem(deps, keys.vcIssuer(community, name), VcIssuerSchema)
  return {
    create: (issuer, idempotency) => {
      const { community, name, did } = issuer
      return writeOnce(deps, {
        id: name,
        idempotency,
        items: {
          issuer: put({ ...keys.vcIssuer(community, name), entity: 'vc-issuer', ...issuer }, IF_NEW),
          did: put({ ...keys.vcIssuerDid(did), entity: 'vc-issuer-did', community, name }, IF_NEW),
        },
        refuse: () => {
          throw new Error(`the name or the DID of the new VC-API issuer ${name} is already taken`)
        },
      })
    },
    load,
    async loadByDid(did) {
      if (did.length > MAX_DID_LENGTH) return undefined
      const place = await loadItem(deps, keys.vcIssuerDid(did), PlaceSchema)
      return place && load(place.community, place.name)
    },
    list: (community, page) => {
      const range = ranges.vcIssuers(community)
      return loadPage(
        deps,
        {
          name: `vc-issuers/${community}`,
          query: rangeQuery(range),
          startAfter: (name) => ({ ...keys.vcIssuer(community, name) }),
          parse: (item) => parseItem(VcIssuerSchema, item),
          idOf: ({ name }) => name,
        },
        page,
      )
    },
  }
}
