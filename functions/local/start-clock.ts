import type { ClockRun } from '../clock/run-clock.ts'
import type { Log } from '../ports/log.ts'

/**
 * Runs the clock at once and then at every interval, never twice at a time.
 *
 * @returns stops it, after the run in hand.
 */
export function startClock(run: () => Promise<ClockRun>, everyMilliseconds: number, log: Log): () => Promise<void> {
  let inHand: Promise<unknown> | undefined
  const tick = () => {
    inHand ??= run()
      .catch((error: unknown) => log.error('due_item_failed', {}, error))
      .finally(() => {
        inHand = undefined
      })
  }
  const timer = setInterval(tick, everyMilliseconds)
  tick()
  return async () => {
    clearInterval(timer)
    await inHand
  }
}
