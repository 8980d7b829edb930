import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { setTimeout as delay } from 'node:timers/promises'
import { promisify } from 'node:util'

const POLL_MS = 50

/** Whether the process still runs. One that has ended and that nobody has collected yet counts as ended. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
  return !isZombie(pid)
}

/** Resolves with whether the process ended within the time. */
export async function hasEndedWithin(pid: number, timeoutMs: number): Promise<boolean> {
  const deadline = Date.now() + timeoutMs
  while (isRunning(pid)) {
    if (Date.now() >= deadline) return false
    await delay(POLL_MS)
  }
  return true
}

/** Sends a signal; a process that is gone already is no fault. */
export function sendSignal(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error
  }
}

/** The command line as text, arguments parted by spaces; `undefined` when there is no such process. */
export async function commandLine(pid: number): Promise<string | undefined> {
  if (!isRunning(pid)) return undefined
  try {
    if (process.platform === 'linux') {
      return (await readFile(`/proc/${pid}/cmdline`, 'utf8')).replaceAll('\0', ' ').trim() || undefined
    }
    const [command, ...args] = commandLineQuery(pid)
    const { stdout } = await promisify(execFile)(command, args, { windowsHide: true })
    return stdout.trim() || undefined
  } catch {
    return undefined
  }
}

function commandLineQuery(pid: number): [string, ...string[]] {
  if (process.platform !== 'win32') return ['ps', '-ww', '-o', 'command=', '-p', String(pid)]
  const query = `(Get-CimInstance Win32_Process -Filter 'ProcessId=${pid}').CommandLine`
  return ['powershell', '-NoProfile', '-NonInteractive', '-Command', query]
}

/** Where the first process does not collect orphans, as in some containers, an ended one keeps its number for good. */
function isZombie(pid: number): boolean {
  if (process.platform !== 'linux') return false
  try {
    // The name stands in brackets and may hold anything; the state is the field after the last of them.
    return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.startsWith('Z') ?? false
  } catch {
    return true
  }
}
