import { type Instant, toEpochMilliseconds } from '../shared/instant.ts'

const HOUR_MILLISECONDS = 3_600_000

/** Upper ends, in hours, of the classes in which waits are counted; a last class holds what took longer. */
export const WAIT_CLASS_HOURS = [1, 2, 4, 8, 12, 24, 48, 72, 120, 168, 336] as const

/** Fewer waits than these say more about people than about the queue. */
const FEWEST_TOLD = 5

/** The class a wait falls into, from 0. */
export function waitClassOf(askedAt: Instant, answeredAt: Instant): number {
  const hours = (toEpochMilliseconds(answeredAt) - toEpochMilliseconds(askedAt)) / HOUR_MILLISECONDS
  const found = WAIT_CLASS_HOURS.findIndex((upper) => hours <= upper)
  return found === -1 ? WAIT_CLASS_HOURS.length : found
}

/** How long the first answer takes in a community. */
export interface ExpectedWait {
  /** Half of all requests were first answered within so many hours. */
  readonly p50Hours: number
  readonly p90Hours: number
  /** How many requests that is taken from. */
  readonly requests: number
}

/**
 * What whoever asks may expect, rounded up to the classes' ends.
 *
 * @param counts  How many waits fell into each class.
 * @returns `undefined` while too few requests were answered to say.
 */
export function expectedWaitOf(counts: readonly number[]): ExpectedWait | undefined {
  const requests = counts.reduce((sum, count) => sum + count, 0)
  if (requests < FEWEST_TOLD) return undefined
  return { p50Hours: quantile(counts, requests * 0.5), p90Hours: quantile(counts, requests * 0.9), requests }
}

function quantile(counts: readonly number[], rank: number): number {
  let seen = 0
  for (const [index, count] of counts.entries()) {
    seen += count
    if (seen >= rank) return WAIT_CLASS_HOURS[index] ?? LONGEST_HOURS
  }
  return LONGEST_HOURS
}

const LONGEST_HOURS = WAIT_CLASS_HOURS.at(-1) ?? 0
