import { createHash } from 'node:crypto'
import { BatchWriteCommand } from '@aws-sdk/lib-dynamodb'
import { systemNow } from '../functions/adapters/clock/system-clock.ts'
import { putNewClaim } from '../functions/adapters/dynamodb/claim-items.ts'
import { cryptoRandomness } from '../functions/adapters/randomness/crypto-randomness.ts'
import type { Claim } from '../functions/domain/endorsement/claim.ts'
import { assembleApi } from '../functions/lambdas/assemble-api.ts'
import { assemblePublic } from '../functions/lambdas/assemble-public.ts'
import { composeIssuance } from '../functions/lambdas/compose-issuance.ts'
import { aClaim } from '../test/support/builders.ts'
import { BASE_URL, quietLog, readStream, recordsOf } from '../test/support/issuance-scenario.ts'
import { type Cost, type Meter, meterOf } from '../test/support/measured-client.ts'
import type { BenchTable, Engine } from './engine.ts'
import type { Row } from './report.ts'
import type { Sizes } from './sizes.ts'
import { pooled } from './statistics.ts'

const ADMIN_TOKEN = 'the-administrator-of-the-bench'
const SLUG = 'bench'
const ITEMS_A_BATCH = 25
const BATCHES_AT_ONCE = 8

/** What one look at the service costs, by operation. */
type Costs = ReadonlyMap<string, Cost>

/** Consumed capacity of each operation with few and with many claims in the table. */
export async function measureCapacity(engine: Engine, sizes: Sizes, tell: (step: string) => void) {
  const table = await engine.openTable('capacity')
  const meter = await meterOf(table)
  const site = await openSite(table, meter, engine)
  const [few, many] = sizes.tableSizes
  await fill(table, few, tell)
  const small = await site.measure()
  await fill(table, many - few, tell)
  const large = await site.measure()
  const rows: Row[] = [...small].flatMap(([what, before]) => {
    const after = large.get(what)
    if (!after) return []
    const ratio = (after.units / before.units).toFixed(2)
    const note = `${describe(before)} with ${few} claims; ${describe(after)} with ${many}; ratio ${ratio}`
    return [{ what: `capacity: ${what}`, value: after.units, unit: 'units', note }]
  })
  const ratios = [...small].map(([what, { units }]) => (large.get(what)?.units ?? Number.NaN) / units)
  const [least, most] = [Math.min(...ratios), Math.max(...ratios)]
  const verdict =
    least > 0.99 && most < 1.01 ? 'cost does not depend on how much is stored' : 'cost depends on how much is stored'
  const growth = [
    `With ${many} claims in the table instead of ${few} an operation consumes ${least.toFixed(2)} to ${most.toFixed(2)} times the capacity: ${verdict}.`,
  ]
  return { rows, growth }
}

/** `9 units (2 GetItem, 1 Query)`. */
function describe({ units, requests }: Cost): string {
  const counts = new Map<string, number>()
  for (const name of requests) counts.set(name, (counts.get(name) ?? 0) + 1)
  return `${units} units (${[...counts].map(([name, count]) => `${count} ${name}`).join(', ')})`
}

/** Puts claims of the same community and learner beside those measured, as the service would have stored them. */
async function fill({ client, tableName }: BenchTable, count: number, tell: (step: string) => void): Promise<void> {
  tell(`putting ${count} claims into the table`)
  const random = cryptoRandomness({ now: systemNow })
  const batches = Array.from({ length: Math.ceil(count / ITEMS_A_BATCH) }, (_, index) =>
    Math.min(ITEMS_A_BATCH, count - index * ITEMS_A_BATCH),
  )
  await pooled(batches, BATCHES_AT_ONCE, async (size) => {
    let requests = Array.from({ length: size }, () => {
      const filler = aClaim({ id: random.id(), community: SLUG, credentialId: random.id() })
      return { PutRequest: { Item: putNewClaim(filler).Put?.Item } }
    })
    while (requests.length > 0) {
      const answer = await client.send(new BatchWriteCommand({ RequestItems: { [tableName]: requests } }))
      // What was left over comes back as it was sent.
      requests = (answer.UnprocessedItems?.[tableName] ?? []) as typeof requests
    }
  })
}

