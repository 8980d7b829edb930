/** One reader of a stream, as far as the question goes whether there is anything left to do. */
export interface Reader {
  /** Count of stirs when the read began that found nothing; −1 before the first. */
  quietSince: number
}

/** Knows when all readers have found nothing since anything last happened. */
export interface Quiescence {
  readonly join: () => Reader
  readonly leave: (reader: Reader) => void
  /** Something happened that may have written: every reader has to look again. */
  readonly stir: () => void
  /** To be asked before a read, and given to `foundNothing` after it. */
  readonly stirs: () => number
  readonly foundNothing: (reader: Reader, stirsBefore: number) => void
  readonly whenQuiet: () => Promise<void>
  /** Rejects whoever waits. */
  readonly abandon: (reason: Error) => void
}

export function createQuiescence(): Quiescence {
  const readers = new Set<Reader>()
  const waiting = new Set<{ resolve: () => void; reject: (reason: Error) => void }>()
  let stirs = 0
  const settle = () => {
    if (waiting.size === 0 || [...readers].some((reader) => reader.quietSince !== stirs)) return
    for (const { resolve } of waiting) resolve()
    waiting.clear()
  }
  const stir = () => {
    stirs++
  }
  return {
    join: () => {
      const reader = { quietSince: -1 }
      readers.add(reader)
      return reader
    },
    leave: (reader) => {
      readers.delete(reader)
      settle()
    },
    stir,
    stirs: () => stirs,
    foundNothing: (reader, stirsBefore) => {
      reader.quietSince = stirsBefore
      settle()
    },
    whenQuiet: () => {
      stir()
      return new Promise((resolve, reject) => {
        waiting.add({ resolve, reject })
        settle()
      })
    },
    abandon: (reason) => {
      for (const { reject } of waiting) reject(reason)
      waiting.clear()
    },
  }
}
