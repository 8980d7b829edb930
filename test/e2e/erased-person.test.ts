import { gunzipSync } from 'node:zlib'
import { beforeAll, describe, expect, it } from 'vitest'
import { dynamoMemberStore } from '../../functions/adapters/dynamodb/member-store.ts'
import { OWN_ITEMS } from '../../functions/adapters/dynamodb/own-record-items.ts'
import { dynamoPersonErasureStore } from '../../functions/adapters/dynamodb/person-erasure-store.ts'
import { addMilliseconds } from '../../functions/domain/shared/instant.ts'
import { addMember, createCommunity, startApp, type TestApp } from '../support/app.ts'
import { dueItems, runClockAt } from '../support/clock-runs.ts'
import { everyItem } from '../support/every-item.ts'
import { ASHAS_WORDS, deliverEvents, type FullLife, liveFully } from '../support/full-life.ts'
import { mortal } from '../support/issuance-scenario.ts'

const MINUTE_MS = 60_000
/** What only Asha wrote or is called; who suspended her badge wrote her name as well. */
const WORDS = Object.values(ASHAS_WORDS)

/** Where the id of somebody who was erased may stay: with what happened, and with those whom it happened to. */
const HOLD_IDS = [
  ...[
    'claim',
    'collaborator',
    'community-tally',
    'due',
    'endorsement',
    'endorsement-pointer',
    'erased-member',
    'event',
  ],
  ...['objection', 'objection-vote', 'pair', 'received', 'review-request', 'tallied-endorser', 'ties-in', 'ties-out'],
  'weighed-review',
]

let app: TestApp
let life: FullLife

const get = (path: string, actingFor?: string) => app.request('GET', path, { token: life.tenant.key, actingFor })
const memberPath = (member: string) => `/v1/communities/weavers/members/${member}`

/** Every item of a list, page by page. */
async function all(path: string, actingFor?: string): Promise<Record<string, unknown>[]> {
  const items: Record<string, unknown>[] = []
  for (let query = '?limit=100'; ; ) {
    const { body } = await get(`${path}${query}`, actingFor)
    items.push(...body.items)
    if (body.next === undefined) return items
    query = `?limit=100&cursor=${encodeURIComponent(body.next)}`
  }
}

async function badgeOf(learner: string, endorser: string) {
  const post = (path: string, body: object) => app.request('POST', path, { token: life.tenant.key, body })
  const { body } = await post('/v1/communities/weavers/claims', {
    achievement: life.achievement,
    learner,
    narrative: 'A cloth.',
  })
  const claim = String(body.id)
  await post(`/v1/claims/${claim}/endorsements`, { endorser, verdict: 'endorse', ratings: { craft: 'sound' } })
  await app.issue(claim)
  return { claim, credential: String(body.credentialUrl).split('/').at(-1) ?? '' }
}

const erase = (member: string) => app.request('DELETE', memberPath(member), { token: life.tenant.key })

const open410 = async (path: string) => {
  const { status, body } = await app.request('GET', path, { headers: { accept: 'application/json' } })
  return [status, body.code]
}

const entitiesUnder = async (member: string) =>
  (await everyItem(app.table)).filter(({ pk }) => pk === `MEMBER#${member}`).map(({ entity }) => entity)

beforeAll(async () => {
  app = await startApp()
  life = await liveFully(app)
}, 120_000)

