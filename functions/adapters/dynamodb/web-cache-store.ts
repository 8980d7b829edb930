import { promisify } from 'node:util'
import { gunzip, gzip } from 'node:zlib'
import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb'
import { z } from 'zod'
import { toEpochMilliseconds, toEpochSeconds } from '../../domain/shared/instant.ts'
import type { KeptAnswer, WebCache } from '../../ports/web-cache.ts'
import { MAX_CHUNK_BYTES } from './chunks.ts'
import { keys } from './keys.ts'
import { parseItem } from './reads.ts'
import type { StoreDeps } from './store-deps.ts'
import { stored } from './stored-fields.ts'
import { TTL_ATTRIBUTE } from './table.ts'

const KeptSchema = z.object({
  status: z.number(),
  headers: z.record(z.string(), z.string()),
  bytes: stored.bytes,
  confirmedAt: stored.instant,
  [TTL_ATTRIBUTE]: z.number(),
})

const pack = promisify(gzip)
const unpack = promisify(gunzip)

/**
 * Public answers of other hosts in DynamoDB, an item each, for as long as they are of use. The one read that is not strongly
 * consistent: an answer that was kept a moment ago may be missed, which costs another request and nothing else. What does not
 * fit one item is not kept.
 *
 * @throws what the SDK throws.
 */
export const dynamoWebCacheStore = ({ client, tableName, now }: StoreDeps): WebCache => ({
  async load({ url, accept }) {
    const { Item } = await client.send(new GetCommand({ TableName: tableName, Key: keys.webAnswer(url, accept) }))
    const kept = Item && parseItem(KeptSchema, Item)
    if (!kept || kept[TTL_ATTRIBUTE] * 1000 <= toEpochMilliseconds(now())) return undefined
    const { status, headers, bytes, confirmedAt } = kept
    return { status, headers, bytes: new Uint8Array(await unpack(bytes)), confirmedAt }
  },
  async keep({ url, accept }, { status, headers, bytes, confirmedAt }: KeptAnswer, until) {
    const packed = await pack(bytes)
    if (packed.byteLength > MAX_CHUNK_BYTES) return
    const facts = { entity: 'web-answer', url, status, headers, bytes: packed, confirmedAt }
    const Item = { ...keys.webAnswer(url, accept), ...facts, [TTL_ATTRIBUTE]: toEpochSeconds(until) }
    await client.send(new PutCommand({ TableName: tableName, Item }))
  },
})
