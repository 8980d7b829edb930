import { type Instant, toEpochMilliseconds, toWholeSeconds } from '../domain/shared/instant.ts'
import type { IssuanceDeps } from './issuance-deps.ts'

const MS_PER_SECOND = 1000
/** A clock further behind the one that signed before is not waited for. */
const MOST_WAITS = 3

/**
 * The moment from which a later version of a badge is valid: now, but in a later second than the version before (REF-03). At
 * most that second is waited out; a date in the future is never given.
 *
 * @param earlierValidFrom  Of the version before.
 * @throws A fault when the clock is more than seconds behind that; safe to repeat.
 */
export async function nextSigningInstant(
  { now, pause }: Pick<IssuanceDeps, 'now' | 'pause'>,
  earlierValidFrom: string,
): Promise<Instant> {
  const earlier = Date.parse(earlierValidFrom)
  for (let waits = 0; ; waits++) {
    const at = now()
    if (Date.parse(toWholeSeconds(at)) > earlier) return at
    if (waits === MOST_WAITS) throw new Error(`the clock has not yet reached the second after ${earlierValidFrom}`)
    await pause(Math.min(MS_PER_SECOND, earlier + MS_PER_SECOND - toEpochMilliseconds(at)))
  }
}
