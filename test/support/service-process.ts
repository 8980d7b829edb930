import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { onTestFinished } from 'vitest'
import { hasEndedWithin, isRunning, sendSignal } from '../../functions/local/running-process.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const BOOTSTRAP = fileURLToPath(new URL('../../functions/local/bootstrap.mjs', import.meta.url))
const LINE_TIMEOUT_MS = 45_000
const END_TIMEOUT_MS = 30_000

/** The whole service in processes of its own, started as a stranger would. */
export interface ServiceProcess {
  readonly pid: number
  readonly url: string
  /** What it printed so far on both outputs, line by line. */
  readonly lines: readonly string[]
  /** The first line that matches, also an earlier one; rejects with all that was printed when none comes. */
  readonly line: (pattern: RegExp) => Promise<string>
  /** Resolves with the exit status, or the signal that ended it. */
  readonly ended: Promise<number | NodeJS.Signals>
  /** Everything it started that still runs, with itself. */
  readonly family: () => Promise<readonly Relative[]>
  readonly kill: (signal: NodeJS.Signals) => void
  /** What Ctrl-C in a terminal does. */
  readonly killGroup: (signal: NodeJS.Signals) => void
  /** Nobody reads any more what it prints. */
  readonly hangUp: () => void
}

export interface Relative {
  readonly pid: number
  readonly command: string
}

export interface ServiceProcessOptions {
  readonly port: number
  readonly env?: Readonly<Record<string, string>>
  readonly throughNpm?: boolean
}

/** Spawns `npm start`, or what it runs; whatever is left of it when the test has finished is ended then. */
export function startServiceProcess(options: ServiceProcessOptions): ServiceProcess {
  const service = spawnService(options)
  onTestFinished(() => endFamily(service))
  return service
}

/** As {@link startServiceProcess}, for hooks: the caller sees to the end with {@link endFamily}. */
export function spawnService({ port, env = {}, throughNpm = false }: ServiceProcessOptions): ServiceProcess {
  const [command, ...args] = throughNpm ? ['npm', 'start'] : [process.execPath, BOOTSTRAP, 'start']
  const child = spawn(command, args, {
    cwd: ROOT,
    env: { ...inherited(), PORT: String(port), ...env },
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const pid = pidOf(child)
  const { lines, line } = followLines(child)
  const ended = new Promise<number | NodeJS.Signals>((resolve) => {
    child.once('close', (status, signal) => resolve(signal ?? status ?? -1))
  })
  return {
    pid,
    url: `http://localhost:${port}`,
    lines,
    line,
    ended,
    family: () => familyOf(pid),
    kill: (signal) => sendSignal(pid, signal),
    killGroup: (signal) => process.kill(-pid, signal),
    hangUp: () => {
      child.stdout?.destroy()
      child.stderr?.destroy()
    },
  }
}

/** Whatever of the processes has not ended after a while; empty when nothing is left behind. */
export async function leftOf(family: readonly Relative[]): Promise<readonly Relative[]> {
  await Promise.all(family.map(({ pid }) => hasEndedWithin(pid, END_TIMEOUT_MS)))
  return family.filter(({ pid }) => isRunning(pid))
}

/** Ends a service in order, or the hard way when it does not end. */
export async function endFamily(service: ServiceProcess): Promise<void> {
  const family = await service.family()
  service.kill('SIGTERM')
  for (const { pid } of await leftOf(family)) sendSignal(pid, 'SIGKILL')
}

/** A folder that goes with the test. */
export async function freshFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'peerbadge e2e-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return folder
}

/** Nothing of the test runner's own environment, and none of the variables under test. */
function inherited(): Record<string, string> {
  const names = ['PATH', 'HOME', 'JAVA_HOME', 'TMPDIR', 'LANG', 'USER']
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = process.env[name]
      return value === undefined ? [] : [[name, value]]
    }),
  )
}

function pidOf(child: ChildProcess): number {
  if (child.pid === undefined) throw new Error('the service has no process')
  return child.pid
}

function followLines(child: ChildProcess) {
  const lines: string[] = []
  const listeners = new Set<() => void>()
  const tell = () => {
    for (const listener of [...listeners]) listener()
  }
  for (const input of [child.stdout, child.stderr])
    if (input)
      createInterface({ input }).on('line', (text) => {
        lines.push(text)
        tell()
      })
  let isClosed = false
  child.once('close', () => {
    isClosed = true
    tell()
  })
  const line = (pattern: RegExp) =>
    new Promise<string>((resolve, reject) => {
      const fail = (why: string) => reject(new Error(`${why} ${pattern}:\n${lines.join('\n')}`))
      const timer = setTimeout(() => settle(() => fail('no line in time like')), LINE_TIMEOUT_MS)
      const settle = (how: () => void) => {
        clearTimeout(timer)
        listeners.delete(look)
        how()
      }
      const look = () => {
        const found = lines.find((text) => pattern.test(text))
        if (found !== undefined) settle(() => resolve(found))
        else if (isClosed) settle(() => fail('it ended without a line like'))
      }
      listeners.add(look)
      look()
    })
  return { lines, line }
}

/** Itself, its process group and all that these started; a child in the group is found also when its parent is gone. */
async function familyOf(pid: number): Promise<readonly Relative[]> {
  const { stdout } = await promisify(execFile)('ps', ['-ww', '-A', '-o', 'pid=,ppid=,pgid=,stat=,args='])
  const all = stdout.split('\n').flatMap((row) => {
    const [, own, parent, group, command] = /^\s*(\d+)\s+(\d+)\s+(\d+)\s+[^Z\s]\S*\s+(.*)$/.exec(row) ?? []
    return command === undefined ? [] : [{ pid: Number(own), parent: Number(parent), group: Number(group), command }]
  })
  const family = new Set(all.filter((one) => one.pid === pid || one.group === pid))
  // Grows while it is gone through: children follow their parents.
  for (const { pid: parent } of family) for (const one of all) if (one.parent === parent) family.add(one)
  return [...family]
}
