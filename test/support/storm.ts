import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { toTally } from '../../functions/adapters/dynamodb/summaries/summary-items.ts'
import { inProcessBus } from '../../functions/adapters/event-bus/in-process.ts'
import { fileSealedKeys } from '../../functions/adapters/keys/file-sealed-keys.ts'
import type { CommunityTally } from '../../functions/domain/independence/share.ts'
import { addMilliseconds, toInstant } from '../../functions/domain/shared/instant.ts'
import { composeClock } from '../../functions/lambdas/compose-clock.ts'
import { composeFanOut } from '../../functions/lambdas/compose-fan-out.ts'
import { composeIssuance } from '../../functions/lambdas/compose-issuance.ts'
import type { BatchResponse } from '../../functions/lambdas/stream-handler.ts'
import { type StreamPoller, startStreamPoller } from '../../functions/local/stream-poller.ts'
import type { DynamoDbStreamEvent, DynamoDbStreamRecord } from '../../functions/local/stream-records.ts'
import type { Now } from '../../functions/ports/clock.ts'
import type { ClaimView } from '../../schemas/claim.ts'
import type { PolicyInput } from '../../schemas/policy.ts'
import { freshTable, type TestTable } from './dynamodb.ts'
import { everyItem } from './every-item.ts'
import type { FaultCounts } from './fault-injection.ts'
import { Killed, mortal, quietLog, type SealedKeys, type Stores, storesOf } from './issuance-scenario.ts'
import { call, openSite, prepare, type Site } from './storm-site.ts'

const MOST_TRIES = 100
/** Of each batch. */
const MOST_DUPLICATES = 6
const OVERLOAD_PAUSE_MS = 100
/** The clock looks as if an hour passed each time: what was parked is tried again, and nobody may object any more. */
const MOST_CLOCK_RUNS = 10
const CLOCK_BUDGET_MS = 5_000
const HOUR_MILLISECONDS = 3_600_000

/** How rough it gets. */
export interface StormOptions {
  readonly peers: number
  readonly policy: PolicyInput
  readonly random: () => number
  /** How many times a consumer is killed in all, at most. */
  readonly deaths: number
  /** How many of the peers wait until the badge is there. */
  readonly latecomers: number
}

/** Both answers to one peer's request, which was sent twice with one key. */
interface Pair {
  readonly peer: string
  readonly answers: readonly { readonly status: number; readonly id: string }[]
}

/** What is there when it is over. */
export interface Aftermath {
  readonly claim: ClaimView
  /** What the community is known to have endorsed. */
  readonly tally: CommunityTally
  readonly pairs: readonly Pair[]
  /** Items by their kind: how many the table holds. */
  readonly items: ReadonlyMap<string, number>
  /** Events by their type: how many. */
  readonly events: ReadonlyMap<string, number>
  readonly stores: Stores
  readonly faults: FaultCounts
  readonly overloadedAnswers: number
  readonly deaths: number
  readonly duplicates: number
}

/** What a consumer is in each of its lives. */
type Compose = (life: ReturnType<typeof mortal>) => (batch: DynamoDbStreamEvent) => Promise<BatchResponse>

/** A consumer that dies at random calls, gets records twice, and whose answers get lost. */
function roughConsumer(options: StormOptions, compose: Compose) {
  const { random } = options
  const earlier: DynamoDbStreamRecord[] = []
  const counts = { deaths: 0, duplicates: 0 }
  const handle = async ({ Records }: DynamoDbStreamEvent) => {
    earlier.push(...Records)
    const again = Array.from({ length: Math.floor(random() * MOST_DUPLICATES) }).flatMap(() => {
      const at = Math.floor(random() * earlier.length)
      return earlier.slice(at, at + 1)
    })
    counts.duplicates += again.length
    const isFatal = counts.deaths < options.deaths && random() < 0.6
    const life = mortal(
      isFatal ? { call: 1 + Math.floor(random() * 90), when: random() < 0.5 ? 'before' : 'after' } : undefined,
    )
    const answer = await compose(life)({ Records: [...Records, ...again] })
    if (life.died()) {
      counts.deaths++
      throw new Killed()
    }
    return answer
  }
  return { handle, counts }
}

/** How late it is for everything but the clients: it moves on by the hour. */
function movingClock() {
  let hours = 0
  return {
    now: () => addMilliseconds(toInstant(new Date()), hours * HOUR_MILLISECONDS),
    moveOn: () => {
      hours++
    },
  }
}
type MovingClock = ReturnType<typeof movingClock>

/** Issuance twice, and what publishes events and keeps summaries. */
function consumersOf(table: TestTable, keys: SealedKeys, publicUrl: string, options: StormOptions, now: Now) {
  const around = (life: ReturnType<typeof mortal>) => ({
    client: life.client(table.client),
    tableName: table.tableName,
    log: quietLog,
  })
  const issuance: Compose = (life) => composeIssuance({ ...around(life), keys: life.keys(keys), publicUrl, now })
  const fanOut: Compose = (life) => composeFanOut({ ...around(life), bus: inProcessBus([]) })
  return [issuance, issuance, fanOut].map((compose) => roughConsumer(options, compose))
}

