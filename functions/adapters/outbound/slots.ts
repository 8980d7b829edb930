/** Lets so much happen at once and no more; the rest waits its turn. */
export interface Slots {
  /**
   * Runs work in a slot of a host, as soon as one is free.
   *
   * @throws the signal's reason when that is over before a slot is free; whatever the work throws.
   */
  run<Value>(host: string, signal: AbortSignal, work: () => Promise<Value>): Promise<Value>
}

interface Waiting {
  readonly host: string
  readonly start: () => void
}

/** Slots in which at most `total` run, and at most `perHost` for one host; first come, first served. */
export function createSlots({ perHost, total }: { readonly perHost: number; readonly total: number }): Slots {
  const running = new Map<string, number>()
  const queue = new Set<Waiting>()
  let all = 0
  const isFree = (host: string) => all < total && (running.get(host) ?? 0) < perHost

  function take(host: string) {
    all++
    running.set(host, (running.get(host) ?? 0) + 1)
  }

  function release(host: string) {
    all--
    const left = (running.get(host) ?? 1) - 1
    if (left === 0) running.delete(host)
    else running.set(host, left)
    for (const next of queue) {
      if (!isFree(next.host)) continue
      queue.delete(next)
      take(next.host)
      return next.start()
    }
  }

  function waitFor(host: string, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const giveUp = () => {
        queue.delete(waiting)
        reject(signal.reason)
      }
      const waiting = {
        host,
        start: () => {
          signal.removeEventListener('abort', giveUp)
          resolve()
        },
      }
      signal.addEventListener('abort', giveUp, { once: true })
      queue.add(waiting)
    })
  }

  return {
    async run(host, signal, work) {
      signal.throwIfAborted()
      if (isFree(host)) take(host)
      else await waitFor(host, signal)
      try {
        return await work()
      } finally {
        release(host)
      }
    },
  }
}
