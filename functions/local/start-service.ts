import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { inProcessBus } from '../adapters/event-bus/in-process.ts'
import { assembleApi } from '../lambdas/assemble-api.ts'
import { assemblePublic } from '../lambdas/assemble-public.ts'
import { assembleVerification } from '../lambdas/assemble-verification.ts'
import { composeClock } from '../lambdas/compose-clock.ts'
import { composeFanOut } from '../lambdas/compose-fan-out.ts'
import { composeIssuance } from '../lambdas/compose-issuance.ts'
import { composeStatusLists } from '../lambdas/compose-status-lists.ts'
import type { Log } from '../ports/log.ts'
import { answerUnparsable } from './answer-unparsable.ts'
import { answerUnroutable } from './answer-unroutable.ts'
import type { FailureMapping } from './deliver-batch.ts'
import { listen } from './listen.ts'
import { openKeyFile } from './open-key-file.ts'
import { openStore } from './open-store.ts'
import type { Progress } from './progress.ts'
import { routeRequest } from './route-request.ts'
import type { Settings } from './settings.ts'
import { startClock } from './start-clock.ts'
import type { StoreFault } from './store-fault.ts'
import { startStreamPoller } from './stream-poller.ts'

/** The same batches, filters and attempts as the stream mappings on AWS; what is given up on is logged. */
const of = (...entities: readonly string[]) => ({ NewImage: { entity: { S: entities } } })
const ISSUANCE = {
  batchSize: 25,
  filters: [
    {
      eventName: ['INSERT', 'MODIFY'],
      dynamodb: of('endorsement', 'nudge', 'refresh-requests', 'objection', 'endorsement-ring'),
    },
  ],
}
const FAN_OUT = { batchSize: 100, filters: [{ eventName: ['INSERT'], dynamodb: of('event') }] }
const MAPPING: FailureMapping = {
  maximumRetryAttempts: 30,
  bisectBatchOnFunctionError: true,
  reportBatchItemFailures: true,
  // A laptop may be shut for days between the last endorsement and the badge.
  maximumRecordAgeInSeconds: -1,
}

/** How often the laptop's clock looks at what is due; on AWS it is every minute. */
const CLOCK_EVERY_MILLISECONDS = 10_000

/** What runs, until it is stopped. */
export interface RunningService {
  /** Stops taking requests, finishes what is in hand, ends everything that was started. Safe to repeat. */
  readonly stop: () => Promise<void>
}

export interface StartOptions {
  readonly settings: Settings
  readonly adminToken: string
  readonly progress: Progress
  readonly log: Log
  /** Told when the engine ends by itself. */
  readonly onStoreDied: (fault: StoreFault) => void
  /** Gives up while starting. */
  readonly signal: AbortSignal
}

/**
 * Starts store, stream consumers, clock and HTTP server, in this order; what was started is stopped again when a later
 * part cannot start.
 */
export async function startService(options: StartOptions): Promise<RunningService> {
  const { settings, adminToken, progress, log, onStoreDied, signal } = options
  const started: (() => Promise<void>)[] = []
  const stop = once(() => closeAll(started.reverse()))
  try {
    const store = await openStore(settings, progress, onStoreDied, signal)
    started.push(store.close)
    progress.step('Opening the keys')
    const keys = await openKeyFile(settings.dataFolder)
    const around = { client: store.client, tableName: store.tableName, publicUrl: settings.publicUrl, keys, log }
    progress.step('Starting the stream consumers')
    const bus = inProcessBus([composeStatusLists(around).subscriber])
    const poller = await startStreamPoller({
      endpoint: store.endpoint,
      credentials: store.credentials,
      streamArn: store.streamArn,
      ...(settings.dataFolder === undefined
        ? {}
        : { checkpointFile: join(settings.dataFolder, 'stream-checkpoints.json') }),
      batchSize: FAN_OUT.batchSize,
      mapping: MAPPING,
      handlers: [
        { name: 'issuance', handle: composeIssuance(around), ...ISSUANCE },
        { name: 'fan-out', handle: composeFanOut({ ...around, bus }), ...FAN_OUT },
      ],
      onDiscarded: ({ handler, condition, DDBStreamBatchInfo: { batchSize } }) =>
        log.error('record_failed', { handler, condition, records: batchSize }),
      onFault: (error, handler) => log.error('record_failed', { handler }, error),
    })
    started.push(poller.stop)
    signal.throwIfAborted()
    started.push(
      startClock(
        composeClock({ ...around, bus, budgetMilliseconds: CLOCK_EVERY_MILLISECONDS }),
        CLOCK_EVERY_MILLISECONDS,
        log,
      ),
    )
    progress.step(`Listening on port ${settings.port}`)
    const adminTokenSha256 = createHash('sha256').update(adminToken).digest('hex')
    const asked = { ...around, adminTokenSha256, allowLoopbackHttp: true }
    const limits = { verificationsPerMinute: settings.verificationsPerMinute, trustedProxies: settings.trustedProxies }
    const api = assembleApi({ ...asked, keyMaker: keys })
    const server = await listen({
      port: settings.port,
      fetch: routeRequest({
        api,
        public: assemblePublic(around),
        verification: assembleVerification({ ...asked, ...limits, issuerBook: settings.issuerBook }),
      }),
      onUnroutable: answerUnroutable(settings.publicUrl, log),
      onUnparsable: answerUnparsable(settings.publicUrl),
    })
    started.push(server.close)
    return { stop }
  } catch (error) {
    await stop()
    throw error
  }
}

/** Each is closed, also when one before it fails; the first failure is thrown in the end. */
async function closeAll(closings: readonly (() => Promise<void>)[]): Promise<void> {
  const failures: unknown[] = []
  for (const close of closings) await close().catch((error: unknown) => failures.push(error))
  if (failures.length > 0) throw failures[0]
}

function once(run: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined
  return () => (running ??= run())
}
