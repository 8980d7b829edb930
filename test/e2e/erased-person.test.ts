import { gunzipSync } from 'node:zlib'
import { beforeAll, describe, expect, it } from 'vitest'
import { dynamoMemberStore } from '../../functions/adapters/dynamodb/member-store.ts'
import { dynamoPersonErasureStore } from '../../functions/adapters/dynamodb/person-erasure-store.ts'
import { inProcessBus } from '../../functions/adapters/event-bus/in-process.ts'
import { addMilliseconds } from '../../functions/domain/shared/instant.ts'
import { addMember, createCommunity, publishAchievement, startApp, type TestApp } from '../support/app.ts'
import { dueItems, runClockAt } from '../support/clock-runs.ts'
import { everyItem } from '../support/every-item.ts'

const EMAIL = 'asha.rao@example.org'
const WORDS = ['Asha Rao', EMAIL, 'A cloth of mine', 'Well judged by Asha', 'u-asha']

let app: TestApp
let tenant: Awaited<ReturnType<typeof createCommunity>>
let asha: string
let bela: string
let cleo: string
let achievement: string
/** Her badge, and one of Bela's that she endorsed. */
let own: { readonly claim: string; readonly credential: string; readonly endorsement: string }
let other: { readonly claim: string; readonly credential: string; readonly endorsement: string }
/** A claim of hers that is still open. */
let open: string

const post = (path: string, body: object) => app.request('POST', path, { token: tenant.key, body })

async function badgeOf(learner: string, endorser: string, comment: string) {
  const opened = await post('/v1/communities/weavers/claims', {
    achievement,
    learner,
    identify: learner === asha ? ['emailAddress'] : [],
    evidence: [{ narrative: 'A cloth of mine' }],
  })
  const claim = String(opened.body.id)
  const given = await post(`/v1/claims/${claim}/endorsements`, {
    endorser,
    verdict: 'endorse',
    comment,
    consentToBeNamed: true,
  })
  await app.issue(claim)
  return { claim, credential: String(opened.body.credentialUrl).split('/').at(-1) ?? '', endorsement: given.body.id }
}

const erase = (member: string) =>
  app.request('DELETE', `/v1/communities/weavers/members/${member}`, { token: tenant.key })

const open410 = async (path: string) => {
  const { status, body } = await app.request('GET', path, { headers: { accept: 'application/json' } })
  return [status, body.code]
}

beforeAll(async () => {
  app = await startApp()
  tenant = await createCommunity(app, 'weavers')
  asha = await addMember(app, tenant, {
    name: 'Asha Rao',
    externalId: 'u-asha',
    identifiers: [{ type: 'emailAddress', value: EMAIL }],
  })
  bela = await addMember(app, tenant, { name: 'Bela' })
  cleo = await addMember(app, tenant, { name: 'Cleo' })
  achievement = await publishAchievement(app, tenant, {
    repeatable: 'many',
    policy: { minEndorsers: 1 },
  })
  own = await badgeOf(asha, bela, 'Bela likes the edges')
  // Of somebody else than Bela: two people who endorse each other do not count.
  other = await badgeOf(cleo, asha, 'Well judged by Asha')
  const opened = await post('/v1/communities/weavers/claims', { achievement, learner: asha, narrative: 'More.' })
  open = String(opened.body.id)
})

