import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { ClockRun } from '../../../functions/clock/run-clock.ts'
import { startClock } from '../../../functions/local/start-clock.ts'
import type { Log } from '../../../functions/ports/log.ts'

const EVERY_MS = 10_000
const DONE: ClockRun = { handled: 0, failed: 0 }
const quiet: Log = { info: () => undefined, warn: () => undefined, error: () => undefined }

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

/** Runs that last until they are told to end. */
function runs() {
  const open: { readonly end: () => void; readonly fail: (error: Error) => void }[] = []
  const run = vi.fn(
    () =>
      new Promise<ClockRun>((resolve, reject) => {
        open.push({ end: () => resolve(DONE), fail: reject })
      }),
  )
  return { run, open }
}

describe('startClock', () => {
  it('runs at once and then at every interval', async () => {
    const run = vi.fn(async () => DONE)
    const stop = startClock(run, EVERY_MS, quiet)
    expect(run).toHaveBeenCalledTimes(1)
    await vi.advanceTimersByTimeAsync(3 * EVERY_MS)
    expect(run).toHaveBeenCalledTimes(4)
    await stop()
  })

  it('never runs twice at a time: a run that takes long stands for those it misses', async () => {
    const { run, open } = runs()
    const stop = startClock(run, EVERY_MS, quiet)
    await vi.advanceTimersByTimeAsync(3 * EVERY_MS)
    expect(run).toHaveBeenCalledTimes(1)
    open[0]?.end()
    await vi.advanceTimersByTimeAsync(EVERY_MS)
    expect(run).toHaveBeenCalledTimes(2)
    open[1]?.end()
    await stop()
  })

  it('logs a run that fails, and goes on', async () => {
    const error = vi.fn()
    const { run, open } = runs()
    const stop = startClock(run, EVERY_MS, { ...quiet, error })
    const fault = new Error('no store')
    open[0]?.fail(fault)
    await vi.advanceTimersByTimeAsync(EVERY_MS)
    expect(error.mock.calls).toEqual([['due_item_failed', {}, fault]])
    expect(run).toHaveBeenCalledTimes(2)
    open[1]?.end()
    await stop()
  })

  it('stops after the run in hand, and begins no other', async () => {
    const { run, open } = runs()
    const stopped = vi.fn()
    const stopping = startClock(run, EVERY_MS, quiet)().then(stopped)
    await vi.advanceTimersByTimeAsync(5 * EVERY_MS)
    expect(stopped).not.toHaveBeenCalled()
    open[0]?.end()
    await stopping
    await vi.advanceTimersByTimeAsync(5 * EVERY_MS)
    expect(run).toHaveBeenCalledTimes(1)
  })
})
