import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { DynamoDBDocumentClient, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { createTable } from '../../../functions/adapters/dynamodb/table.ts'
import {
  type DynamoDbLocal,
  type DynamoDbLocalOptions,
  startDynamoDbLocal,
} from '../../../functions/local/dynamodb-local.ts'
import { callRawDynamoDb } from '../../../functions/local/raw-dynamodb.ts'
import { hasEndedWithin, isRunning } from '../../../functions/local/running-process.ts'
import type { StoreFault } from '../../../functions/local/store-fault.ts'
import { testClient } from '../../support/dynamodb.ts'

const OWNER = fileURLToPath(new URL('../../support/store-owner.ts', import.meta.url))
const credentials = { accessKeyId: 'local', secretAccessKey: 'none' }
const A_FEW_SECONDS_MS = 8_000

describe('startDynamoDbLocal', () => {
  it('starts an engine that answers, and stops it with nothing left behind', async () => {
    const store = await start()
    expect(await tablesOf(store.endpoint)).toEqual([])
    const watchdog = await parentOf(store.pid)
    await store.stop()
    await store.stop()
    expect([store.pid, watchdog].filter(isRunning)).toEqual([])
  })

  it('keeps the data in its folder over an orderly stop, and removes its record', async () => {
    const dataFolder = await freshFolder()
    const first = await start({ dataFolder })
    await remember(first.endpoint)
    const record: unknown = JSON.parse(await readFile(join(dataFolder, 'store.json'), 'utf8'))
    expect(record).toMatchObject({ pid: first.pid, port: Number(new URL(first.endpoint).port), ownerPid: process.pid })
    await first.stop()
    await expect(readFile(join(dataFolder, 'store.json'))).rejects.toThrow('ENOENT')
    const second = await start({ dataFolder })
    expect(await recall(second.endpoint)).toBe('kept')
  })

  it('leaves no Java behind when its owner is killed with SIGKILL', async () => {
    const { owner, pid } = await startOwner()
    const watchdog = await parentOf(pid)
    owner.kill('SIGKILL')
    expect(await hasEndedWithin(pid, A_FEW_SECONDS_MS)).toBe(true)
    expect(await hasEndedWithin(watchdog, A_FEW_SECONDS_MS)).toBe(true)
  })

  it('takes over a folder whose owner and watchdog were killed, with the data there', async () => {
    const dataFolder = await freshFolder()
    const { owner, pid, endpoint } = await startOwner(dataFolder)
    await remember(endpoint)
    const watchdog = await parentOf(pid)
    process.kill(watchdog, 'SIGSTOP')
    owner.kill('SIGKILL')
    process.kill(watchdog, 'SIGKILL')
    expect(await hasEndedWithin(watchdog, A_FEW_SECONDS_MS)).toBe(true)
    expect(isRunning(pid)).toBe(true)

    const progress: string[] = []
    const store = await start({ dataFolder, onProgress: (message) => progress.push(message) })
    expect(isRunning(pid)).toBe(false)
    expect(progress[0]).toContain('left behind')
    expect(await recall(store.endpoint)).toBe('kept')
  })

  it('can be started on the same folder at once after its owner was killed', async () => {
    const dataFolder = await freshFolder()
    const { owner, pid, endpoint } = await startOwner(dataFolder)
    await remember(endpoint)
    owner.kill('SIGKILL')
    const store = await start({ dataFolder })
    expect(isRunning(pid)).toBe(false)
    expect(await recall(store.endpoint)).toBe('kept')
  })

  it('lets its owner finish after Ctrl-C before the engine goes, and leaves nothing', async () => {
    const { owner, pid, lines } = await startOwner()
    const watchdog = await parentOf(pid)
    if (owner.pid === undefined) throw new Error('the owner has no process')
    process.kill(-owner.pid, 'SIGINT')
    await new Promise((resolve) => owner.once('close', resolve))
    expect(lines).toEqual(['the engine answers', 'stopped'])
    expect([pid, watchdog].filter(isRunning)).toEqual([])
  })

  it('stops the engine and says so when its watchdog is killed', async () => {
    const pids: number[] = []
    const fault = await deathBy(async ({ pid }) => {
      pids.push(pid)
      process.kill(await parentOf(pid), 'SIGKILL')
    })
    expect(fault).toMatchObject({ code: 'engine_died' })
    expect(pids.filter(isRunning)).toEqual([])
  })

  it('says so when the engine dies, and leaves no watchdog', async () => {
    const pids: number[] = []
    const fault = await deathBy(async ({ pid }) => {
      pids.push(await parentOf(pid))
      process.kill(pid, 'SIGKILL')
    })
    expect(fault).toMatchObject({ code: 'engine_died' })
    expect(pids.filter(isRunning)).toEqual([])
  })

  describe('refuses', () => {
    let running: DynamoDbLocal
    let folderInUse: string
    beforeAll(async () => {
      folderInUse = await mkdtemp(join(tmpdir(), 'peerbadge-store-'))
      running = await startDynamoDbLocal({ dataFolder: folderInUse })
    })
    afterAll(async () => {
      await running.stop()
      await rm(folderInUse, { recursive: true })
    })

    it('a folder that another run is using, and leaves that run alone', async () => {
      const fault = await refusal({ dataFolder: folderInUse })
      expect(fault).toMatchObject({ code: 'data_folder_in_use' })
      expect(fault.message).toContain(folderInUse)
      expect(await tablesOf(running.endpoint)).toEqual([])
    })

    it('a port that another engine has', async () => {
      const port = Number(new URL(running.endpoint).port)
      const fault = await refusal({ port })
      expect(fault).toMatchObject({ code: 'port_in_use' })
      expect(fault.message).toContain(String(port))
    })

    it('a port that another program has on the loopback address alone', async () => {
      const server = createServer()
      const port = await new Promise<number>((resolve) => {
        server.listen(0, '127.0.0.1', () => {
          const address = server.address()
          resolve(address !== null && typeof address === 'object' ? address.port : 0)
        })
      })
      onTestFinished(() => void server.close())
      expect(await refusal({ port })).toMatchObject({ code: 'port_in_use' })
    })

    it('to start without Java, with one line to install it for each system', async () => {
      const { code, message } = await refusal({ env: { PATH: '' } })
      expect(code).toBe('java_missing')
      for (const word of ['apt-get install', 'dnf install', 'brew install', 'winget install', 'DYNAMODB_ENDPOINT']) {
        expect(message).toContain(word)
      }
    })

    it('a Java that is too old, and names its version', async () => {
      const { code, message } = await refusal({ env: await envWithJava('echo \'openjdk version "11.0.2"\' >&2') })
      expect(code).toBe('java_too_old')
      expect(message).toContain('this one is 11')
    })

    it('a Java that only says that there is none', async () => {
      const env = await envWithJava('echo "Unable to locate a Java Runtime that supports java." >&2; exit 1')
      expect(await refusal({ env })).toMatchObject({ code: 'java_missing' })
    })

    it('an engine that dies at once, with what it printed last', async () => {
      const env = await envWithJava(
        'if [ "$1" = -version ]; then echo \'openjdk version "21.0.1"\' >&2; else echo "Could not reserve enough space" >&2; exit 1; fi',
      )
      const { code, message } = await refusal({ env })
      expect(code).toBe('engine_died')
      expect(message).toContain('Could not reserve enough space')
    })

    it('a data folder that cannot be one', async () => {
      const file = join(await freshFolder(), 'file')
      await writeFile(file, '')
      const { code, message } = await refusal({ dataFolder: join(file, 'below') })
      expect(code).toBe('data_folder_unusable')
      expect(message).toContain(file)
    })

    it('to go on when it is told to give up', async () => {
      const signal = AbortSignal.timeout(400)
      const dataFolder = await freshFolder()
      await expect(startDynamoDbLocal({ dataFolder, signal })).rejects.toMatchObject({ name: 'TimeoutError' })
      await expect(readFile(join(dataFolder, 'store.json'))).rejects.toThrow('ENOENT')
    })
  })

  it('leaves a stranger alone that has the number of an engine long gone', async () => {
    const dataFolder = await freshFolder()
    const stranger = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'])
    onTestFinished(() => void stranger.kill())
    const record = { pid: stranger.pid, watchdogPid: stranger.pid, ownerPid: stranger.pid, port: 1, startedAt: 'then' }
    await writeFile(join(dataFolder, 'store.json'), JSON.stringify(record))
    const store = await start({ dataFolder })
    expect(await tablesOf(store.endpoint)).toEqual([])
    expect(stranger.exitCode).toBeNull()
  })

  it('takes a record cut short for none', async () => {
    const dataFolder = await freshFolder()
    await writeFile(join(dataFolder, 'store.json'), '{"pid": 1')
    const store = await start({ dataFolder })
    expect(await tablesOf(store.endpoint)).toEqual([])
  })
})

async function start(options: DynamoDbLocalOptions = {}): Promise<DynamoDbLocal> {
  const store = await startDynamoDbLocal(options)
  onTestFinished(store.stop)
  return store
}

/** The fault of an engine that started and then ends by what is done to it. */
async function deathBy(end: (store: DynamoDbLocal) => Promise<void>): Promise<StoreFault> {
  let onDied: (fault: StoreFault) => void = () => undefined
  const death = new Promise<StoreFault>((resolve) => {
    onDied = resolve
  })
  await end(await start({ onDied: (fault) => onDied(fault) }))
  return death
}

async function refusal(options: DynamoDbLocalOptions): Promise<StoreFault> {
  return startDynamoDbLocal(options).then(
    async ({ stop }) => {
      await stop()
      throw new Error('it started')
    },
    (fault: StoreFault) => fault,
  )
}

/** A process of its own that owns an engine; in a process group of its own, as a shell would start it. */
async function startOwner(dataFolder?: string) {
  const args = ['--import', 'tsx', OWNER, ...(dataFolder === undefined ? [] : [dataFolder])]
  const owner: ChildProcess & { stdout: NonNullable<ChildProcess['stdout']> } = spawn(process.execPath, args, {
    detached: true,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  onTestFinished(() => void owner.kill('SIGKILL'))
  const lines: string[] = []
  const first = new Promise<string>((resolve, reject) => {
    createInterface({ input: owner.stdout }).on('line', (line) => {
      if (line.startsWith('{')) resolve(line)
      else lines.push(line)
    })
    owner.once('close', () => reject(new Error('the owner ended')))
  })
  const { endpoint, pid }: { endpoint: string; pid: number } = JSON.parse(await first)
  return { owner, endpoint, pid, lines }
}

async function freshFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'peerbadge store-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  return folder
}

/** A PATH on which `java` is this shell script. */
async function envWithJava(script: string): Promise<NodeJS.ProcessEnv> {
  const folder = await freshFolder()
  await writeFile(join(folder, 'java'), `#!/bin/sh\n${script}\n`)
  await chmod(join(folder, 'java'), 0o755)
  return { PATH: [folder, '/usr/bin', '/bin'].join(delimiter) }
}

async function parentOf(pid: number): Promise<number> {
  const { stdout } = await promisify(execFile)('ps', ['-o', 'ppid=', '-p', String(pid)])
  return Number(stdout)
}

async function tablesOf(endpoint: string): Promise<unknown> {
  const answer = await callRawDynamoDb({ endpoint, credentials }, 'DynamoDB_20120810.ListTables', {})
  return typeof answer === 'object' && answer !== null && 'TableNames' in answer ? answer.TableNames : answer
}

async function remember(endpoint: string): Promise<void> {
  const client = testClient(endpoint, credentials)
  await createTable(client, 'peerbadge')
  const Item = { pk: 'a', sk: 'b', word: 'kept' }
  await DynamoDBDocumentClient.from(client).send(new PutCommand({ TableName: 'peerbadge', Item }))
}

async function recall(endpoint: string): Promise<unknown> {
  const { Items } = await DynamoDBDocumentClient.from(testClient(endpoint, credentials)).send(
    new QueryCommand({
      TableName: 'peerbadge',
      ConsistentRead: true,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': 'a' },
    }),
  )
  return Items?.[0]?.['word']
}
