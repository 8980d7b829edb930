import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import type { Readable, Writable } from 'node:stream'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { hasEndedWithin, isRunning, sendSignal } from './running-process.ts'

const WATCHDOG = fileURLToPath(new URL('./store-watchdog.mjs', import.meta.url))
const LINES_KEPT = 12
const STOP_TIMEOUT_MS = 30_000
const LAST_WORDS_MS = 500

const ReportSchema = z.union([
  z.object({ pid: z.int().positive() }),
  z.object({ error: z.string() }),
  z.object({ exitCode: z.int().nullable(), signal: z.string().nullable() }),
])

export interface EngineProcess {
  /** Java's process number; rejects when Java does not start. */
  readonly pid: Promise<number>
  /** Resolves when the engine has ended, or nobody watches over it any more. */
  readonly ended: Promise<void>
  readonly hasEnded: () => boolean
  /** The end of what Java printed. */
  readonly lastLines: () => string
  /** SIGTERM, then waits until Java and its watchdog are gone. Safe to repeat. */
  readonly stop: () => Promise<void>
}

interface EngineCommand {
  readonly java: string
  readonly args: readonly string[]
  readonly port: number
  readonly recordFile: string | undefined
  readonly workingFolder: string
  readonly env: NodeJS.ProcessEnv
}

/** Starts Java under the watchdog, in a process group of its own: Ctrl-C in the terminal reaches our process alone. */
export function startEngineProcess(command: EngineCommand): EngineProcess {
  const { java, args, port, recordFile, workingFolder, env } = command
  const watchdog = spawn(process.execPath, [WATCHDOG, recordFile ?? '', String(port), java, ...args], {
    cwd: workingFolder,
    env: withoutLoaders(env),
    detached: true,
    windowsHide: true,
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  const lines = keepLastLines(watchdog.stderr)
  const reports = followReports(watchdog, lines)
  // Closing the pipe of a watchdog that is gone already is no fault.
  watchdog.stdin.on('error', () => undefined)
  const pid = reports.pid
  // Whoever stops before asking for the number must not meet an unhandled rejection.
  pid.catch(() => undefined)

  let stopped: Promise<void> | undefined
  const stop = async () => {
    watchdog.stdin.end()
    if (watchdog.pid !== undefined && !(await hasEndedWithin(watchdog.pid, STOP_TIMEOUT_MS))) watchdog.kill('SIGKILL')
    const java = await pid.catch(() => undefined)
    if (java !== undefined && isRunning(java)) await stopOrphan(java)
  }
  return {
    pid,
    ended: reports.ended,
    hasEnded: reports.hasEnded,
    lastLines: () => lines.join('\n'),
    stop: () => {
      stopped ??= stop()
      return stopped
    },
  }
}

type Watchdog = ChildProcessByStdio<Writable, Readable, Readable>

function followReports(watchdog: Watchdog, lines: string[]) {
  let ended = false
  const pid = new Promise<number>((resolve, reject) => {
    const output = createInterface({ input: watchdog.stdout })
    output.on('line', (line) => {
      const report = ReportSchema.parse(JSON.parse(line))
      if ('pid' in report) resolve(report.pid)
      else if ('error' in report) lines.push(report.error)
      else ended = true
    })
    watchdog.once('error', reject)
    output.once('close', () => reject(new Error(lines.join('\n') || 'no word from the watchdog')))
  })
  const lastWords = async () => {
    await Promise.race([once(watchdog, 'exit'), once(watchdog, 'error')])
    ended = true
    // What Java printed last may still be in the pipe; an engine without its watchdog never closes it.
    await Promise.race([once(watchdog, 'close'), delay(LAST_WORDS_MS)])
  }
  const whenEnded = lastWords()
  whenEnded.catch(() => undefined)
  return { pid, ended: whenEnded, hasEnded: () => ended }
}

function keepLastLines(output: Readable): string[] {
  const lines: string[] = []
  createInterface({ input: output }).on('line', (line) => {
    if (line.trim() === '') return
    lines.push(line)
    if (lines.length > LINES_KEPT) lines.shift()
  })
  return lines
}

async function stopOrphan(pid: number): Promise<void> {
  sendSignal(pid, 'SIGTERM')
  if (await hasEndedWithin(pid, STOP_TIMEOUT_MS)) return
  sendSignal(pid, 'SIGKILL')
  await hasEndedWithin(pid, STOP_TIMEOUT_MS)
}

/** The watchdog needs none of the loaders, inspectors and coverage that our own Node may have been started with. */
function withoutLoaders({ NODE_OPTIONS: _, NODE_V8_COVERAGE: __, ...env }: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return env
}
