import type { DynamoDbStreamEvent, DynamoDbStreamRecord } from './stream-records.ts'

/** How Lambda is told to deal with failures; named as in its event source mapping. */
export interface FailureMapping {
  /** Attempts after the first. −1 for no end. */
  readonly maximumRetryAttempts: number
  /** Older records are discarded undelivered; the local engine's times are good to a minute only. −1 for no end. */
  readonly maximumRecordAgeInSeconds: number
  readonly bisectBatchOnFunctionError: boolean
  /** Whether the answer's `batchItemFailures` is read; otherwise every answer is a success. */
  readonly reportBatchItemFailures: boolean
}

/** Which records to deliver again, by sequence number. An empty or absent list is success. */
export interface BatchResponse {
  readonly batchItemFailures?: readonly { readonly itemIdentifier: string }[] | null
}

export type StreamFunction = (event: DynamoDbStreamEvent) => Promise<BatchResponse | null | undefined>

export type DiscardCondition = 'RetryAttemptsExhausted' | 'RecordAgeExceeded'

export interface Delivery {
  readonly handle: StreamFunction
  readonly mapping: FailureMapping
  /** All up to and including this record are dealt with. */
  readonly onDone: (last: DynamoDbStreamRecord) => void
  readonly onDiscarded: (
    records: readonly DynamoDbStreamRecord[],
    condition: DiscardCondition,
    invokeCount: number,
  ) => void
  readonly onFault: (error: unknown) => void
  readonly isStopping: () => boolean
  readonly pause: (ms: number) => Promise<void>
  readonly now: () => number
}

interface Part {
  readonly records: readonly DynamoDbStreamRecord[]
  readonly failures: number
}

const FIRST_RETRY_MS = 100
const LONGEST_RETRY_MS = 5_000
const TIMES_ROUNDED_TO_SECONDS = 60

/**
 * Delivers a batch as Lambda's event source mapping does: in order, again from the lowest failed record on, halved on an
 * error when the mapping says so (which costs no attempt), and discarded when attempts or age run out.
 *
 * @returns true when all is accepted or discarded; false when the poller stops, after the attempt in hand.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-batchfailurereporting.html
 */
export async function deliverBatch(records: readonly DynamoDbStreamRecord[], delivery: Delivery): Promise<boolean> {
  const parts: Part[] = [{ records, failures: 0 }]
  for (let part = parts.shift(); part; part = parts.shift()) {
    if (delivery.isStopping()) return false
    const young = discardOld(part, delivery)
    if (young.records.length > 0) parts.unshift(...(await attempt(young, delivery)))
  }
  return true
}

/** What is left to do of the part after one attempt. */
async function attempt(part: Part, delivery: Delivery): Promise<Part[]> {
  const { records } = part
  const { mapping, onDone, onDiscarded, isStopping, pause } = delivery
  const firstFailed = await invoke(records, delivery)
  const isError = firstFailed === 'all'
  const accepted = isError ? 0 : firstFailed
  const lastAccepted = records[accepted - 1]
  if (lastAccepted) onDone(lastAccepted)
  const rest = records.slice(accepted)
  if (rest.length === 0) return []

  if (mapping.bisectBatchOnFunctionError) {
    if (accepted > 0) return [{ records: rest, failures: part.failures }]
    if (isError && rest.length > 1) return halves(part)
  }
  const failures = part.failures + 1
  if (mapping.maximumRetryAttempts >= 0 && failures > mapping.maximumRetryAttempts) {
    onDiscarded(rest, 'RetryAttemptsExhausted', failures)
    markDone(rest, delivery)
    return []
  }
  if (!isStopping()) await pause(Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** (failures - 1)))
  return [{ records: rest, failures }]
}

/** Position of the first record to deliver again, as many as there are when there is none, or `all` after an error. */
async function invoke(records: readonly DynamoDbStreamRecord[], delivery: Delivery): Promise<number | 'all'> {
  try {
    const response = await delivery.handle({ Records: records })
    const failures = delivery.mapping.reportBatchItemFailures ? (response?.batchItemFailures ?? []) : []
    const positions = failures.map(({ itemIdentifier }) =>
      records.findIndex((record) => record.dynamodb.SequenceNumber === itemIdentifier),
    )
    return positions.includes(-1) ? 'all' : Math.min(records.length, ...positions)
  } catch (error) {
    delivery.onFault(error)
    return 'all'
  }
}

function discardOld(part: Part, delivery: Delivery): Part {
  const { mapping, onDiscarded, now } = delivery
  if (mapping.maximumRecordAgeInSeconds < 0) return part
  const oldest = now() / 1000 - mapping.maximumRecordAgeInSeconds - TIMES_ROUNDED_TO_SECONDS
  const isYoung = (record: DynamoDbStreamRecord) => record.dynamodb.ApproximateCreationDateTime >= oldest
  const firstYoung = part.records.findIndex(isYoung)
  const old = firstYoung === -1 ? part.records : part.records.slice(0, firstYoung)
  if (old.length === 0) return part
  onDiscarded(old, 'RecordAgeExceeded', part.failures)
  markDone(old, delivery)
  return { ...part, records: part.records.slice(old.length) }
}

function halves({ records, failures }: Part): Part[] {
  const middle = Math.ceil(records.length / 2)
  return [
    { records: records.slice(0, middle), failures },
    { records: records.slice(middle), failures },
  ]
}

function markDone(records: readonly DynamoDbStreamRecord[], { onDone }: Delivery): void {
  const last = records.at(-1)
  if (last) onDone(last)
}