async function openSite(table: BenchTable, { client, measure }: Meter, { keys }: Engine) {
  const around = { client, tableName: table.tableName, publicUrl: BASE_URL, log: quietLog }
  const adminTokenSha256 = createHash('sha256').update(ADMIN_TOKEN).digest('hex')
  const api = assembleApi({ ...around, keyMaker: keys, adminTokenSha256 })
  const site = assemblePublic(around)
  const issuance = composeIssuance({ ...around, keys })
  const post = async (path: string, body: object, token = ADMIN_TOKEN) => {
    const answer = await api.request(path, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    const json: Readonly<Record<string, unknown>> = JSON.parse(await answer.text())
    if (!answer.ok) throw new Error(`POST ${path} answered ${answer.status}: ${JSON.stringify(json)}`)
    return json
  }
  await post('/v1/communities', { slug: SLUG, name: 'Bench' })
  const made = await post(`/v1/communities/${SLUG}/api-keys`, { name: 'bench', scopes: ['*'] })
  const key = String(made['key'])
  const idOf = async (answer: Promise<Readonly<Record<string, unknown>>>) => String((await answer)['id'])
  const within = (path: string, body: object) => idOf(post(`/v1/communities/${SLUG}/${path}`, body, key))
  const peers = [
    await within('members', { name: 'A' }),
    await within('members', { name: 'B' }),
    await within('members', { name: 'C' }),
  ]
  const achievement = await within('achievements', {
    name: 'Plain weave',
    description: 'Weaves an even plain cloth.',
    criteria: { narrative: 'Show a cloth.' },
  })
  await post(`/v1/communities/${SLUG}/achievements/${achievement}/publish`, {}, key)
  const deliver = async (claim: Pick<Claim, 'id'>, from: number) => {
    const Records = recordsOf(await readStream(table), claim.id).slice(from)
    return { seen: from + Records.length, run: () => issuance({ Records }) }
  }
  const endorse = (claim: string, endorser: string) => {
    const body = { endorser, verdict: 'endorse', comment: 'Even edges all the way.', consentToBeNamed: true }
    return post(`/v1/claims/${claim}/endorsements`, body, key)
  }
  const get = async (path: string, accept: string) => {
    const answer = await site.request(path, { headers: { accept } })
    if (answer.status !== 200) throw new Error(`GET ${path} answered ${answer.status}`)
    await answer.arrayBuffer()
  }
  const openAndIssue = async (): Promise<Costs> => {
    const learner = await within('members', { name: 'Asha' })
    let claim = ''
    const opening = await measure(async () => {
      claim = await within('claims', { achievement, learner, narrative: 'I wove it.' })
    })
    const [first = '', ...others] = peers
    const endorsing = await measure(() => endorse(claim, first))
    const signing = await measure((await deliver({ id: claim }, 0)).run)
    const { seen } = await deliver({ id: claim }, 0)
    for (const peer of others) await endorse(claim, peer)
    const last = await deliver({ id: claim }, seen)
    const issuing = await measure(last.run)
    const stored = await table.stores.claims.load(claim)
    if (stored?.status !== 'issued') throw new Error(`the claim is ${stored?.status}, not issued`)
    const page = await measure(() => get(`/credentials/${stored.credentialId}`, 'text/html'))
    const json = await measure(() => get(`/credentials/${stored.credentialId}`, 'application/json'))
    const asked = async (path: string) => api.request(path, { headers: { authorization: `Bearer ${key}` } })
    const reading = await measure(() => asked(`/v1/claims/${claim}`))
    const listing = await measure(() => asked(`/v1/communities/${SLUG}/claims?limit=20`))
    return new Map([
      ['claim opening', opening],
      ['one endorsement, recorded', endorsing],
      ['one endorsement, signed', signing],
      ['two endorsements signed, badge issued', issuing],
      ['badge page', page],
      ['badge as JSON', json],
      ['claim with its decision', reading],
      ['20 claims listed', listing],
    ])
  }
  return {
    measure: async (): Promise<Costs> => {
      // Once before, so that caches of callers and published versions are as full as they are in a service that runs.
      await openAndIssue()
      return openAndIssue()
    },
  }
}
