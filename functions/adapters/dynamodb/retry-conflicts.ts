import { setTimeout as sleep } from 'node:timers/promises'
import { TransactionCanceledException } from '@aws-sdk/client-dynamodb'
import { StoreOverloaded } from '../../ports/store-overloaded.ts'

/** How often and how long something is tried that others' writes got in the way of. */
export interface RetryLimits {
  readonly attempts: number
  /** No attempt starts later than this after the first. */
  readonly totalMilliseconds: number
  /** Upper bound of the first wait; each later one may be twice as long, up to `longestMilliseconds`. */
  readonly firstMilliseconds: number
  readonly longestMilliseconds: number
}

/** At an even chance of a conflict each time, one write in a million gives up. */
export const RETRY_LIMITS: RetryLimits = {
  attempts: 20,
  totalMilliseconds: 8000,
  firstMilliseconds: 10,
  longestMilliseconds: 400,
}

const CONFLICTS: ReadonlySet<string> = new Set(['TransactionConflictException', 'TransactionInProgressException'])
const CONFLICT_REASONS: ReadonlySet<string> = new Set([
  'TransactionConflict',
  'ThrottlingError',
  'ProvisionedThroughputExceeded',
])
const OVERLOADS: ReadonlySet<string> = new Set([
  'ThrottlingException',
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'InternalFailure',
  'InternalServerError',
  'ServiceUnavailable',
  'ServiceUnavailableException',
  'TimeoutError',
  'RequestTimeout',
])
const NETWORK_CODES: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
])

/**
 * Runs one request, again and again with full jitter while other transactions are in its way; the SDK does not retry
 * those. What the SDK does retry (throttling, time-outs, faults of the service) has been retried when it gets here.
 *
 * @throws StoreOverloaded when conflicts outlast `limits`, or throttling and time-outs outlasted the SDK's retries.
 *   Everything else is thrown on unchanged.
 */
export async function retryConflicts<T>(request: () => Promise<T>, limits: RetryLimits = RETRY_LIMITS): Promise<T> {
  const giveUpAt = performance.now() + limits.totalMilliseconds
  for (let attempt = 1; ; attempt++) {
    try {
      return await request()
    } catch (cause) {
      if (isOverload(cause)) throw new StoreOverloaded('the table did not answer in time', { cause })
      if (!isConflict(cause)) throw cause
      const wait = jitteredWait(attempt, limits)
      if (attempt >= limits.attempts || performance.now() + wait > giveUpAt)
        throw new StoreOverloaded(`other transactions were in the way ${attempt} times`, { cause })
      await sleep(wait)
    }
  }
}

/** A wait of random length whose upper bound doubles with each attempt, in milliseconds. */
export const jitteredWait = (attempt: number, { firstMilliseconds, longestMilliseconds }: RetryLimits): number =>
  Math.random() * Math.min(longestMilliseconds, firstMilliseconds * 2 ** (attempt - 1))

/**
 * A conflict beside a condition that failed is retried as well: the other transaction may be half-way through, and
 * only once it is done do all conditions tell the same story.
 */
function isConflict(error: unknown): boolean {
  if (error instanceof TransactionCanceledException)
    return (error.CancellationReasons ?? []).some(({ Code }) => Code !== undefined && CONFLICT_REASONS.has(Code))
  return error instanceof Error && CONFLICTS.has(error.name)
}

function isOverload(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  if (OVERLOADS.has(error.name)) return true
  return 'code' in error && typeof error.code === 'string' && NETWORK_CODES.has(error.code)
}
