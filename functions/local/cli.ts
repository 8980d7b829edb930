import { randomBytes } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { jsonLog } from '../adapters/logging/json-log.ts'
import type { Log } from '../ports/log.ts'
import { assertPortFree } from './listen.ts'
import { playDemo } from './play-demo.ts'
import { createProgress } from './progress.ts'
import { parseSettings } from './settings.ts'
import { startService } from './start-service.ts'

const DEMO_TIMEOUT_MILLISECONDS = 30_000
const USAGE = `Usage: peerbadge start

Starts the service on this machine. README.md lists the variables it reads.
`

const progress = createProgress(process.stdout, () => performance.now() / 1000)

/** Warnings and errors only, beside the progress: what went well is told by the service's answers. */
const log: Log = { ...jsonLog((line) => process.stderr.write(`${line}\n`)), info: () => undefined }

async function start(): Promise<void> {
  const settings = parseSettings(process.env)
  const giveUp = new AbortController()
  const stopping = whenAskedToStop()
  // A second request to stop finds the first at work; one that comes while starting ends the start.
  void stopping.then(() => giveUp.abort(new Error('stopped while starting')))
  await assertPortFree(settings.port)
  const adminToken = settings.adminToken ?? `admin_${randomBytes(24).toString('base64url')}`
  let died: Error | undefined
  const service = await startService({
    settings,
    adminToken,
    progress,
    log,
    signal: giveUp.signal,
    onStoreDied: (fault) => {
      died = fault
      askToStop()
    },
  })
  try {
    if (settings.adminToken === undefined) progress.say(`administrator token  ${adminToken}`)
    if (settings.demo) await showDemo(`http://localhost:${settings.port}`, adminToken)
    progress.say(`ready http://localhost:${settings.port}`)
    await stopping
    progress.step('Stopping')
  } finally {
    await service.stop()
  }
  if (died) throw died
  progress.say('stopped')
}

let askToStop: () => void = () => undefined

function whenAskedToStop(): Promise<void> {
  return new Promise((resolve) => {
    askToStop = resolve
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => resolve())
  })
}

/** A demo that fails is told and leaves the service running: it is not what the service is for. */
async function showDemo(baseUrl: string, adminToken: string): Promise<void> {
  progress.step('Playing the demo: three peers endorse a claim')
  try {
    const { credentialUrl, outcome } = await playDemo({
      baseUrl,
      adminToken,
      fetch,
      wait: (milliseconds) => delay(milliseconds),
      timeoutMilliseconds: DEMO_TIMEOUT_MILLISECONDS,
    })
    progress.say(`badge  ${credentialUrl}`)
    progress.say(outcome)
  } catch (error) {
    progress.say(`The demo did not finish: ${error instanceof Error ? error.message : String(error)}`)
  }
}

async function main(command: string | undefined): Promise<number> {
  if (command !== undefined && command !== 'start') {
    process.stderr.write(USAGE)
    return command === 'help' || command === '--help' ? 0 : 2
  }
  try {
    await start()
    return 0
  } catch (error) {
    progress.say(error instanceof Error ? error.message : String(error))
    return 1
  }
}

process.exitCode = await main(process.argv[2])
// Sockets of clients that keep connections alive must not hold up the end.
process.exit()
