import { mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { findFreePort } from '../../functions/local/free-port.ts'
import { callRawDynamoDb } from '../../functions/local/raw-dynamodb.ts'
import { sendSignal } from '../../functions/local/running-process.ts'
import { endFamily, leftOf, type Relative, type ServiceProcess, spawnService } from '../support/service-process.ts'

const TOKEN = 'the-administrators-own-token'
const PEERS = 24
const WRITERS = 3
const ISSUED_WITHIN_MS = 30_000
/** Issuing takes some tenths of a second: the kills fall before, into and after it. */
const LATEST_KILL_MS = 600

const CREDENTIALS = { accessKeyId: 'peerbadge', secretAccessKey: 'local' }

const ClaimSchema = z.object({
  id: z.string(),
  status: z.string(),
  credentialUrl: z.string(),
  endorsements: z.array(z.object({ endorser: z.string() })).default([]),
})
const ReportSchema = z.object({ issuer: z.object({ badgesIssued: z.int().optional() }) })
const TextSchema = z.object({ S: z.string() })
const ItemSchema = z.object({ pk: TextSchema, entity: TextSchema, type: TextSchema.optional() })
const PageSchema = z.object({ Items: z.array(ItemSchema), LastEvaluatedKey: z.unknown().optional() })

let folder: string
let port: number
let service: ServiceProcess
let key: string
let peers: readonly string[]
let achievements: { readonly soon: string; readonly never: string }
/** Claims whose rule was met before a kill, with the address their badge was allotted. */
const met = new Map<string, string>()
const random = seeded(20_261_122)

const start = async (): Promise<void> => {
  service = spawnService({
    port,
    env: { PEERBADGE_DATA: folder, PEERBADGE_DEMO: 'off', PEERBADGE_ADMIN_TOKEN: TOKEN },
  })
  await service.line(/^ready /)
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'peerbadge e2e-'))
  port = await findFreePort()
  await start()
  await post('/v1/communities', { slug: 'weavers', name: 'Weavers' }, TOKEN)
  const made = await post('/v1/communities/weavers/api-keys', { name: 'test', scopes: ['*'] }, TOKEN)
  key = z.object({ key: z.string() }).parse(made).key
  peers = await Promise.all(Array.from({ length: PEERS }, (_, n) => aMember(`Peer ${n}`)))
  achievements = { soon: await anAchievement(2), never: await anAchievement(PEERS + 1) }
})
afterAll(async () => {
  await endFamily(service)
  await rm(folder, { recursive: true, force: true })
})

describe('with PEERBADGE_DATA', () => {
  it('keeps all that was acknowledged, and finishes the badge, when it is killed with SIGKILL', async () => {
    for (const moment of [at(0), untilNoLongerOpen]) {
      const acknowledged = await endorseUntil(moment, (family) => {
        expect(family.map(({ command }) => command).join()).toContain('store-watchdog.mjs')
        service.kill('SIGKILL')
      })
      await start()
      await expectKept(acknowledged)
    }
  })

  it('does so when its watchdog is killed with it, and ends the store that is left', async () => {
    for (const moment of [at(random() * LATEST_KILL_MS), at(random() * LATEST_KILL_MS)]) {
      const orphans: Relative[] = []
      const acknowledged = await endorseUntil(moment, (family) => {
        const watchdogs = family.filter(({ command }) => command.includes('store-watchdog.mjs'))
        expect(watchdogs).toHaveLength(1)
        for (const { pid } of watchdogs) sendSignal(pid, 'SIGKILL')
        service.kill('SIGKILL')
        orphans.push(...family.filter(({ command }) => command.startsWith('java ')))
      })
      await start()
      expect(orphans).toHaveLength(1)
      expect(await leftOf(orphans)).toEqual([])
      await expectKept(acknowledged)
    }
  })

  it('issues no badge twice when it has lost how far it had read', async () => {
    const before = await issuedOnce()
    const family = await service.family()
    service.kill('SIGTERM')
    expect(await service.ended).toBe(0)
    expect(await leftOf(family)).toEqual([])
    await rm(join(folder, 'stream-checkpoints.json'))
    await start()
    // It reads in order: once a new claim is through, so is all that came before.
    const { soon } = await openClaims('Latecomer')
    for (const endorser of peers.slice(0, 2)) await endorse(soon.id, endorser)
    met.set(soon.id, soon.credentialUrl)
    await untilIssued(soon.id)
    expect([...(await issuedOnce())].filter(([claimId]) => claimId !== soon.id)).toEqual([...before])
  })

  it('has counted each badge once after all that', async () => {
    const [url = ''] = met.values()
    const credential: unknown = await (await fetch(url)).json()
    const badgesIssued = async () => {
      const { issuer } = ReportSchema.parse(await post('/v1/verifications', { credential }))
      return issuer.badgesIssued
    }
    await expect.poll(badgesIssued, { timeout: ISSUED_WITHIN_MS, interval: 100 }).toBe(met.size)
    expect(await itemsOf('counted-badge')).toHaveLength(met.size)
  })

  it('keeps its keys from other users', async () => {
    expect((await stat(join(folder, 'keys.json'))).mode & 0o777).toBe(0o600)
  })
})

/** When to kill, from the acknowledgement of the last endorsement that the claim needs. */
type Moment = (claimId: string) => Promise<unknown>

const at =
  (milliseconds: number): Moment =>
  () =>
    delay(milliseconds)

/** Half-way, most likely: its rule is decided to be met and its badge is being made. */
const untilNoLongerOpen: Moment = async (claimId) => {
  while ((await claim(claimId)).status === 'open') await delay(1)
}

