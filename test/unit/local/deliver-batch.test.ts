import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type BatchResponse,
  type Delivery,
  deliverBatch,
  type FailureMapping,
  type StreamFunction,
} from '../../../functions/local/deliver-batch.ts'
import { aStreamRecord } from '../../support/stream-records.ts'

const MAPPING: FailureMapping = {
  maximumRetryAttempts: 2,
  maximumRecordAgeInSeconds: -1,
  bisectBatchOnFunctionError: false,
  reportBatchItemFailures: true,
}
const NOW_EPOCH_SECONDS = 1_795_000_000

describe('deliverBatch', () => {
  it.each([
    ['nothing', undefined],
    ['null', null],
    ['an empty object', {}],
    ['a null list', { batchItemFailures: null }],
    ['an empty list', { batchItemFailures: [] }],
  ])('takes %s for success', async (_, response) => {
    const run = await deliver(3, async () => response)
    expect(run).toMatchObject({ attempts: ['1 2 3'], checkpoints: ['3'], discarded: [] })
  })

  it('delivers again from the lowest reported record on, and no earlier', async () => {
    const run = await deliver(5, failOnce(['4', '2']))
    expect(run).toMatchObject({ attempts: ['1 2 3 4 5', '2 3 4 5'], checkpoints: ['1', '5'], discarded: [] })
  })

  it.each([['unknown'], ['']])('delivers the whole batch again when the reported number is "%s"', async (number) => {
    const run = await deliver(3, failOnce(['3', number]))
    expect(run).toMatchObject({ attempts: ['1 2 3', '1 2 3'], checkpoints: ['3'] })
  })

  it('does not read the answer when the mapping does not say so', async () => {
    const run = await deliver(3, failOnce(['1']), { reportBatchItemFailures: false })
    expect(run).toMatchObject({ attempts: ['1 2 3'], checkpoints: ['3'] })
  })

  it('discards what still fails after the last attempt, with all that stands behind it', async () => {
    const run = await deliver(4, async ({ Records }) => failures(numbers(Records).includes('2') ? ['2'] : []))
    expect(run.attempts).toEqual(['1 2 3 4', '2 3 4', '2 3 4'])
    expect(run.discarded).toEqual(['2 3 4 RetryAttemptsExhausted 3'])
    expect(run.checkpoints).toEqual(['1', '4'])
  })

  it('halves a batch on an error until the bad record stands alone, which costs no attempt', async () => {
    const run = await deliver(4, throwOn('3'), { bisectBatchOnFunctionError: true, maximumRetryAttempts: 1 })
    expect(run.attempts).toEqual(['1 2 3 4', '1 2', '3 4', '3', '3', '4'])
    expect(run.discarded).toEqual(['3 RetryAttemptsExhausted 2'])
    expect(run.checkpoints).toEqual(['2', '3', '4'])
  })

  it('cuts a batch at the reported number when it may bisect, and retries the rest', async () => {
    const run = await deliver(3, failOnce(['2']), { bisectBatchOnFunctionError: true, maximumRetryAttempts: 0 })
    expect(run).toMatchObject({ attempts: ['1 2 3', '2 3'], checkpoints: ['1', '3'], discarded: [] })
  })

  it('tells of every error that a handler throws', async () => {
    const run = await deliver(1, throwOn('1'), { maximumRetryAttempts: 1 })
    expect(run.faults).toEqual(['cannot handle 1', 'cannot handle 1'])
  })

  it('waits longer before each attempt', async () => {
    const { pauses } = await deliver(1, throwOn('1'), { maximumRetryAttempts: 8 })
    expect(pauses).toEqual([100, 200, 400, 800, 1600, 3200, 5000, 5000])
  })

  it('discards records that are too old without delivering them', async () => {
    const ages = [500, 400, 10]
    const run = await deliver(3, async () => null, { maximumRecordAgeInSeconds: 120 }, ages)
    expect(run).toMatchObject({
      attempts: ['3'],
      discarded: ['1 2 RecordAgeExceeded 0'],
      checkpoints: ['2', '3'],
    })
  })

  it('gives a record the minute by which its time may be rounded', async () => {
    const run = await deliver(1, async () => null, { maximumRecordAgeInSeconds: 120 }, [179])
    expect(run.discarded).toEqual([])
  })

  it('stops after the attempt in hand, and leaves the rest for later', async () => {
    const run = await deliver(4, throwOn('1'), { maximumRetryAttempts: -1, bisectBatchOnFunctionError: true }, [], 1)
    expect(run).toMatchObject({ isDone: false, attempts: ['1 2 3 4'], checkpoints: [], discarded: [] })
  })

  it('accepts or discards every record, in order, whatever the handler answers', async () => {
    const script = fc.array(fc.oneof(fc.constant('throw'), fc.constant('accept'), fc.integer({ min: 1, max: 9 })))
    const settings = fc.record({
      bisectBatchOnFunctionError: fc.boolean(),
      maximumRetryAttempts: fc.integer({ min: 0, max: 3 }),
    })
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 9 }), script, settings, async (count, answers, mapping) => {
        const left = [...answers]
        const accepted = new Set<string>()
        const run = await deliver(
          count,
          async ({ Records }) => {
            const answer = left.shift() ?? 'accept'
            if (answer === 'throw') throw new Error('scripted')
            const reported = typeof answer === 'number' ? [String(answer)] : []
            const firstBad = numbers(Records).indexOf(reported[0] ?? '')
            const good = reported.length === 0 ? numbers(Records) : numbers(Records).slice(0, Math.max(0, firstBad))
            for (const number of good) accepted.add(number)
            return failures(reported)
          },
          mapping,
        )
        const lost = run.discarded.flatMap((line) =>
          line
            .split(' ')
            .filter((word) => /^\d$/.test(word))
            .slice(0, -1),
        )
        const seen = [...accepted, ...lost].map(Number).sort((a, b) => a - b)
        expect(seen).toEqual(Array.from({ length: count }, (_, index) => index + 1))
        expect(run.checkpoints.map(Number)).toEqual(run.checkpoints.map(Number).sort((a, b) => a - b))
        expect(run.checkpoints.at(-1)).toBe(String(count))
      }),
    )
  })
})

