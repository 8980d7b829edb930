import { setTimeout as sleep } from 'node:timers/promises'
import { BatchGetCommand, GetCommand, paginateQuery } from '@aws-sdk/lib-dynamodb'
import type { z } from 'zod'
import { StoreOverloaded } from '../../ports/store-overloaded.ts'
import type { Key, KeyRange } from './keys.ts'
import { jitteredWait, RETRY_LIMITS, retryConflicts } from './retry-conflicts.ts'
import type { TableDeps } from './store-deps.ts'

/** An item as it came back, not yet parsed. */
export type RawItem = Readonly<Record<string, unknown>>

const KEYS_A_BATCH = 100

/**
 * Parses a stored item.
 *
 * @throws A fault when it is not what was stored: written by a newer version, or by hand. Its values are not named.
 */
export function parseItem<T>(schema: z.ZodType<T>, item: RawItem): T {
  const parsed = schema.safeParse(item)
  if (parsed.success) return parsed.data
  throw new Error(`a stored item of the kind "${String(item['entity'])}" has lost its shape`, { cause: parsed.error })
}

/** Reads one item, strongly consistent. */
export async function loadItem<T>(deps: TableDeps, { pk, sk }: Key, schema: z.ZodType<T>): Promise<T | undefined> {
  const read = new GetCommand({ TableName: deps.tableName, Key: { pk, sk }, ConsistentRead: true })
  const { Item } = await retryConflicts(() => deps.client.send(read), deps.retry)
  return Item && parseItem(schema, Item)
}

/** Reads some attributes of one item; strongly consistent. The capacity is that of the whole item. */
export async function loadAttributes<T>(
  deps: TableDeps,
  { pk, sk }: Key,
  attributes: readonly string[],
  schema: z.ZodType<T>,
): Promise<T | undefined> {
  const read = new GetCommand({
    TableName: deps.tableName,
    Key: { pk, sk },
    ConsistentRead: true,
    ProjectionExpression: attributes.map((_, index) => `#a${index}`).join(', '),
    ExpressionAttributeNames: Object.fromEntries(attributes.map((name, index) => [`#a${index}`, name])),
  })
  const { Item } = await retryConflicts(() => deps.client.send(read), deps.retry)
  return Item && parseItem(schema, Item)
}

/**
 * Reads a whole range in the order of its sort keys, strongly consistent; one query per megabyte.
 *
 * @param attribute  The only attribute to send, where nothing else is wanted. The capacity is that of the whole items.
 */
export async function loadRange<T>(
  deps: TableDeps,
  range: KeyRange,
  schema: z.ZodType<T>,
  attribute?: string,
): Promise<readonly T[]> {
  const only = attribute && { ProjectionExpression: '#only', ExpressionAttributeNames: { '#only': attribute } }
  const query = { TableName: deps.tableName, ...rangeQuery(range), ...only }
  const items: RawItem[] = []
  await retryConflicts(async () => {
    items.length = 0
    for await (const page of paginateQuery({ client: deps.client }, query)) items.push(...(page.Items ?? []))
  }, deps.retry)
  return items.map((item) => parseItem(schema, item))
}

/** The strongly consistent query over a range of sort keys; an empty prefix is the whole partition. */
export const rangeQuery = ({ pk, prefix }: KeyRange) =>
  prefix === ''
    ? { KeyConditionExpression: 'pk = :pk', ExpressionAttributeValues: { ':pk': pk }, ConsistentRead: true }
    : {
        KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
        ExpressionAttributeValues: { ':pk': pk, ':prefix': prefix },
        ConsistentRead: true,
      }

/**
 * Reads many items by key, strongly consistent, a hundred a request; what the table leaves unprocessed is asked for
 * again, with jitter. Order is not kept, and keys without an item are left out.
 *
 * @throws StoreOverloaded when the table keeps leaving keys unprocessed.
 */
export async function loadBatch(deps: TableDeps, wanted: readonly Key[]): Promise<readonly RawItem[]> {
  const batches: Key[][] = []
  for (let from = 0; from < wanted.length; from += KEYS_A_BATCH)
    batches.push(wanted.slice(from, from + KEYS_A_BATCH).map(({ pk, sk }) => ({ pk, sk })))
  return (await Promise.all(batches.map((batch) => loadOneBatch(deps, batch)))).flat()
}

async function loadOneBatch(deps: TableDeps, batch: readonly Key[]): Promise<readonly RawItem[]> {
  const { client, tableName, retry = RETRY_LIMITS } = deps
  const giveUpAt = performance.now() + retry.totalMilliseconds
  const items: RawItem[] = []
  let left: Record<string, unknown>[] = batch.map((key) => ({ ...key }))
  for (let attempt = 1; ; attempt++) {
    const RequestItems = { [tableName]: { Keys: left, ConsistentRead: true } }
    const answer = await retryConflicts(() => client.send(new BatchGetCommand({ RequestItems })), retry)
    items.push(...(answer.Responses?.[tableName] ?? []))
    left = answer.UnprocessedKeys?.[tableName]?.Keys ?? []
    if (left.length === 0) return items
    const wait = jitteredWait(attempt, retry)
    if (attempt >= retry.attempts || performance.now() + wait > giveUpAt)
      throw new StoreOverloaded(`the table left ${left.length} keys unread ${attempt} times`, { cause: undefined })
    await sleep(wait)
  }
}