/**
 * Opens two claims: one gets the last endorsement it needs, then the other is endorsed by several at once until the kill.
 *
 * @returns the claims with the endorsers whose endorsement was acknowledged.
 */
async function endorseUntil(moment: Moment, kill: (family: readonly Relative[]) => void) {
  const { soon, never } = await openClaims(`Learner ${met.size}`)
  const [first = '', second = ''] = peers
  await endorse(soon.id, first)
  const family = await service.family()
  const acknowledged: string[] = []
  const waiting = peers.filter((endorser) => endorser !== second)
  const write = async () => {
    for (let endorser = waiting.shift(); endorser !== undefined; endorser = waiting.shift()) {
      const isAcknowledged = await endorse(never.id, endorser).then(
        () => true,
        () => false,
      )
      if (!isAcknowledged) return
      acknowledged.push(endorser)
    }
  }
  await endorse(never.id, second)
  acknowledged.push(second)
  const writers = Array.from({ length: WRITERS }, write)
  await endorse(soon.id, second)
  met.set(soon.id, soon.credentialUrl)
  await moment(soon.id)
  kill(family)
  expect(await service.ended).toBe('SIGKILL')
  await Promise.all(writers)
  return { soon, never, acknowledged }
}

async function expectKept({ soon, never, acknowledged }: Awaited<ReturnType<typeof endorseUntil>>): Promise<void> {
  const kept = (await claim(never.id)).endorsements.map(({ endorser }) => endorser)
  expect(acknowledged.filter((endorser) => !kept.includes(endorser))).toEqual([])
  expect(new Set(kept).size).toBe(kept.length)
  const issued = await untilIssued(soon.id)
  expect(issued.credentialUrl).toBe(soon.credentialUrl)
  const credential: unknown = await (await fetch(soon.credentialUrl)).json()
  expect(credential).toMatchObject({ id: soon.credentialUrl })
  expect(await post('/v1/verifications', { credential })).toMatchObject({ outcome: 'verified' })
  await issuedOnce()
}

/** Every claim whose rule was met has one badge, under the address allotted to it, and nobody else has one. */
async function issuedOnce(): Promise<ReadonlyMap<string, string>> {
  const [heads, events] = await Promise.all([itemsOf('credential'), itemsOf('event', 'claim.issued')])
  expect(heads.map(({ pk }) => `${service.url}/credentials/${pk.S.replace('CREDENTIAL#', '')}`).sort()).toEqual(
    [...met.values()].sort(),
  )
  expect(events.map(({ pk }) => pk.S.replace('CLAIM#', '')).sort()).toEqual([...met.keys()].sort())
  const texts = await Promise.all(
    [...met].map(async ([claimId, url]) => [claimId, await (await fetch(url)).text()] as const),
  )
  return new Map(texts)
}

/** Straight from the store, which the service itself never scans. */
async function itemsOf(entity: string, type?: string) {
  const record: unknown = JSON.parse(await readFile(join(folder, 'dynamodb', 'store.json'), 'utf8'))
  const engine = {
    endpoint: `http://127.0.0.1:${z.object({ port: z.int() }).parse(record).port}`,
    credentials: CREDENTIALS,
  }
  const items: z.infer<typeof ItemSchema>[] = []
  let from: unknown
  do {
    const answer = await callRawDynamoDb(engine, 'DynamoDB_20120810.Scan', {
      TableName: 'peerbadge',
      ConsistentRead: true,
      ...(from === undefined ? {} : { ExclusiveStartKey: from }),
    })
    const page = PageSchema.parse(answer)
    items.push(
      ...page.Items.filter((item) => item.entity.S === entity && (type === undefined || item.type?.S === type)),
    )
    from = page.LastEvaluatedKey
  } while (from !== undefined)
  return items
}

async function openClaims(learnerName: string) {
  const learner = await aMember(learnerName)
  const open = async (achievement: string) =>
    ClaimSchema.parse(await post('/v1/communities/weavers/claims', { achievement, learner, narrative: 'Look.' }))
  return { soon: await open(achievements.soon), never: await open(achievements.never) }
}

const aMember = async (name: string): Promise<string> => idOf(await post('/v1/communities/weavers/members', { name }))

async function anAchievement(minEndorsers: number): Promise<string> {
  const path = '/v1/communities/weavers/achievements'
  const id = idOf(
    await post(path, {
      name: `Weaving for ${minEndorsers}`,
      description: 'Weaves.',
      criteria: { narrative: 'Shows it.' },
      policy: { minEndorsers },
    }),
  )
  await post(`${path}/${id}/publish`, {})
  return id
}

const endorse = (claimId: string, endorser: string) =>
  post(`/v1/claims/${claimId}/endorsements`, { endorser, verdict: 'endorse', consentToBeNamed: true })

const claim = async (id: string) => ClaimSchema.parse(await call('GET', `/v1/claims/${id}`, undefined, key))

async function untilIssued(claimId: string) {
  const deadline = performance.now() + ISSUED_WITHIN_MS
  for (;;) {
    const found = await claim(claimId)
    if (found.status === 'issued') return found
    if (performance.now() > deadline) throw new Error(`still ${found.status}:\n${service.lines.join('\n')}`)
    await delay(50)
  }
}

const idOf = (answer: unknown): string => z.object({ id: z.string() }).parse(answer).id

const post = (path: string, body: unknown, token = key): Promise<unknown> => call('POST', path, body, token)

async function call(method: string, path: string, body: unknown, token: string): Promise<unknown> {
  const answer = await fetch(`${service.url}${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const text = await answer.text()
  if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${text}`)
  return JSON.parse(text)
}

/** Numbers from 0 to 1, the same with every run (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
