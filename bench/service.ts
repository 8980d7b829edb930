import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { findFreePort } from '../functions/local/free-port.ts'
import { hasEndedWithin, sendSignal } from '../functions/local/running-process.ts'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const READY_MILLISECONDS = 60_000
const END_MILLISECONDS = 15_000

/** The service in a process of its own. */
export interface Service {
  readonly url: string
  readonly adminToken: string
  /** Ends it, and kills it when it does not end. Safe to repeat. */
  readonly stop: () => Promise<void>
}

/** Starts the service as it runs on a laptop, without the demo, and returns once it is ready. */
export async function startService(): Promise<Service> {
  const port = await findFreePort()
  const adminToken = randomBytes(24).toString('base64url')
  const child = spawn(process.execPath, ['--import', 'tsx', 'functions/local/cli.ts', 'start'], {
    cwd: ROOT,
    env: { ...process.env, PORT: String(port), PEERBADGE_DEMO: 'off', PEERBADGE_ADMIN_TOKEN: adminToken },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const stop = async () => {
    if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return
    sendSignal(child.pid, 'SIGTERM')
    if (!(await hasEndedWithin(child.pid, END_MILLISECONDS))) sendSignal(child.pid, 'SIGKILL')
  }
  // However this process ends, the service is told to end too.
  process.once('exit', () => child.kill('SIGTERM'))
  const printed: string[] = []
  const isReady = new Promise<void>((resolve, reject) => {
    const fail = (why: string) => reject(new Error(`the service ${why}:\n${printed.join('\n')}`))
    const timer = setTimeout(() => fail('was not ready in time'), READY_MILLISECONDS)
    for (const input of [child.stdout, child.stderr])
      createInterface({ input }).on('line', (line) => {
        printed.push(line)
        if (line.startsWith('ready ')) resolve()
      })
    child.once('exit', () => fail('ended before it was ready'))
    child.once('error', (error) => fail(error.message))
    timer.unref()
  })
  try {
    await isReady
    return { url: `http://localhost:${port}`, adminToken, stop }
  } catch (error) {
    await stop()
    throw error
  }
}
