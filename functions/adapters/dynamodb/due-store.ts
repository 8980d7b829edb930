import { DeleteCommand, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb'
import { z } from 'zod'
import { addMilliseconds, type Instant } from '../../domain/shared/instant.ts'
import type { DueItem, DueStore } from '../../ports/due-store.ts'
import { DueItemSchema, toDueItem } from './due-items.ts'
import { DUE_SHARDS, dueBucket, dueHour, keys, ranges } from './keys.ts'
import { loadRange, type RawItem } from './reads.ts'
import { retryConflicts } from './retry-conflicts.ts'
import type { StoreDeps } from './store-deps.ts'
import { transact, writeUnless } from './transact.ts'
import { put, remove } from './writes.ts'

const MS_PER_HOUR = 3_600_000

/** A write that was on its way when its hour ended, or came from a clock that runs behind, is still found. */
const GRACE_MILLISECONDS = 300_000

/** Where a clock begins that never ran. */
const FIRST_LOOK_BACK_HOURS = 24

const MAX_HOURS_A_CALL = 240

/** When an item that cannot be read is met again: by then a version that can read it may run. */
const UNREADABLE_WAIT_MILLISECONDS = MS_PER_HOUR

/** Of two clocks at once one moves the item. */
const IF_THERE = { ConditionExpression: 'attribute_exists(pk)' }

/** How far one look at the clock goes, and whom it tells. */
export interface DueStoreOptions {
  /** How many empty hours of a shard one call passes over; the next call goes on from there. @default 240 */
  readonly maxHoursACall?: number
  /** Told of each item that cannot be read. @default nobody is told */
  readonly onUnreadable?: (key: string) => void
}

const DueKeySchema = z.object({ pk: z.string(), sk: z.string() })

const CursorSchema = z.object({ shard: z.int().min(0), hour: z.string() })

/**
 * What is due, in hours of eight shards each. Every shard has a cursor at the first hour that may still hold something,
 * so a clock that was down for days catches up by queries alone. An item that cannot be read is put off by an hour, as it
 * is, and hides no other.
 *
 * @throws StoreOverloaded when the table does not answer in time.
 */
export const dynamoDueStore = (
  deps: StoreDeps,
  { maxHoursACall = MAX_HOURS_A_CALL, onUnreadable = () => undefined }: DueStoreOptions = {},
): DueStore => ({
  async put(item) {
    const Item = toDueItem(item, deps.now())
    await retryConflicts(() => deps.client.send(new PutCommand({ TableName: deps.tableName, Item })), deps.retry)
  },
  async loadDue(now, limit) {
    const cursors = new Map((await loadRange(deps, ranges.dueCursors(), CursorSchema)).map((c) => [c.shard, c.hour]))
    const first = dueHour(addMilliseconds(now, -FIRST_LOOK_BACK_HOURS * MS_PER_HOUR))
    const shards = Array.from({ length: DUE_SHARDS }, (_, shard) => shard)
    const due = await Promise.all(
      shards.map((shard) =>
        loadShard(
          deps,
          { shard, from: cursors.get(shard) ?? first, maxHours: maxHoursACall, onUnreadable },
          now,
          limit,
        ),
      ),
    )
    return due.flat().sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))
  },
  async remove(item) {
    const gone = new DeleteCommand({ TableName: deps.tableName, Key: keys.due(item) })
    await retryConflicts(() => deps.client.send(gone), deps.retry)
  },
})

interface Shard {
  readonly shard: number
  /** The first hour that may hold something. */
  readonly from: string
  readonly maxHours: number
  readonly onUnreadable: (key: string) => void
}

async function loadShard(
  deps: StoreDeps,
  { shard, from, maxHours, onUnreadable }: Shard,
  now: Instant,
  limit: number,
): Promise<DueItem[]> {
  const due: DueItem[] = []
  const over = dueHour(addMilliseconds(now, -GRACE_MILLISECONDS))
  let cursor = from
  let hour = from
  let passed = 0
  while (passed < maxHours && hour <= dueHour(now) && due.length < limit) {
    due.push(...(await loadBucket(deps, { hour, shard, onUnreadable }, now, limit - due.length)))
    const next = dueHour(addMilliseconds(`${hour}:00:00.000Z` as Instant, MS_PER_HOUR)) // an hour is the start of an instant
    // Only hours that the cursor leaves behind count: what is stuck in an old hour must not hide what comes after it.
    if (due.length === 0 && hour < over) {
      cursor = next
      passed++
    }
    hour = next
  }
  if (cursor !== from) await moveCursor(deps, shard, cursor)
  return due
}

interface Bucket extends Pick<Shard, 'shard' | 'onUnreadable'> {
  readonly hour: string
}

async function loadBucket(deps: StoreDeps, bucket: Bucket, now: Instant, limit: number): Promise<DueItem[]> {
  const { client, tableName, retry } = deps
  const due: DueItem[] = []
  let from: Record<string, unknown> | undefined
  do {
    const query = new QueryCommand({
      TableName: tableName,
      KeyConditionExpression: 'pk = :pk AND sk < :after',
      // `~` sorts behind the `#` that follows the instant, so what is due at this very moment is included.
      ExpressionAttributeValues: { ':pk': dueBucket(bucket.hour, bucket.shard), ':after': `${now}~` },
      ConsistentRead: true,
      Limit: limit - due.length,
      ExclusiveStartKey: from,
    })
    const { Items = [], LastEvaluatedKey } = await retryConflicts(() => client.send(query), retry)
    for (const item of Items) {
      const { data: readable } = DueItemSchema.safeParse(item)
      if (readable) due.push(readable)
      else bucket.onUnreadable(await putOffUnreadable(deps, bucket.shard, item, now))
    }
    from = LastEvaluatedKey
  } while (from && due.length < limit)
  return due
}

/** @returns the sort key it had. */
async function putOffUnreadable(deps: StoreDeps, shard: number, item: RawItem, now: Instant): Promise<string> {
  const { pk, sk } = DueKeySchema.parse(item)
  const at = addMilliseconds(now, UNREADABLE_WAIT_MILLISECONDS)
  const later = {
    ...item,
    pk: dueBucket(dueHour(at), shard),
    sk: `${at}${sk.slice(sk.indexOf('#'))}`,
    entity: 'due',
    at,
  }
  await transact(deps, { later: put(later), gone: remove({ pk, sk }, IF_THERE) })
  return sk
}

/** Two clocks may run at once: the cursor only ever goes on. */
async function moveCursor(deps: StoreDeps, shard: number, hour: string): Promise<void> {
  const move = new PutCommand({
    TableName: deps.tableName,
    Item: { ...keys.dueCursor(shard), entity: 'due-cursor', shard, hour },
    ConditionExpression: 'attribute_not_exists(pk) OR #hour < :hour',
    ExpressionAttributeNames: { '#hour': 'hour' },
    ExpressionAttributeValues: { ':hour': hour },
  })
  await writeUnless(deps, () => deps.client.send(move))
}
