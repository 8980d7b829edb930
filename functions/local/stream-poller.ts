import type { DiscardCondition, FailureMapping, StreamFunction } from './deliver-batch.ts'
import { type Following, followShard } from './follow-shard.ts'
import { createPauses } from './pauses.ts'
import { createQuiescence, type Reader } from './quiescence.ts'
import type { StoreCredentials } from './raw-dynamodb.ts'
import { listShards, type Shard } from './stream-api.ts'
import { openCheckpoints } from './stream-checkpoints.ts'
import type { FilterPattern } from './stream-filter.ts'
import type { DynamoDbStreamRecord } from './stream-records.ts'

interface StreamHandler {
  /** Its name in the checkpoint file; unique. */
  readonly name: string
  readonly handle: StreamFunction
  /** Records that match none are passed over. @default all records are delivered */
  readonly filters?: readonly FilterPattern[]
  /** @default the poller's own */
  readonly batchSize?: number
  /** @default the poller's own */
  readonly mapping?: FailureMapping
}

/** What a failure destination receives: which records, not the records themselves. */
export interface DiscardedBatch {
  readonly handler: string
  readonly condition: DiscardCondition
  readonly approximateInvokeCount: number
  readonly DDBStreamBatchInfo: {
    readonly shardId: string
    readonly startSequenceNumber: string
    readonly endSequenceNumber: string
    readonly batchSize: number
    readonly streamArn: string
  }
}

export interface StreamPollerOptions {
  readonly endpoint: string
  readonly credentials: StoreCredentials
  readonly streamArn: string
  /** Where to go on after a restart. @default in memory: every start reads from the oldest record */
  readonly checkpointFile?: string
  /** Up to 1,000. */
  readonly batchSize: number
  readonly mapping: FailureMapping
  /** Each reads on its own: one that fails or is slow holds up no other. */
  readonly handlers: readonly StreamHandler[]
  readonly onDiscarded: (batch: DiscardedBatch) => void
  /** A handler that threw, an engine that did not answer, a checkpoint that was not written. It is tried again. */
  readonly onFault: (error: unknown, handler: string) => void
}

export interface StreamPoller {
  /**
   * Resolves when every handler has read to the stream's end with nothing in hand and nothing written meanwhile; rejects
   * when the poller is stopped first.
   */
  readonly idle: () => Promise<void>
  /** Resolves after the batches in hand, with the checkpoints written. Safe to repeat. */
  readonly stop: () => Promise<void>
}

const LIST_AGAIN_MS = 500

/**
 * Reads a table's stream and hands its records to functions as Lambda does: at least once, in order within a shard,
 * parent shards before their children.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Streams.html
 */
export async function startStreamPoller(options: StreamPollerOptions): Promise<StreamPoller> {
  const { streamArn, checkpointFile, handlers, onFault } = options
  const checkpoints = await openCheckpoints(checkpointFile, streamArn, (error) => onFault(error, 'checkpoints'))
  const pauses = createPauses()
  const quiescence = createQuiescence()
  let isStopping = false
  const followers = handlers.map(({ name, handle, filters = [], ...own }) =>
    followStream({
      engine: options,
      streamArn,
      name,
      handle,
      filters,
      batchSize: own.batchSize ?? options.batchSize,
      mapping: own.mapping ?? options.mapping,
      checkpoints,
      quiescence,
      pauses,
      isStopping: () => isStopping,
      onDiscarded: (shardId, records, condition, approximateInvokeCount) =>
        options.onDiscarded({
          handler: name,
          condition,
          approximateInvokeCount,
          DDBStreamBatchInfo: batchInfo(streamArn, shardId, records),
        }),
      onFault: (error) => onFault(error, name),
    }),
  )
  return {
    idle: () => {
      if (isStopping) return Promise.reject(stopped())
      const quiet = quiescence.whenQuiet()
      pauses.wakeAll()
      return quiet
    },
    stop: async () => {
      isStopping = true
      pauses.wakeAll()
      await Promise.all(followers)
      quiescence.abandon(stopped())
      await checkpoints.flush()
    },
  }
}

const stopped = () => new Error('the stream poller was stopped')

/** Follows every shard of the stream for one handler, each as soon as its parent has been read to the end. */
async function followStream(following: Following): Promise<void> {
  const { engine, streamArn, quiescence, pauses, isStopping, onFault } = following
  const running = new Map<string, Promise<void>>()
  const ended = new Set<Reader>()
  const lister = quiescence.join()
  const start = (shardId: string) => {
    const reader = quiescence.join()
    const done = followShard(following, shardId, reader).finally(() => {
      running.delete(shardId)
      ended.add(reader)
      // The shards that come after it have to be found and read first.
      quiescence.stir()
    })
    running.set(shardId, done)
  }
  while (!isStopping()) {
    const settling = [...ended]
    try {
      const shards = await listShards(engine, streamArn)
      for (const shardId of readyShards(following, shards)) if (!running.has(shardId)) start(shardId)
      // Only now, so that the end of a parent is never taken for the end of the stream.
      for (const reader of [lister, ...settling]) quiescence.leave(reader)
      for (const reader of settling) ended.delete(reader)
    } catch (error) {
      onFault(error)
      if (!isStopping()) await pauses.pause(LIST_AGAIN_MS)
      continue
    }
    if (!isStopping()) await (running.size > 0 ? Promise.race(running.values()) : pauses.pause(LIST_AGAIN_MS))
  }
  await Promise.all(running.values())
}

/** Shards not read to their end whose parent is, or is no longer listed. */
function readyShards({ name, checkpoints }: Following, shards: readonly Shard[]): string[] {
  const listed = shards.map(({ shardId }) => shardId)
  checkpoints.retain(name, listed)
  const isDone = (shardId: string) => checkpoints.isFinished(name, shardId)
  return shards
    .filter(({ shardId, parentShardId: parent }) => {
      const isHeldUp = parent !== undefined && listed.includes(parent) && !isDone(parent)
      return !isDone(shardId) && !isHeldUp
    })
    .map(({ shardId }) => shardId)
}

function batchInfo(
  streamArn: string,
  shardId: string,
  records: readonly DynamoDbStreamRecord[],
): DiscardedBatch['DDBStreamBatchInfo'] {
  return {
    shardId,
    startSequenceNumber: records.at(0)?.dynamodb.SequenceNumber ?? '',
    endSequenceNumber: records.at(-1)?.dynamodb.SequenceNumber ?? '',
    batchSize: records.length,
    streamArn,
  }
}