describe('the export of somebody who did everything', () => {
  it('tells of every kind of item that is kept with them, with all their words', async () => {
    const entities = await entitiesUnder(life.asha)
    const records = await all(`${memberPath(life.asha)}/export`, life.asha)
    const told = Object.entries(OWN_ITEMS).flatMap(([entity, telling]) => {
      if (telling === 'untold') return []
      expect(entities).toContain(entity)
      if (telling === 'evidence') return ['evidence']
      return [telling === 'judgement' ? 'endorsement' : telling.name]
    })
    expect(new Set(records.map(({ kind }) => kind))).toEqual(new Set([...told, 'claim']))
    const text = JSON.stringify(records)
    for (const word of WORDS) expect(text).toContain(word)
    expect(text).toContain('Bela likes the edges')
    expect(text).toContain('A question about Asha Rao')
    expect(text).toContain('Bela is away')
    expect(text).not.toMatch(/sealed|salt|secret|reviewerId|vouchers/i)
  })

  it('keeps what is between them and others from owners and keys, and says so', async () => {
    const text = JSON.stringify(await all(`${memberPath(life.asha)}/export`))
    const { declined, passed, voted, ...rest } = ASHAS_WORDS
    for (const word of [declined, passed, voted, 'Bela is away']) expect(text).not.toContain(word)
    for (const word of Object.values(rest)) expect(text).toContain(word)
    expect(text).toContain('"withheld":["vote","reason"]')
  })

  it('lists every consent with its instant', async () => {
    const consents = await all(`${memberPath(life.asha)}/consents`, life.asha)
    const given = consents.filter((consent) => consent['given'] === true)
    expect(new Set(given.map(({ to }) => to))).toEqual(
      new Set(['public-page', 'text-published', 'be-named', 'be-thanked', 'be-licensed']),
    )
    for (const { at } of consents) expect(at).toMatch(/^\d{4}-.*Z$/)
    const optOut = { token: life.tenant.key, actingFor: life.asha, body: { optIn: false } }
    await app.request('PUT', `${memberPath(life.asha)}/recognition`, optOut)
    const thanked = (await all(`${memberPath(life.asha)}/consents`, life.asha)).filter(({ to }) => to === 'be-thanked')
    expect(thanked.map((consent) => consent['given'])).toEqual([true, false])
  })
})

