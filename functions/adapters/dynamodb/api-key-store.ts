import { UpdateCommand } from '@aws-sdk/lib-dynamodb'
import { z } from 'zod'
import { ScopeSchema } from '../../../schemas/community.ts'
import { addMilliseconds } from '../../domain/shared/instant.ts'
import { err, ok } from '../../domain/shared/result.ts'
import type { ApiKeyRecord, ApiKeyStore } from '../../ports/api-key-store.ts'
import { writeOnce } from './idempotency.ts'
import { keys, ranges } from './keys.ts'
import { loadPointedPage, toPointer } from './pointers.ts'
import { loadItem, parseItem } from './reads.ts'
import type { StoreDeps } from './store-deps.ts'
import { stored } from './stored-fields.ts'
import { writeUnless } from './transact.ts'
import { IF_NEW, put } from './writes.ts'

const MILLISECONDS_BETWEEN_TOUCHES = 60_000

const ApiKeySchema = z
  .object({
    keyId: z.string(),
    community: stored.slug,
    name: z.string(),
    scopes: z.array(ScopeSchema),
    secretHash: z.string(),
    createdAt: stored.instant,
    lastUsedAt: stored.instant.optional(),
    revokedAt: stored.instant.optional(),
  })
  .transform(({ keyId, ...rest }): ApiKeyRecord => ({ id: keyId, ...rest }))

/**
 * API keys in DynamoDB: hashes only.
 *
 * @throws StoreOverloaded when the table does not answer in time.
 */
export const dynamoApiKeyStore = (deps: StoreDeps): ApiKeyStore => ({
  create: (record, idempotency) => {
    const { id, ...rest } = record
    return writeOnce(deps, {
      id,
      idempotency,
      items: {
        key: put({ ...keys.apiKey(id), entity: 'api-key', keyId: id, ...rest }, IF_NEW),
        listed: put(toPointer(keys.communityApiKey(record.community, id), 'community-api-key', id), IF_NEW),
      },
      refuse: () => {
        throw new Error(`the id of the new API key ${id} is already taken`)
      },
    })
  },
  load: (id) => loadItem(deps, keys.apiKey(id), ApiKeySchema),
  async touch(id, at) {
    const use = new UpdateCommand({
      TableName: deps.tableName,
      Key: keys.apiKey(id),
      UpdateExpression: 'SET lastUsedAt = :at',
      ConditionExpression: 'attribute_exists(pk) AND (attribute_not_exists(lastUsedAt) OR lastUsedAt <= :before)',
      ExpressionAttributeValues: { ':at': at, ':before': addMilliseconds(at, -MILLISECONDS_BETWEEN_TOUCHES) },
    })
    await writeUnless(deps, () => deps.client.send(use))
  },
  async revoke(community, id, at) {
    const end = new UpdateCommand({
      TableName: deps.tableName,
      Key: keys.apiKey(id),
      UpdateExpression: 'SET revokedAt = if_not_exists(revokedAt, :at)',
      ConditionExpression: 'community = :community',
      ExpressionAttributeValues: { ':at': at, ':community': community },
      ReturnValues: 'ALL_NEW',
    })
    let revoked: ApiKeyRecord | undefined
    await writeUnless(deps, async () => {
      const { Attributes } = await deps.client.send(end)
      revoked = Attributes && parseItem(ApiKeySchema, Attributes)
    })
    return revoked ? ok(revoked) : err({ code: 'api_key_not_found' })
  },
  list: (community, page) =>
    loadPointedPage(
      deps,
      {
        name: `api-keys/${community}`,
        range: ranges.communityApiKeys(community),
        keyOf: keys.apiKey,
        parse: (item) => parseItem(ApiKeySchema, item),
        idOf: ({ id }) => id,
      },
      page,
    ),
})