describe('erasing a person', () => {
  it('revokes their badge, deletes it, ends their claims, and says so', async () => {
    const erased = await erase(asha)
    expect([erased.status, erased.body]).toEqual([200, { member: asha, done: true }])
    expect(await open410(`/credentials/${own.credential}`)).toEqual([410, 'credential_erased'])
    expect(await open410(`/endorsements/${other.endorsement}`)).toEqual([410, 'endorsement_erased'])
    const claims = await Promise.all(
      [own.claim, open].map((claim) => app.request('GET', `/v1/claims/${claim}`, { token: tenant.key })),
    )
    expect(claims.map(({ body }) => [body.status, body.evidence])).toEqual([
      ['withdrawn', []],
      ['withdrawn', []],
    ])
    const revoked = (await everyItem(app.table)).filter(({ entity }) => entity === 'status-bit')
    expect(revoked).toHaveLength(1)
  })

  it('issues the badges of others again without what they signed', async () => {
    await app.issue(other.claim)
    const { status, body } = await app.request('GET', `/credentials/${other.credential}`, {
      headers: { accept: 'application/json' },
    })
    expect(status).toBe(200)
    expect(body.endorsement ?? []).toEqual([])
  })

  it('keeps what others signed with those', async () => {
    const { body } = await app.request('GET', `/v1/communities/weavers/members/${bela}/export`, { token: tenant.key })
    expect(body.items).toEqual(
      expect.arrayContaining([expect.objectContaining({ kind: 'endorsement', comment: 'Bela likes the edges' })]),
    )
  })

  it('leaves no personal data anywhere in the table, and one item under their key', async () => {
    const items = await everyItem(app.table)
    const text = items.filter(({ entity }) => entity !== 'due').map(readable)
    for (const words of WORDS) expect(text.filter((item) => item.includes(words) && item.includes(asha))).toEqual([])
    for (const words of WORDS.filter((word) => word !== 'A cloth of mine'))
      expect(text.filter((item) => item.includes(words))).toEqual([])
    expect(items.filter(({ pk }) => pk === `MEMBER#${asha}`).map(({ entity }) => entity)).toEqual(['erased-member'])
  })

  it('makes a stranger of them: no call knows them any more, and their external id is free', async () => {
    const read = await app.request('GET', `/v1/communities/weavers/members/${asha}`, { token: tenant.key })
    expect([read.status, read.body.code]).toEqual([404, 'member_not_found'])
    const acting = await app.request('GET', `/v1/claims/${open}`, { token: tenant.key, actingFor: asha })
    expect(acting.status).toBeGreaterThanOrEqual(400)
    expect(await addMember(app, tenant, { name: 'Another', externalId: 'u-asha' })).not.toBe(asha)
  })

  it('is done once more to be sure, an hour later, and says the same when asked again', async () => {
    expect((await erase(asha)).body).toEqual({ member: asha, done: true })
    const clock = (minutes: number) =>
      runClockAt(app.table, addMilliseconds(app.now(), minutes * 60_000), { bus: inProcessBus([]) })
    const erasures = async () => (await dueItems(app.table)).filter(({ kind }) => kind === 'erasure')
    expect(await erasures()).toHaveLength(1)
    await clock(2)
    expect(await erasures()).toHaveLength(1)
    await clock(64)
    expect(await erasures()).toEqual([])
  })

  it('goes on by the clock when the call that began it was killed', async () => {
    app.advanceSeconds(7200)
    const leaver = await addMember(app, tenant, {
      name: 'Leaver',
      identifiers: [{ type: 'emailAddress', value: 'l@example.org' }],
    })
    const mine = await badgeOf(leaver, bela, 'Fine')
    const table = { ...app.table, now: app.now }
    const member = await dynamoMemberStore(table).load(leaver)
    if (!member) throw new Error('the member is missing')
    const due = { at: app.now(), kind: 'erasure', claimId: leaver, attempt: 0 } as const
    expect((await dynamoPersonErasureStore(table).begin(member, app.now(), due)).ok).toBe(true)
    expect((await app.request('GET', `/credentials/${mine.credential}`)).status).toBe(200)
    await runClockAt(app.table, addMilliseconds(app.now(), 180_000))
    expect(await open410(`/credentials/${mine.credential}`)).toEqual([410, 'credential_erased'])
    const left = (await everyItem(app.table)).filter(({ pk }) => pk === `MEMBER#${leaver}`)
    expect(left.map(({ entity }) => entity)).toEqual(['erased-member'])
  })

  it('refuses strangers and facilitators', async () => {
    const facilitator = await addMember(app, tenant, { name: 'Fay', role: 'facilitator' })
    const asFacilitator = await app.request('DELETE', `/v1/communities/weavers/members/${bela}`, {
      token: tenant.key,
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
  return JSON.stringify(item) + unpacked.join('')
}

function unpack(bytes: Uint8Array): string {
  try {
    return gunzipSync(bytes).toString('utf8')
  } catch {
    return Buffer.from(bytes).toString('utf8')
  }
}