describe('erasing a person', () => {
  it('revokes their badge, deletes it, ends their claims, and says so; also when it is asked twice at once', async () => {
    const answers = await Promise.all([erase(life.asha), erase(life.asha)])
    for (const { status, body } of answers) expect([status, body]).toEqual([200, { member: life.asha, done: true }])
    expect(await open410(`/credentials/${life.own.credential}`)).toEqual([410, 'credential_erased'])
    expect(await open410(`/endorsements/${life.other.endorsement}`)).toEqual([410, 'endorsement_erased'])
    const claims = await Promise.all([life.own.claim, life.open].map((claim) => get(`/v1/claims/${claim}`)))
    expect(claims.map(({ body }) => [body.status, body.evidence])).toEqual([
      ['withdrawn', []],
      ['withdrawn', []],
    ])
    const revoked = (await everyItem(app.table)).filter(({ entity }) => entity === 'status-bit')
    expect(revoked).toHaveLength(1)
  })

  it('issues the badges of others again without what they signed', async () => {
    await app.issue(life.other.claim)
    const { status, body } = await app.request('GET', `/credentials/${life.other.credential}`, {
      headers: { accept: 'application/json' },
    })
    expect(status).toBe(200)
    expect(body.endorsement).toHaveLength(1)
  })

  it('keeps what others signed with those', async () => {
    expect(await all(`${memberPath(life.bela)}/export`)).toEqual(
      expect.arrayContaining([expect.objectContaining({ kind: 'endorsement', comment: 'Bela likes the edges' })]),
    )
  })

  it('leaves no personal data anywhere in the table or the log, and one item under their key', async () => {
    const items = (await everyItem(app.table)).map((item) => ({ entity: item['entity'], text: readable(item) }))
    for (const word of WORDS) expect(items.filter(({ text }) => text.includes(word))).toEqual([])
    for (const word of WORDS) expect(JSON.stringify(app.logged)).not.toContain(word)
    expect(await entitiesUnder(life.asha)).toEqual(['erased-member'])
    const holding = new Set(items.filter(({ text }) => text.includes(life.asha)).map(({ entity }) => entity))
    expect([...holding].filter((entity) => !HOLD_IDS.includes(String(entity)))).toEqual([])
  })

  it('makes a stranger of them: no call knows them any more, and their external id is free', async () => {
    const read = await get(memberPath(life.asha))
    expect([read.status, read.body.code]).toEqual([404, 'member_not_found'])
    // A process may know a caller for half a minute.
    app.advanceSeconds(31)
    expect((await get(`/v1/claims/${life.open}`, life.asha)).status).toBe(403)
    expect((await get(`${memberPath(life.asha)}/export`)).body.code).toBe('member_not_found')
    const { externalId, email } = ASHAS_WORDS
    const identifiers = [{ type: 'emailAddress', value: email } as const]
    const again = await addMember(app, life.tenant, { name: 'Another', externalId, identifiers })
    expect(again).not.toBe(life.asha)
    // Nothing leads from who they are now to who they were.
    expect(JSON.stringify(await all(`${memberPath(again)}/export`, again))).not.toContain(life.asha)
    await erase(again)
  })

  it('is done once more to be sure, an hour later, and says the same when asked again', async () => {
    expect((await erase(life.asha)).body).toEqual({ member: life.asha, done: true })
    const clock = (minutes: number) => runClockAt(app.table, addMilliseconds(app.now(), minutes * MINUTE_MS))
    const erasures = async () =>
      (await dueItems(app.table)).filter(({ kind, claimId }) => kind === 'erasure' && claimId === life.asha)
    expect(await erasures()).toHaveLength(1)
    await clock(2)
    expect(await erasures()).toHaveLength(1)
    await clock(64)
    expect(await erasures()).toEqual([])
  })

  it('goes on by the clock when the call that began it was killed, and wherever the clock is killed as well', async () => {
    app.advanceSeconds(7200)
    const leaver = await addMember(app, life.tenant, {
      name: 'Leaver',
      identifiers: [{ type: 'emailAddress', value: 'l@example.org' }],
    })
    const mine = await badgeOf(leaver, life.bela)
    const judged = await badgeOf(await addMember(app, life.tenant, { name: 'Gil' }), leaver)
    const table = { ...app.table, now: app.now }
    const member = await dynamoMemberStore(table).load(leaver)
    if (!member) throw new Error('the member is missing')
    const due = { at: app.now(), kind: 'erasure', claimId: leaver, attempt: 0 } as const
    expect((await dynamoPersonErasureStore(table).begin(member, app.now(), due)).ok).toBe(true)
    expect((await app.request('GET', `/credentials/${mine.credential}`)).status).toBe(200)
    let call = 10
    for (; ; call += 2) {
      const process = mortal({ call, when: call % 4 === 0 ? 'before' : 'after' })
      const client = process.client(app.table.client)
      const minutes = call * MINUTE_MS
      await runClockAt({ ...app.table, client }, addMilliseconds(app.now(), minutes)).catch(() => undefined)
      if (!process.died()) break
    }
    expect(call).toBeGreaterThan(30)
    await app.issue(judged.claim)
    expect(await open410(`/credentials/${mine.credential}`)).toEqual([410, 'credential_erased'])
    expect(await entitiesUnder(leaver)).toEqual(['erased-member'])
    const text = (await everyItem(app.table)).map(readable)
    expect(text.filter((item) => /Leaver|l@example\.org/.test(item))).toEqual([])
  }, 60_000)

  it('stays so when everything that ever happened is told once more, and whatever waited falls due', async () => {
    await deliverEvents(app)
    const { failed } = await runClockAt(app.table, addMilliseconds(app.now(), 3 * 24 * 60 * MINUTE_MS))
    expect(failed).toBe(0)
    await deliverEvents(app)
    expect(await entitiesUnder(life.asha)).toEqual(['erased-member'])
    const participants = await get(`/v1/communities/weavers/challenges/${life.challenge}/participants`)
    expect(JSON.stringify(participants.body)).not.toContain(life.asha)
  })

  it('refuses strangers and facilitators', async () => {
    const facilitator = await addMember(app, life.tenant, { name: 'Fay', role: 'facilitator' })
    const asFacilitator = await app.request('DELETE', memberPath(life.bela), {
      token: life.tenant.key,
      actingFor: facilitator,
    })
    expect([asFacilitator.status, asFacilitator.body.code]).toEqual([404, 'member_not_found'])
    const spinners = await createCommunity(app, 'spinners')
    const stranger = await addMember(app, spinners, { name: 'Stranger' })
    const { status, body } = await erase(stranger)
    expect([status, body.code]).toEqual([404, 'member_not_found'])
  })
})

/** An item as text, with what is packed in it unpacked. */
function readable(item: Readonly<Record<string, unknown>>): string {
  const unpacked = Object.values(item).flatMap((value) => (value instanceof Uint8Array ? [unpack(value)] : []))
  return JSON.stringify(item, (_, value: unknown) => (value instanceof Set ? [...value] : value)) + unpacked.join('')
}

function unpack(bytes: Uint8Array): string {
  try {
    return gunzipSync(bytes).toString('utf8')
  } catch {
    return Buffer.from(bytes).toString('utf8')
  }
}
