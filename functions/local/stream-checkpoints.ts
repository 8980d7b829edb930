import { readFile, rename, writeFile } from 'node:fs/promises'
import { z } from 'zod'

/** In place of a sequence number: the shard has been read to its end. */
const FINISHED = 'finished'

const CheckpointFileSchema = z.object({
  streamArn: z.string(),
  handlers: z.record(z.string(), z.record(z.string(), z.string())),
})

/** How far each handler has read each shard. */
export interface StreamCheckpoints {
  /** Sequence number of the last record dealt with; `undefined` before the first. */
  readonly position: (handler: string, shardId: string) => string | undefined
  readonly isFinished: (handler: string, shardId: string) => boolean
  readonly advance: (handler: string, shardId: string, sequenceNumber: string) => void
  readonly finish: (handler: string, shardId: string) => void
  /** Starts the shard over, from its oldest record. */
  readonly forget: (handler: string, shardId: string) => void
  /** Drops the shards the stream no longer lists. */
  readonly retain: (handler: string, shardIds: readonly string[]) => void
  /** Resolves when all that was recorded is in the file. */
  readonly flush: () => Promise<void>
}

/**
 * Checkpoints kept in a file that is replaced as a whole, or in memory when none is named. Writing never holds up
 * reading, so the file may lag: after a crash records come again, none is left out. A file that is absent, unreadable or
 * of another stream counts as empty.
 *
 * @param onFault  Told when the file cannot be written; the next change tries again.
 */
export async function openCheckpoints(
  file: string | undefined,
  streamArn: string,
  onFault: (error: unknown) => void,
): Promise<StreamCheckpoints> {
  const handlers = new Map(
    Object.entries(await readHandlers(file, streamArn)).map(([name, shards]) => [
      name,
      new Map(Object.entries(shards)),
    ]),
  )
  const shardsOf = (handler: string) => {
    const shards = handlers.get(handler) ?? new Map<string, string>()
    handlers.set(handler, shards)
    return shards
  }
  const save = serialised(async () => {
    if (file === undefined) return
    const plain = Object.fromEntries([...handlers].map(([name, shards]) => [name, Object.fromEntries(shards)]))
    await replaceFile(file, `${JSON.stringify({ streamArn, handlers: plain })}\n`).catch(onFault)
  })
  const set = (handler: string, shardId: string, position: string) => {
    shardsOf(handler).set(shardId, position)
    void save()
  }
  return {
    position: (handler, shardId) => shardsOf(handler).get(shardId),
    isFinished: (handler, shardId) => shardsOf(handler).get(shardId) === FINISHED,
    advance: set,
    finish: (handler, shardId) => set(handler, shardId, FINISHED),
    forget: (handler, shardId) => {
      shardsOf(handler).delete(shardId)
    },
    retain: (handler, shardIds) => {
      const shards = shardsOf(handler)
      for (const shardId of [...shards.keys()]) if (!shardIds.includes(shardId)) shards.delete(shardId)
    },
    flush: save,
  }
}

async function readHandlers(file: string | undefined, streamArn: string) {
  if (file === undefined) return {}
  try {
    const found = CheckpointFileSchema.parse(JSON.parse(await readFile(file, 'utf8')))
    return found.streamArn === streamArn ? found.handlers : {}
  } catch {
    return {}
  }
}

async function replaceFile(file: string, text: string): Promise<void> {
  const fresh = `${file}.new`
  await writeFile(fresh, text)
  await rename(fresh, file)
}

/** Runs one at a time; calls made meanwhile share the run that follows. */
function serialised(run: () => Promise<void>): () => Promise<void> {
  let current = Promise.resolve()
  let next: Promise<void> | undefined
  return () => {
    next ??= current.then(() => {
      next = undefined
      current = run()
      return current
    })
    return next
  }
}