/** The clients: they repeat what was not taken in time, under the same key. */
function clientsOf({ url }: Site, key: string, claim: string) {
  let overloadedAnswers = 0
  const endorse = async (peer: string, index: number) => {
    const body = {
      endorser: peer,
      verdict: 'endorse',
      ratings: { craft: index % 2 === 0 ? 'sound' : 'fine' },
      comment: `Seen by ${index}.`,
      consentToBeNamed: index % 3 !== 0,
    }
    for (let tries = 0; tries < MOST_TRIES; tries++) {
      const headers = { 'idempotency-key': `storm-${index}` }
      const answer = await call(url, key, 'POST', `/v1/claims/${claim}/endorsements`, { body, headers })
      if (answer.status !== 503) return { status: answer.status, id: String(answer.json['id']) }
      overloadedAnswers++
      await delay(OVERLOAD_PAUSE_MS)
    }
    throw new Error(`overloaded ${MOST_TRIES} times in a row`)
  }
  return {
    overloadedAnswers: () => overloadedAnswers,
    endorseTwice: async (peer: string, index: number): Promise<Pair> => ({
      peer,
      answers: await Promise.all([endorse(peer, index), endorse(peer, index)]),
    }),
    loadClaim: async (): Promise<ClaimView> => {
      for (;;) {
        const { status, json } = await call(url, key, 'GET', `/v1/claims/${claim}`)
        // Every answer is checked against the schema elsewhere.
        if (status === 200) return json as unknown as ClaimView
        await delay(OVERLOAD_PAUSE_MS)
      }
    },
  }
}

/** Reads the stream to its end, and lets the clock nudge what was left lying, until the badge is there. */
async function untilIssued(
  { client, tableName }: TestTable,
  poller: StreamPoller,
  { now, moveOn }: MovingClock,
  loadClaim: () => Promise<ClaimView>,
): Promise<ClaimView> {
  for (let runs = 1; runs <= MOST_CLOCK_RUNS; runs++) {
    await poller.idle()
    const claim = await loadClaim()
    if (claim.status === 'issued') return claim
    moveOn()
    const bus = inProcessBus([])
    await composeClock({ client, tableName, bus, log: quietLog, budgetMilliseconds: CLOCK_BUDGET_MS, now })()
  }
  throw new Error('the badge never came')
}

/** How many items there are of each kind, and how many events of each type. */
async function countItems(table: TestTable) {
  const items = new Map<string, number>()
  const events = new Map<string, number>()
  for (const { entity, type } of await everyItem(table)) {
    items.set(String(entity), (items.get(String(entity)) ?? 0) + 1)
    if (entity === 'event') events.set(String(type), (events.get(String(type)) ?? 0) + 1)
  }
  return { items, events }
}

const loadTally = async (table: TestTable) =>
  toTally((await everyItem(table)).find(({ entity }) => entity === 'community-tally'))

const startPoller = (table: TestTable, consumers: readonly ReturnType<typeof roughConsumer>[]) =>
  startStreamPoller({
    endpoint: table.endpoint,
    credentials: table.credentials,
    streamArn: table.streamArn,
    batchSize: 25,
    mapping: {
      maximumRetryAttempts: -1,
      maximumRecordAgeInSeconds: -1,
      bisectBatchOnFunctionError: true,
      reportBatchItemFailures: true,
    },
    handlers: consumers.map(({ handle }, index) => ({ name: `consumer ${index}`, handle })),
    onDiscarded: () => undefined,
    // Deaths are what this is about; what they leave behind is looked at in the end.
    onFault: () => undefined,
  })

/**
 * Peers endorse one claim at once, each sending the same request twice, while transactions conflict, requests are
 * throttled, stream records come twice and the consumers are killed; until nothing is left to do.
 */
export async function playStorm(options: StormOptions): Promise<Aftermath> {
  const table = await freshTable()
  const folder = await mkdtemp(join(tmpdir(), 'peerbadge-storm-'))
  const keys = await fileSealedKeys({ path: join(folder, 'keys.json') })
  const site = await openSite(table, keys, options.random)
  const closing: (() => Promise<unknown>)[] = [site.close, () => rm(folder, { recursive: true, force: true })]
  try {
    const { key, members, claim } = await prepare(site.url, options.peers, options.policy)
    const clock = movingClock()
    const consumers = consumersOf(table, keys, site.url, options, clock.now)
    const poller = await startPoller(table, consumers)
    closing.unshift(poller.stop)
    const faults = site.roughen()
    const { endorseTwice, loadClaim, overloadedAnswers } = clientsOf(site, key, claim)
    const early = members.length - options.latecomers
    const pairs = await Promise.all(members.slice(0, early).map(endorseTwice))
    await untilIssued(table, poller, clock, loadClaim)
    pairs.push(...(await Promise.all(members.slice(early).map((peer, index) => endorseTwice(peer, early + index)))))
    await poller.idle()
    const sum = (count: 'deaths' | 'duplicates') => consumers.reduce((total, { counts }) => total + counts[count], 0)
    return {
      claim: await loadClaim(),
      pairs,
      ...(await countItems(table)),
      tally: await loadTally(table),
      stores: storesOf(table),
      faults: faults(),
      overloadedAnswers: overloadedAnswers(),
      deaths: sum('deaths'),
      duplicates: sum('duplicates'),
    }
  } finally {
    for (const close of closing) await close()
  }
}
