/** Runs work as its turn comes. */
export type InTurn = <Value>(work: () => Promise<Value>) => Promise<Value>

/** Lets so many pieces of work run at once; the others wait in their order. One that fails holds up no other. */
export function takeTurns(atOnce: number): InTurn {
  const waiting: (() => void)[] = []
  let running = 0
  return async (work) => {
    if (running >= atOnce) await new Promise<void>((resolve) => waiting.push(resolve))
    else running++
    try {
      return await work()
    } finally {
      const next = waiting.shift()
      // Whoever is next takes over the place.
      if (next) next()
      else running--
    }
  }
}