/** @param stopAfter  Attempts after which the poller is stopping. */
async function deliver(
  count: number,
  handle: StreamFunction,
  mapping: Partial<FailureMapping> = {},
  agesInSeconds: readonly number[] = [],
  stopAfter = Number.POSITIVE_INFINITY,
) {
  const attempts: string[] = []
  const checkpoints: string[] = []
  const discarded: string[] = []
  const faults: string[] = []
  const pauses: number[] = []
  const delivery: Delivery = {
    handle: (event) => {
      attempts.push(numbers(event.Records).join(' '))
      return handle(event)
    },
    mapping: { ...MAPPING, ...mapping },
    onDone: (last) => checkpoints.push(last.dynamodb.SequenceNumber),
    onDiscarded: (records, condition, invokeCount) =>
      discarded.push([...numbers(records), condition, invokeCount].join(' ')),
    onFault: (error) => faults.push(error instanceof Error ? error.message : String(error)),
    isStopping: () => attempts.length >= stopAfter,
    pause: async (ms) => {
      pauses.push(ms)
    },
    now: () => NOW_EPOCH_SECONDS * 1000,
  }
  const records = Array.from({ length: count }, (_, index) =>
    aStreamRecord(index + 1, { createdEpochSeconds: NOW_EPOCH_SECONDS - (agesInSeconds[index] ?? 0) }),
  )
  const isDone = await deliverBatch(records, delivery)
  return { isDone, attempts, checkpoints, discarded, faults, pauses }
}

const numbers = (records: Parameters<StreamFunction>[0]['Records']) =>
  records.map(({ dynamodb }) => dynamodb.SequenceNumber)

const failures = (reported: readonly string[]): BatchResponse => ({
  batchItemFailures: reported.map((itemIdentifier) => ({ itemIdentifier })),
})

/** Reports these on the first attempt only. */
function failOnce(reported: readonly string[]): StreamFunction {
  const answers = [failures(reported)]
  return async () => answers.shift()
}

const throwOn =
  (number: string): StreamFunction =>
  async ({ Records }) => {
    if (numbers(Records).includes(number)) throw new Error(`cannot handle ${number}`)
    return null
  }
