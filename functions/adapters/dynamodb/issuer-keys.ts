import { z } from 'zod'
import type { Community } from '../../domain/community/community.ts'
import { type PublishedJwk, toPublishedJwk } from '../../domain/credential/published-key.ts'
import { publicUrls } from '../../domain/shared/public-urls.ts'
import type { Refusal } from '../../domain/shared/refusal.ts'
import { err, type Result } from '../../domain/shared/result.ts'
import type { IssuerKey, KeyAddition, KeyCompromise } from '../../ports/community-store.ts'
import type { IdempotencyKey, Written } from '../../ports/written.ts'
import { putCommunityEvent } from './community-events.ts'
import { writeOnce } from './idempotency.ts'
import { keys, ranges } from './keys.ts'
import { loadRange } from './reads.ts'
import type { StoreDeps, TableDeps } from './store-deps.ts'
import {
  EcPublicJwkSchema,
  KeptEcKeySchema,
  KeptMultikeySchema,
  KeptRsaKeySchema,
  RsaPublicJwkSchema,
  stored,
} from './stored-fields.ts'
import type { TransactItem } from './transact.ts'
import { IF_NEW, put, remove } from './writes.ts'

const lifetime = {
  id: z.string(),
  verificationMethod: z.string(),
  createdAt: stored.instant,
  retiredAt: stored.instant.optional(),
  compromisedAt: stored.instant.optional(),
  compromiseReason: z.string().optional(),
}

/** A stored key of a community. */
export const IssuerKeySchema = z.discriminatedUnion('use', [
  z.object({ use: z.literal('data-integrity'), key: KeptMultikeySchema, ...lifetime }),
  z.object({
    use: z.literal('jwt'),
    key: z.discriminatedUnion('algorithm', [KeptEcKeySchema, KeptRsaKeySchema]),
    ...lifetime,
  }),
])

const STALE: Refusal = { code: 'stale', detail: 'The keys changed meanwhile; read them again.' }

/** Puts a new key and, when it signs JWTs, its place among the host's published keys. */
export const putIssuerKey = (community: Community, key: IssuerKey): readonly TransactItem[] => [
  put({ ...keys.issuerKey(community.slug, key.createdAt, key.id), entity: 'issuer-key', ...key }, IF_NEW),
  ...(key.use === 'jwt' ? [put(toPublishedItem(community, key), IF_NEW)] : []),
]

const toPublishedItem = ({ slug, baseUrl }: Community, { id, key }: Extract<IssuerKey, { readonly use: 'jwt' }>) => ({
  ...keys.publishedJwk(slug, id),
  entity: 'published-jwk',
  jwk: toPublishedJwk(key.publicKeyJwk, publicUrls(baseUrl).key(slug, id)),
})

/** Adds a key and retires the one that signed. `stale` when that one no longer signs. */
export const addIssuerKey = (
  deps: StoreDeps,
  community: Community,
  { key, retires, event }: KeyAddition,
  idempotency: IdempotencyKey | undefined,
): Promise<Result<Written, Refusal>> =>
  writeOnce(deps, {
    id: key.id,
    idempotency,
    items: {
      key: putIssuerKey(community, key),
      retired: retires && retire(community, retires, key.createdAt),
      event: putCommunityEvent(event),
    },
    refuse: (failed) => {
      if (failed.retired === undefined) throw new Error(`key ${key.id} of ${community.slug} is already stored`)
      return err(STALE)
    },
  })

const retire = ({ slug }: Community, { createdAt, id }: IssuerKey, at: string): TransactItem => ({
  Update: {
    TableName: '',
    Key: keys.issuerKey(slug, createdAt, id),
    UpdateExpression: 'SET retiredAt = :at',
    ConditionExpression:
      'attribute_exists(pk) AND attribute_not_exists(retiredAt) AND attribute_not_exists(compromisedAt)',
    ExpressionAttributeValues: { ':at': at },
  },
})

/**
 * Marks a key, takes it from the host's published ones and, with a replacement, puts that in its place. `stale` when it is
 * already marked from an instant as early, or stopped signing although a replacement comes.
 */
export const compromiseIssuerKey = (
  deps: StoreDeps,
  community: Community,
  compromise: KeyCompromise,
  idempotency: IdempotencyKey | undefined,
): Promise<Result<Written, Refusal>> => {
  const { key, replacement, event } = compromise
  return writeOnce(deps, {
    id: key.id,
    idempotency,
    items: {
      marked: mark(community, compromise),
      published: key.use === 'jwt' ? remove(keys.publishedJwk(community.slug, key.id)) : undefined,
      replacement: replacement && putIssuerKey(community, replacement),
      event: putCommunityEvent(event),
    },
    refuse: (failed) => {
      if (failed.marked === undefined) throw new Error(`a key in place of ${key.id} is already stored`)
      return err(STALE)
    },
  })
}

const mark = ({ slug }: Community, { key, compromisedAt, reason, at, replacement }: KeyCompromise): TransactItem => ({
  Update: {
    TableName: '',
    Key: keys.issuerKey(slug, key.createdAt, key.id),
    UpdateExpression: `SET compromisedAt = :compromisedAt, retiredAt = if_not_exists(retiredAt, :at)${
      reason === undefined ? '' : ', compromiseReason = :reason'
    }`,
    ConditionExpression: `attribute_exists(pk) AND (attribute_not_exists(compromisedAt) OR compromisedAt > :compromisedAt)${
      replacement === undefined ? '' : ' AND attribute_not_exists(retiredAt)'
    }`,
    ExpressionAttributeValues: {
      ':compromisedAt': compromisedAt,
      ':at': at,
      ...(reason === undefined ? {} : { ':reason': reason }),
    },
  },
})

const published = { kid: z.string(), alg: z.enum(['RS256', 'ES256']), use: z.literal('sig') }

const PublishedSchema = z
  .object({
    jwk: z.discriminatedUnion('kty', [RsaPublicJwkSchema.extend(published), EcPublicJwkSchema.extend(published)]),
  })
  .transform(({ jwk }): PublishedJwk => jwk)

/** The published keys of every community; one query per megabyte. */
export const loadPublishedJwks = (deps: TableDeps): Promise<readonly PublishedJwk[]> =>
  loadRange(deps, ranges.publishedJwks(), PublishedSchema)
