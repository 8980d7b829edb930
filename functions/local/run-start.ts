import { randomBytes } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { jsonLog } from '../adapters/logging/json-log.ts'
import type { Log } from '../ports/log.ts'
import { assertPortFree } from './listen.ts'
import { playDemo } from './play-demo.ts'
import { createProgress } from './progress.ts'
import { parseSettings, type Settings } from './settings.ts'
import { type RunningService, startService } from './start-service.ts'
import type { StoreFault } from './store-fault.ts'
import { unlessAborted } from './unless-aborted.ts'

const DEMO_TIMEOUT_MILLISECONDS = 30_000
const SIGNAL_LAG_MILLISECONDS = 100

/** Aborted once it is time to stop, also while starting. A second request to stop finds the first at work. */
const stopping = new AbortController()
const askToStop = () => stopping.abort(new Error('asked to stop'))

const progress = createProgress(process.stdout, () => performance.now() / 1000)

/** Warnings and errors only, beside the progress: what went well is told by the service's answers. */
const log: Log = { ...jsonLog((line) => process.stderr.write(`${line}\n`)), info: () => undefined }

async function start(): Promise<void> {
  const settings = parseSettings(process.env)
  await assertPortFree(settings.port)
  const adminToken = settings.adminToken ?? `admin_${randomBytes(24).toString('base64url')}`
  let died: StoreFault | undefined
  const service = await startUnlessStopped(settings, adminToken, (fault) => {
    died = fault
    askToStop()
  })
  try {
    if (service) await present(settings, adminToken)
  } finally {
    await service?.stop()
  }
  if (died) throw died
  progress.say('stopped')
}

/** What a part says that was cut off while starting is not why the start ends. */
async function startUnlessStopped(
  settings: Settings,
  adminToken: string,
  onStoreDied: (fault: StoreFault) => void,
): Promise<RunningService | undefined> {
  const { signal } = stopping
  try {
    return await startService({ settings, adminToken, progress, log, signal, onStoreDied })
  } catch (error) {
    // Ctrl-C reaches every process of the terminal, and a child may end of it before it is heard of here.
    await delay(SIGNAL_LAG_MILLISECONDS)
    if (signal.aborted) return undefined
    throw error
  }
}

/** Tells how to use the service that runs, and returns when it is to stop. */
async function present(settings: Settings, adminToken: string): Promise<void> {
  if (settings.adminToken === undefined) progress.say(`administrator token  ${adminToken}`)
  if (settings.demo) await showDemo(settings, adminToken)
  if (!stopping.signal.aborted) {
    progress.say(`ready http://localhost:${settings.port}`)
    await new Promise((resolve) => stopping.signal.addEventListener('abort', resolve))
  }
  progress.step('Stopping')
}

/** A demo that fails is told and leaves the service running: it is not what the service is for. */
async function showDemo({ port, publicUrl }: Settings, adminToken: string): Promise<void> {
  progress.step('Playing the demo: three peers endorse a claim')
  const demo = playDemo({
    baseUrl: `http://localhost:${port}`,
    publicUrl,
    adminToken,
    fetch,
    wait: (milliseconds) => delay(milliseconds),
    timeoutMilliseconds: DEMO_TIMEOUT_MILLISECONDS,
  })
  try {
    const { credentialUrl, outcome } = await unlessAborted(demo, stopping.signal)
    progress.say(`badge  ${credentialUrl}`)
    progress.say(outcome)
  } catch (error) {
    if (!stopping.signal.aborted) progress.say(`The demo did not finish: ${messageOf(error)}`)
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

/** Runs the service until it is asked to stop, and returns the status to end with. */
export async function runStart(): Promise<number> {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, askToStop)
  try {
    await start()
    return 0
  } catch (error) {
    progress.say(messageOf(error))
    return 1
  }
}
