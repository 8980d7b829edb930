import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import { fileURLToPath } from 'node:url'

const VITEST = fileURLToPath(new URL('../../node_modules/vitest/vitest.mjs', import.meta.url))
const KILL_AFTER_MS = 10_000

/**
 * Runs vitest in a process group of its own and leaves nothing of it behind, whichever way it ends.
 *
 * @returns its exit status.
 */
export function runVitest(vitestArguments: readonly string[]): Promise<number> {
  const ownGroup = process.platform !== 'win32'
  const child = spawn(process.execPath, [VITEST, 'run', ...vitestArguments], { stdio: 'inherit', detached: ownGroup })
  const signalAll = (signal: NodeJS.Signals) => {
    try {
      if (ownGroup && child.pid) process.kill(-child.pid, signal)
      else child.kill(signal)
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error
    }
  }
  return new Promise((resolve, reject) => {
    let interruptedBy: NodeJS.Signals | undefined
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, () => {
        interruptedBy = signal
        signalAll(signal)
        setTimeout(() => signalAll('SIGKILL'), KILL_AFTER_MS).unref()
      })
    }
    child.on('error', reject)
    child.on('exit', (status) => {
      signalAll('SIGTERM')
      resolve(interruptedBy ? 128 + constants.signals[interruptedBy] : (status ?? 1))
    })
  })
}
