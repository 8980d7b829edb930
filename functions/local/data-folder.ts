import { mkdir, readFile, realpath, rm, statfs, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { commandLine, hasEndedWithin, isRunning, sendSignal } from './running-process.ts'
import { StoreFault } from './store-fault.ts'

const FREE_BYTES_NEEDED = 64 * 1024 * 1024
const STOP_TIMEOUT_MS = 30_000

/** Beside the data: which engine runs on it. The watchdog writes it, and deletes it when the engine has ended. */
export const RECORD_FILE = 'store.json'

const EngineRecordSchema = z.object({
  pid: z.int().positive(),
  watchdogPid: z.int().positive(),
  ownerPid: z.int().positive(),
  port: z.int(),
  startedAt: z.string(),
})

/**
 * Makes the folder usable for an engine of our own: creates it, sees that it can be written and has room, and stops an
 * engine that outlived its owner and its watchdog. An engine whose owner lives is left alone: `data_folder_in_use`.
 *
 * @returns the folder's absolute path without symbolic links, as it stands on the engine's command line.
 */
export async function openDataFolder(folder: string, onProgress: (message: string) => void): Promise<string> {
  const path = await writableFolder(folder)
  const record = await readRecord(path)
  if (!record || !(await isEngineOn(record.pid, path))) return path
  if (isRunning(record.ownerPid) && (await isWatchdog(record.watchdogPid))) {
    throw new StoreFault(
      `The data folder ${path} is in use by process ${record.ownerPid}. Stop that first, or name another folder.`,
      { code: 'data_folder_in_use' },
    )
  }
  onProgress('Stopping a DynamoDB that an earlier run left behind')
  // A watchdog that is still there is about to do the same; a second SIGTERM changes nothing.
  sendSignal(record.pid, 'SIGTERM')
  if (await hasEndedWithin(record.pid, STOP_TIMEOUT_MS)) return path
  throw new StoreFault(
    `An earlier run left a DynamoDB on ${path} that does not stop. End process ${record.pid}, then start again.`,
    { code: 'data_folder_in_use' },
  )
}

async function writableFolder(folder: string): Promise<string> {
  try {
    await mkdir(folder, { recursive: true })
    const path = await realpath(folder)
    const probe = join(path, `.write-probe-${process.pid}`)
    await writeFile(probe, Buffer.alloc(64 * 1024))
    await rm(probe)
    const { bavail, bsize } = await statfs(path)
    if (bavail * bsize < FREE_BYTES_NEEDED) throw diskFull(folder)
    return path
  } catch (error) {
    if (error instanceof StoreFault) throw error
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    if (code === 'ENOSPC' || code === 'EDQUOT') throw diskFull(folder, error)
    throw new StoreFault(
      `The data folder ${folder} cannot be written (${String(code ?? error)}). Make it writable, or name another folder.`,
      { code: 'data_folder_unusable', cause: error },
    )
  }
}

function diskFull(folder: string, cause?: unknown): StoreFault {
  const megabytes = FREE_BYTES_NEEDED / 1024 / 1024
  return new StoreFault(
    `The disk that holds ${folder} is full: at least ${megabytes} MB are needed. Make room, or name another folder.`,
    { code: 'disk_full', cause },
  )
}

/** A file that is absent, cut short or not ours tells of no engine. */
async function readRecord(path: string): Promise<z.infer<typeof EngineRecordSchema> | undefined> {
  try {
    return EngineRecordSchema.parse(JSON.parse(await readFile(join(path, RECORD_FILE), 'utf8')))
  } catch {
    return undefined
  }
}

/** Process numbers are used again: only a Java that runs our engine on this very folder may be stopped. */
async function isEngineOn(pid: number, path: string): Promise<boolean> {
  const line = `${(await commandLine(pid)) ?? ''} `.replaceAll('"', '')
  return line.includes('DynamoDBLocal.jar') && line.includes(`-dbPath ${path} `)
}

async function isWatchdog(pid: number): Promise<boolean> {
  return (await commandLine(pid))?.includes('store-watchdog.mjs') ?? false
}
