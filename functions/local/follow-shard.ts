import type { DiscardCondition, FailureMapping, StreamFunction } from './deliver-batch.ts'
import { deliverBatch } from './deliver-batch.ts'
import type { Pauses } from './pauses.ts'
import type { Quiescence, Reader } from './quiescence.ts'
import { type RawDynamoDb, RawDynamoDbFault } from './raw-dynamodb.ts'
import { openShard, readPage } from './stream-api.ts'
import type { StreamCheckpoints } from './stream-checkpoints.ts'
import { type FilterPattern, passesFilters } from './stream-filter.ts'
import { type DynamoDbStreamRecord, toStreamRecord } from './stream-records.ts'

const SHORTEST_WAIT_MS = 20
const LONGEST_WAIT_MS = 200
const WAIT_GROWTH = 1.25
const FAULT_WAIT_MS = 500

/** What following needs to know of its handler and of the poller around it. */
export interface Following {
  readonly engine: RawDynamoDb
  readonly streamArn: string
  readonly name: string
  readonly handle: StreamFunction
  readonly filters: readonly FilterPattern[]
  readonly batchSize: number
  readonly mapping: FailureMapping
  readonly checkpoints: StreamCheckpoints
  readonly quiescence: Quiescence
  readonly pauses: Pauses
  readonly isStopping: () => boolean
  readonly onDiscarded: (
    shardId: string,
    records: readonly DynamoDbStreamRecord[],
    condition: DiscardCondition,
    invokeCount: number,
  ) => void
  readonly onFault: (error: unknown) => void
}

/**
 * Reads one shard from its checkpoint on and delivers what passes the filters, until the shard is closed and read to
 * its end, is no longer there, or the poller stops. Never rejects: faults are told, and tried again after a pause.
 */
export async function followShard(following: Following, shardId: string, reader: Reader): Promise<void> {
  const { engine, streamArn, name, checkpoints, pauses, isStopping, onFault } = following
  let iterator: string | undefined
  let waitMs = SHORTEST_WAIT_MS
  while (!isStopping()) {
    try {
      iterator ??= await openShard(engine, { streamArn, shardId, after: checkpoints.position(name, shardId) })
      const { next, outcome } = await readOnce(following, { shardId, iterator, reader })
      if (outcome === 'interrupted') return
      if (next === undefined) return checkpoints.finish(name, shardId)
      iterator = next
      if (outcome === 'empty') await pauses.pause(waitMs)
      waitMs = outcome === 'empty' ? Math.min(LONGEST_WAIT_MS, waitMs * WAIT_GROWTH) : SHORTEST_WAIT_MS
    } catch (error) {
      iterator = undefined
      const type = error instanceof RawDynamoDbFault ? error.type : undefined
      // What is older than a day is gone: go on with the oldest there is.
      if (type === 'TrimmedDataAccessException') checkpoints.forget(name, shardId)
      // An iterator lives for 15 minutes, less than a laptop sleeps.
      if (type !== 'ExpiredIteratorException') onFault(error)
      if (!isStopping()) await pauses.pause(FAULT_WAIT_MS)
      if (type === 'ResourceNotFoundException') return
    }
  }
}

async function readOnce(
  following: Following,
  { shardId, iterator, reader }: { shardId: string; iterator: string; reader: Reader },
): Promise<{ next: string | undefined; outcome: 'empty' | 'delivered' | 'interrupted' }> {
  const { engine, streamArn, batchSize, quiescence } = following
  const stirsBefore = quiescence.stirs()
  const page = await readPage(engine, iterator, batchSize)
  const records = page.records.map((raw) => toStreamRecord(raw, streamArn))
  if (records.length === 0) {
    // The end of a shard is not the end of the stream.
    if (page.next !== undefined) quiescence.foundNothing(reader, stirsBefore)
    return { next: page.next, outcome: 'empty' }
  }
  quiescence.stir()
  const isDelivered = await deliver(following, shardId, records)
  quiescence.stir()
  return { next: page.next, outcome: isDelivered ? 'delivered' : 'interrupted' }
}

/** Whether all records were dealt with; not so only when the poller stops meanwhile. */
async function deliver(
  following: Following,
  shardId: string,
  records: readonly DynamoDbStreamRecord[],
): Promise<boolean> {
  const { name, filters, checkpoints, pauses, onDiscarded } = following
  const advanceTo = (last: DynamoDbStreamRecord) => checkpoints.advance(name, shardId, last.dynamodb.SequenceNumber)
  const isDelivered = await deliverBatch(
    records.filter((record) => passesFilters(record, filters)),
    {
      ...following,
      onDone: advanceTo,
      onDiscarded: (lost, condition, invokeCount) => onDiscarded(shardId, lost, condition, invokeCount),
      pause: pauses.pause,
      now: Date.now,
    },
  )
  const last = records.at(-1)
  // A record that was filtered out counts as dealt with.
  if (isDelivered && last) advanceTo(last)
  return isDelivered
}
