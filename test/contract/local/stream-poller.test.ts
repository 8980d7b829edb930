import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { DeleteCommand, PutCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { FailureMapping, StreamFunction } from '../../../functions/local/deliver-batch.ts'
import {
  type DiscardedBatch,
  type StreamPoller,
  type StreamPollerOptions,
  startStreamPoller,
} from '../../../functions/local/stream-poller.ts'
import type { DynamoDbStreamRecord } from '../../../functions/local/stream-records.ts'
import { freshTable, type TestTable } from '../../support/dynamodb.ts'

const MAPPING: FailureMapping = {
  maximumRetryAttempts: 1,
  maximumRecordAgeInSeconds: -1,
  bisectBatchOnFunctionError: true,
  reportBatchItemFailures: true,
}

describe('startStreamPoller', () => {
  it('delivers every write once, in order, in the shape Lambda gives', async () => {
    const table = await freshTable()
    const { seen, poller } = await collect(table)
    for (let n = 1; n <= 60; n++) await put(table, n)
    await poller.idle()
    expect(seen.map(keyOf)).toEqual(Array.from({ length: 60 }, (_, index) => String(index + 1)))
    expect(seen[0]).toMatchObject({
      eventName: 'INSERT',
      eventSource: 'aws:dynamodb',
      eventSourceARN: table.streamArn,
      dynamodb: { NewImage: { bytes: { B: 'AAEC' } }, ApproximateCreationDateTime: expect.any(Number) },
    })
    expect(seen[0]?.dynamodb.ApproximateCreationDateTime).toBeLessThan(Date.now())
  })

  it('delivers what was written before it started, and one record for each item of a transaction', async () => {
    const table = await freshTable()
    const Put = (n: number) => ({ Put: { TableName: table.tableName, Item: { pk: String(n), sk: 'item' } } })
    const TransactItems = [Put(1), Put(2), Put(3)]
    await table.client.send(new TransactWriteCommand({ TransactItems }))
    const { seen, poller } = await collect(table)
    await poller.idle()
    expect(seen.map(keyOf).sort()).toEqual(['1', '2', '3'])
  })

  it('keeps batches to their size', async () => {
    const table = await freshTable()
    for (let n = 1; n <= 7; n++) await put(table, n)
    const sizes: number[] = []
    const { poller } = await collect(table, {}, async ({ Records }) => {
      sizes.push(Records.length)
      return null
    })
    await poller.idle()
    expect(sizes).toEqual([5, 2])
  })

  it('is idle only when what its handlers write has been delivered to all of them', async () => {
    const table = await freshTable()
    const seen: string[] = []
    const writer: StreamFunction = async ({ Records }) => {
      for (const n of Records.map((record) => Number(keyOf(record)))) {
        await delay(30)
        if (n < 5) await put(table, n + 1)
      }
      return null
    }
    const reader: StreamFunction = async ({ Records }) => {
      seen.push(...Records.map(keyOf))
      return null
    }
    const poller = await start(table, {
      handlers: [
        { name: 'reader', handle: reader },
        { name: 'writer', handle: writer },
      ],
    })
    await put(table, 1)
    await poller.idle()
    expect(seen).toEqual(['1', '2', '3', '4', '5'])
  })

  it('passes over what the filters stop, and does not see it again after a restart', async () => {
    const table = await freshTable()
    const checkpointFile = await freshFile()
    const filters = [{ eventName: ['REMOVE'] }]
    const first = await collect(table, { checkpointFile, filters })
    await put(table, 1)
    await first.poller.idle()
    await first.poller.stop()
    const second = await collect(table, { checkpointFile })
    await table.client.send(new DeleteCommand({ TableName: table.tableName, Key: { pk: '1', sk: 'item' } }))
    await second.poller.idle()
    expect(first.seen).toEqual([])
    expect(second.seen.map(({ eventName }) => eventName)).toEqual(['REMOVE'])
  })

  it('goes on after a restart where it was, each handler for itself', async () => {
    const table = await freshTable()
    const checkpointFile = await freshFile()
    for (let n = 1; n <= 3; n++) await put(table, n)
    const first = await collect(table, { checkpointFile })
    await first.poller.idle()
    await first.poller.stop()
    for (let n = 4; n <= 6; n++) await put(table, n)

    const seen = { collector: [] as string[], latecomer: [] as string[] }
    const into =
      (name: keyof typeof seen): StreamFunction =>
      async ({ Records }) => {
        seen[name].push(...Records.map(keyOf))
        return null
      }
    const handlers = [
      { name: 'collector', handle: into('collector') },
      { name: 'latecomer', handle: into('latecomer') },
    ]
    const poller = await start(table, { checkpointFile, handlers })
    await poller.idle()
    expect(seen).toEqual({ collector: ['4', '5', '6'], latecomer: ['1', '2', '3', '4', '5', '6'] })
  })

  it('delivers again what was in hand when it was cut off', async () => {
    const table = await freshTable()
    const checkpointFile = await freshFile()
    await put(table, 1)
    const first = await collect(table, { checkpointFile })
    await first.poller.idle()
    await first.poller.stop()
    const atTheTime = await readFile(checkpointFile, 'utf8')
    await put(table, 2)
    const second = await collect(table, { checkpointFile })
    await second.poller.idle()
    await second.poller.stop()
    await writeFile(checkpointFile, atTheTime)
    const third = await collect(table, { checkpointFile })
    await third.poller.idle()
    expect([second.seen.map(keyOf), third.seen.map(keyOf)]).toEqual([['2'], ['2']])
  })

  it.each([
    ['cut short', '{"streamArn"'],
    ['of another stream', JSON.stringify({ streamArn: 'arn:other', handlers: { collector: { shard: '9' } } })],
  ])('starts from the oldest record when the checkpoint file is %s', async (_, text) => {
    const table = await freshTable()
    const checkpointFile = await freshFile()
    await writeFile(checkpointFile, text)
    await put(table, 1)
    const { seen, poller } = await collect(table, { checkpointFile })
    await poller.idle()
    expect(seen.map(keyOf)).toEqual(['1'])
  })

  it('discards a poison record alone when it may bisect, and delivers those around it in order', async () => {
    const table = await freshTable()
    for (let n = 1; n <= 9; n++) await put(table, n)
    const seen: string[] = []
    const discarded: DiscardedBatch[] = []
    const faults: unknown[] = []
    const handle: StreamFunction = async ({ Records }) => {
      if (Records.some((record) => keyOf(record) === '4')) throw new Error('poison')
      seen.push(...Records.map(keyOf))
      return null
    }
    const poller = await start(table, {
      handlers: [{ name: 'collector', handle }],
      onDiscarded: (batch) => discarded.push(batch),
      onFault: (fault) => faults.push(fault),
    })
    await poller.idle()
    expect(seen).toEqual(['1', '2', '3', '5', '6', '7', '8', '9'])
    expect(discarded).toMatchObject([
      {
        handler: 'collector',
        condition: 'RetryAttemptsExhausted',
        approximateInvokeCount: 2,
        DDBStreamBatchInfo: { batchSize: 1, streamArn: table.streamArn },
      },
    ])
    expect(faults.length).toBeGreaterThan(0)
  })

  it('lets one handler go on while another one fails', async () => {
    const table = await freshTable()
    await put(table, 1)
    const seen: string[] = []
    const first = new Promise<void>((resolve) => {
      void start(table, {
        mapping: { ...MAPPING, maximumRetryAttempts: -1 },
        handlers: [
          { name: 'broken', handle: () => Promise.reject(new Error('broken')) },
          {
            name: 'sound',
            handle: async ({ Records }) => {
              seen.push(...Records.map(keyOf))
              resolve()
              return null
            },
          },
        ],
        onFault: () => undefined,
      })
    })
    await first
    expect(seen).toEqual(['1'])
  })

  it('waits for the batch in hand when it is stopped, and keeps its checkpoint', async () => {
    const table = await freshTable()
    const checkpointFile = await freshFile()
    let finished = false
    let onStarted: () => void = () => undefined
    const started = new Promise<void>((resolve) => {
      onStarted = resolve
    })
    const slow = await collect(table, { checkpointFile }, async () => {
      onStarted()
      await delay(300)
      finished = true
      return null
    })
    await put(table, 1)
    await started
    await slow.poller.stop()
    expect(finished).toBe(true)
    const again = await collect(table, { checkpointFile })
    await again.poller.idle()
    expect(again.seen).toEqual([])
  })

  it('tells whoever waits for idleness that it was stopped', async () => {
    const table = await freshTable()
    const { poller } = await collect(table)
    await put(table, 1)
    const idle = Promise.all([poller.idle(), expectStop(poller)])
    await expect(idle).resolves.toBeDefined()
    await expect(poller.idle()).rejects.toThrow('stopped')
  })

  it('says so and tries again when the engine does not answer', async () => {
    const table = await freshTable()
    const faults: unknown[] = []
    let isDown = true
    const proxy = createServer(async (request, response) => {
      if (isDown) {
        request.destroy()
        return
      }
      const body = await request.reduce((all: string, part: Buffer) => all + part.toString(), '')
      const { host: _, connection: __, 'content-length': ___, ...headers } = request.headers
      const answer = await fetch(table.endpoint, { method: 'POST', headers: headers as Record<string, string>, body })
      response.end(await answer.text())
    })
    const endpoint = await listening(proxy)
    await put(table, 1)
    const { seen, poller } = await collect({ ...table, endpoint }, { onFault: (fault) => faults.push(fault) })
    await delay(300)
    isDown = false
    await poller.idle()
    expect(seen.map(keyOf)).toEqual(['1'])
    expect(faults.length).toBeGreaterThan(0)
  })

  it('reads a parent shard to its end before its children, and is not idle in between', async () => {
    const endpoint = await splitStream()
    const { seen, poller } = await collect({ endpoint, credentials: ANYONE, streamArn: 'arn:split' })
    await poller.idle()
    expect(seen.map(keyOf).slice(0, 2)).toEqual(['parent-1', 'parent-2'])
    expect(seen.map(keyOf).slice(2).sort()).toEqual(['left-1', 'right-1'])
  })

  it('delivers what TTL deleted as a removal by the service', { timeout: 60_000 }, async () => {
    const table = await freshTable()
    const removal = new Promise<DynamoDbStreamRecord>((resolve) => {
      void collect(table, {}, async ({ Records }) => {
        for (const record of Records) if (record.eventName === 'REMOVE') resolve(record)
        return null
      })
    })
    const expiresAtEpochSeconds = Math.floor(Date.now() / 1000) - 5
    // The local engine's TTL passes over items that are missing from a sparse index.
    const Item = {
      pk: 'old',
      sk: 'item',
      communityClaims: 'c',
      learnerClaims: 'l',
      claimId: '1',
      expiresAtEpochSeconds,
    }
    await table.client.send(new PutCommand({ TableName: table.tableName, Item }))
    expect(await removal).toMatchObject({
      userIdentity: { type: 'Service', principalId: 'dynamodb.amazonaws.com' },
      dynamodb: { OldImage: { pk: { S: 'old' } } },
    })
  })
})

const ANYONE = { accessKeyId: 'anyone', secretAccessKey: 'none' }

const keyOf = (record: DynamoDbStreamRecord) => record.dynamodb.Keys['pk']?.S ?? ''

type Source = Pick<TestTable, 'endpoint' | 'credentials' | 'streamArn'>

async function start(
  { endpoint, credentials, streamArn }: Source,
  options: Partial<StreamPollerOptions> & Pick<StreamPollerOptions, 'handlers'>,
): Promise<StreamPoller> {
  const poller = await startStreamPoller({
    endpoint,
    credentials,
    streamArn,
    batchSize: 5,
    mapping: MAPPING,
    onDiscarded: (batch) => expect.unreachable(`discarded ${JSON.stringify(batch)}`),
    onFault: (error) => expect.unreachable(String(error)),
    ...options,
  })
  onTestFinished(poller.stop)
  return poller
}

/** A poller with one handler that keeps what it is given. */
async function collect(
  source: Source,
  { filters, ...options }: Partial<StreamPollerOptions> & Pick<StreamPollerOptions['handlers'][0], 'filters'> = {},
  handle?: StreamFunction,
) {
  const seen: DynamoDbStreamRecord[] = []
  const keep: StreamFunction = async ({ Records }) => {
    seen.push(...Records)
    return null
  }
  const handler = { name: 'collector', handle: handle ?? keep, ...(filters ? { filters } : {}) }
  return { seen, poller: await start(source, { ...options, handlers: [handler] }) }
}

async function expectStop(poller: StreamPoller): Promise<void> {
  await poller.idle()
  await poller.stop()
}

async function put({ client, tableName }: TestTable, n: number): Promise<void> {
  const Item = { pk: String(n), sk: 'item', bytes: new Uint8Array([0, 1, 2]) }
  await client.send(new PutCommand({ TableName: tableName, Item }))
}

async function freshFile(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'peerbadge-poller-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  return join(folder, 'checkpoints.json')
}

async function listening(server: ReturnType<typeof createServer>): Promise<string> {
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the server has no port')
  return `http://127.0.0.1:${address.port}`
}

/** A stream whose shard has split: the local engine never does that by itself. */
async function splitStream(): Promise<string> {
  const records: Readonly<Record<string, readonly string[]>> = {
    parent: ['parent-1', 'parent-2'],
    left: ['left-1'],
    right: ['right-1'],
  }
  const Shards = [
    { ShardId: 'left', ParentShardId: 'parent' },
    { ShardId: 'right', ParentShardId: 'parent' },
    { ShardId: 'parent', ParentShardId: 'long-gone' },
  ]
  const answer = (operation: string, body: Record<string, string>): unknown => {
    if (operation === 'DescribeStream') return { StreamDescription: { Shards } }
    if (operation === 'GetShardIterator') return { ShardIterator: `${body['ShardId']}|0` }
    const [shard = '', position = ''] = (body['ShardIterator'] ?? '').split('|')
    const key = records[shard]?.[Number(position)]
    const isClosed = shard === 'parent' && key === undefined
    const next = Number(position) + (key === undefined ? 0 : 1)
    return {
      Records: key === undefined ? [] : [rawRecord(key)],
      ...(isClosed ? {} : { NextShardIterator: `${shard}|${next}` }),
    }
  }
  return listening(
    createServer(async (request, response) => {
      const body = await request.reduce((all: string, part: Buffer) => all + part.toString(), '')
      const operation = String(request.headers['x-amz-target']).split('.').at(-1) ?? ''
      response.end(JSON.stringify(answer(operation, JSON.parse(body))))
    }),
  )
}

const rawRecord = (key: string) => ({
  eventID: key,
  eventName: 'INSERT',
  eventVersion: '1.1',
  eventSource: 'aws:dynamodb',
  awsRegion: 'ddblocal',
  dynamodb: {
    ApproximateCreationDateTime: 1,
    Keys: { pk: { S: key } },
    SequenceNumber: key,
    SizeBytes: 1,
    StreamViewType: 'NEW_AND_OLD_IMAGES',
  },
})
