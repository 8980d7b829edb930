import { z } from 'zod'
import { callRawDynamoDb, type RawDynamoDb } from './raw-dynamodb.ts'
import { RawPageSchema } from './stream-records.ts'

export interface Shard {
  readonly shardId: string
  readonly parentShardId: string | undefined
}

const StreamSchema = z.object({
  StreamDescription: z.object({
    Shards: z.array(z.object({ ShardId: z.string(), ParentShardId: z.string().optional() })).default([]),
    LastEvaluatedShardId: z.string().optional(),
  }),
})

const IteratorSchema = z.object({ ShardIterator: z.string() })

/** All shards of the stream, over as many pages as it takes. */
export async function listShards(engine: RawDynamoDb, streamArn: string): Promise<readonly Shard[]> {
  const shards: Shard[] = []
  let after: string | undefined
  do {
    const body = { StreamArn: streamArn, ...(after === undefined ? {} : { ExclusiveStartShardId: after }) }
    const { StreamDescription: page } = StreamSchema.parse(await call(engine, 'DescribeStream', body))
    shards.push(
      ...page.Shards.map(({ ShardId, ParentShardId }) => ({ shardId: ShardId, parentShardId: ParentShardId })),
    )
    after = page.LastEvaluatedShardId
  } while (after !== undefined)
  return shards
}

/** @param after  Sequence number to start behind; from the oldest record when `undefined`. */
export async function openShard(
  engine: RawDynamoDb,
  { streamArn, shardId, after }: { streamArn: string; shardId: string; after: string | undefined },
): Promise<string> {
  const from =
    after === undefined
      ? { ShardIteratorType: 'TRIM_HORIZON' }
      : { ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', SequenceNumber: after }
  const body = { StreamArn: streamArn, ShardId: shardId, ...from }
  return IteratorSchema.parse(await call(engine, 'GetShardIterator', body)).ShardIterator
}

/** The next records, and where to go on; no iterator means that the shard is closed and read to its end. */
export async function readPage(engine: RawDynamoDb, iterator: string, limit: number) {
  const page = RawPageSchema.parse(await call(engine, 'GetRecords', { ShardIterator: iterator, Limit: limit }))
  return { records: page.Records, next: page.NextShardIterator ?? undefined }
}

const call = (engine: RawDynamoDb, operation: string, body: Readonly<Record<string, unknown>>) =>
  callRawDynamoDb(engine, `DynamoDBStreams_20120810.${operation}`, body)
