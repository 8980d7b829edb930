/** Waits that can all be cut short at once. */
export interface Pauses {
  readonly pause: (ms: number) => Promise<void>
  readonly wakeAll: () => void
}

export function createPauses(): Pauses {
  const sleepers = new Set<() => void>()
  return {
    pause: (ms) =>
      new Promise((resolve) => {
        const wake = () => {
          clearTimeout(timer)
          sleepers.delete(wake)
          resolve()
        }
        const timer = setTimeout(wake, ms)
        sleepers.add(wake)
      }),
    wakeAll: () => {
      for (const wake of [...sleepers]) wake()
    },
  }
}
