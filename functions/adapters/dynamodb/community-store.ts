import { PutCommand } from '@aws-sdk/lib-dynamodb'
import { z } from 'zod'
import { OidcProviderSchema } from '../../../schemas/community.ts'
import { ImageInputSchema } from '../../../schemas/image.ts'
import type { Community } from '../../domain/community/community.ts'
import { err, ok } from '../../domain/shared/result.ts'
import type { CommunityStore } from '../../ports/community-store.ts'
import { findRepeat, writeOnce } from './idempotency.ts'
import { putFirstCount } from './issued-badges.ts'
import { addIssuerKey, compromiseIssuerKey, IssuerKeySchema, loadPublishedJwks, putIssuerKey } from './issuer-keys.ts'
import { keys, ranges } from './keys.ts'
import { loadItem, loadRange } from './reads.ts'
import type { StoreDeps } from './store-deps.ts'
import { stored } from './stored-fields.ts'
import { writeUnless } from './transact.ts'
import { IF_NEW, type Item, ifVersion, put } from './writes.ts'

const CommunitySchema = z
  .object({
    communityId: z.string(),
    slug: stored.slug,
    name: z.string(),
    description: z.string().optional(),
    url: z.string().optional(),
    email: z.string().optional(),
    image: ImageInputSchema.optional(),
    oidc: z.array(OidcProviderSchema),
    foundingPanel: z.array(z.string()),
    baseUrl: z.string(),
    issuer: stored.didWeb,
    createdAt: stored.instant,
    version: stored.version,
  })
  .transform(({ communityId, ...rest }): Community => ({ id: communityId, ...rest }))

/**
 * Communities in DynamoDB. A slug is taken for good by the item it names.
 *
 * @throws StoreOverloaded when the table does not answer in time.
 */
export const dynamoCommunityStore = (deps: StoreDeps): CommunityStore => ({
  create: (community, issuerKeys, idempotency) =>
    writeOnce(deps, {
      id: community.id,
      idempotency,
      items: {
        community: put(toItem(community), IF_NEW),
        badges: putFirstCount(community.slug),
        keys: issuerKeys.flatMap((key) => putIssuerKey(community, key)),
      },
      refuse: () => err({ code: 'slug_taken', detail: `Another community is called "${community.slug}".` }),
    }),
  load: (slug) => loadItem(deps, keys.community(slug), CommunitySchema),
  loadIssuerKeys: (slug) => loadRange(deps, ranges.issuerKeys(slug), IssuerKeySchema),
  addIssuerKey: (community, addition, idempotency) => addIssuerKey(deps, community, addition, idempotency),
  compromiseIssuerKey: (community, compromise, idempotency) =>
    compromiseIssuerKey(deps, community, compromise, idempotency),
  findRepeat: (idempotency) => findRepeat(deps, idempotency),
  loadPublishedJwks: () => loadPublishedJwks(deps),
  async change(from, to) {
    const change = new PutCommand({
      TableName: deps.tableName,
      Item: toItem(to),
      ...ifVersion(from.version),
    })
    const failed = await writeUnless(deps, () => deps.client.send(change))
    return failed ? err({ code: 'stale', detail: 'The community changed meanwhile; read it again.' }) : ok(undefined)
  },
})

const toItem = ({ id, ...rest }: Community): Item => ({
  ...keys.community(rest.slug),
  entity: 'community',
  communityId: id,
  ...rest,
})
