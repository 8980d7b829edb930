import { beforeAll, describe, expect, it } from 'vitest'
import {
  addMember,
  apiKey,
  createChallenge,
  createCommunity,
  openClaim,
  publishAchievement,
  startApp,
  type TestApp,
} from '../support/app.ts'
import { aCriterion, anId } from '../support/builders.ts'
import { toSet } from '../support/calibrations.ts'
import { judge } from '../support/claim-scene.ts'
import { everyItem } from '../support/every-item.ts'

let app: TestApp
let tenant: Awaited<ReturnType<typeof createCommunity>>
let peers: readonly string[]
let achievement: string
/** Claims with none, one, two and three endorsements, the last on another version of the rule. */
let claims: readonly string[]

const dryRun = (body: object, options: object = {}) =>
  app.request('POST', '/v1/communities/weavers/policies/dry-run', {
    token: tenant.key,
    body: { achievement, ...body },
    ...options,
  })

const code = ({ status, body }: { readonly status: number; readonly body: { readonly code?: string } }) => [
  status,
  body.code,
]

beforeAll(async () => {
  app = await startApp()
  tenant = await createCommunity(app, 'weavers')
  peers = await Promise.all([0, 1, 2].map((n) => addMember(app, tenant, { name: `Peer ${n}` })))
  const draft = { repeatable: 'many' as const, policy: { minEndorsers: 3, independence: {} } }
  achievement = await publishAchievement(app, tenant, draft)
  const other = await publishAchievement(app, tenant, draft)
  const opened: string[] = []
  for (const endorsements of [0, 1, 2, 3]) {
    const learner = await addMember(app, tenant, { name: 'Asha' })
    const claim = await openClaim(app, tenant, { learner, achievement })
    for (const endorser of peers.slice(0, endorsements)) await judge(app, tenant, claim, { endorser })
    opened.push(claim)
  }
  await openClaim(app, tenant, { learner: await addMember(app, tenant), achievement: other })
  claims = opened
})

describe('POST /v1/communities/{slug}/policies/dry-run', () => {
  it('says who would have earned and who would have waited, with reasons, and changes not a single item', async () => {
    await dryRun({ policy: {} })
    const before = await everyItem(app.table)
    const { status, body } = await dryRun({ policy: { minEndorsers: 2 } })
    expect(status).toBe(200)
    expect(body).toMatchObject({ looked: 5, claims: 4, counts: { earns: 2, waits: 2, keeps: 0, loses: 0, unknown: 0 } })
    expect(body).not.toHaveProperty('next')
    const found = new Map(body.items.map((item: { claim: string }) => [item.claim, item]))
    expect([...found.keys()].sort()).toEqual([...claims].sort())
    expect(claims.map((claim) => found.get(claim))).toMatchObject([
      { outcome: 'waits', decision: { counted: 0, missing: [{ clause: 'minEndorsers', endorsers: 2 }] } },
      { outcome: 'waits', decision: { text: expect.stringContaining('1 more peer must endorse') } },
      { outcome: 'earns', status: 'open', decision: { kind: 'met', counted: 2 } },
      { outcome: 'earns' },
    ])
    expect(await everyItem(app.table)).toEqual(before)
  })

  it('pages through the claims of the community, each once', async () => {
    const seen: string[] = []
    let cursor: string | undefined
    let calls = 0
    do {
      const { body } = await dryRun({ policy: {}, limit: 2, ...(cursor === undefined ? {} : { cursor }) })
      expect(body.looked).toBeLessThanOrEqual(2)
      seen.push(...body.items.map(({ claim }: { claim: string }) => claim))
      cursor = body.next
      calls += 1
    } while (cursor !== undefined && calls < 9)
    expect(seen.sort()).toEqual([...claims].sort())
  })

  it('says in the language asked for how each claim would stand', async () => {
    const { headers, body } = await dryRun({ policy: { minEndorsers: 2 } }, { headers: { 'accept-language': 'hi' } })
    expect([headers.get('content-language'), headers.get('vary')]).toEqual([
      'hi',
      expect.stringContaining('Accept-Language'),
    ])
    for (const { decision } of body.items) expect(decision.text).toMatch(/ज़रूरी/)
  })

  it('refuses a rule that could not be published, and names the clause', async () => {
    const impossible = await dryRun({ policy: { minEndorsers: 2, independence: { minCircles: 3 } } })
    expect([...code(impossible), impossible.body.errors[0].pointer]).toEqual([
      422,
      'policy_impossible',
      '/policy/independence/minCircles',
    ])
    const unknown = await dryRun({ policy: { eligibility: [{ kind: 'holds', achievement: anId('nothing') }] } })
    expect([...code(unknown), unknown.body.errors[0].pointer]).toEqual([
      400,
      'invalid_request',
      '/policy/eligibility/0/achievement',
    ])
  })

  it('refuses achievements of nobody and of others, broken cursors, and more claims at once', async () => {
    const others = await createCommunity(app, 'potters')
    const theirs = await publishAchievement(app, others)
    for (const one of [theirs, anId('nothing')])
      expect(code(await dryRun({ policy: {}, achievement: one }))).toEqual([404, 'achievement_not_found'])
    expect(code(await dryRun({ policy: {}, cursor: 'broken' }))).toEqual([400, 'invalid_cursor'])
    expect(code(await dryRun({ policy: {}, limit: 51 }))).toEqual([400, 'invalid_request'])
    expect(code(await dryRun({ policy: { attainment: 'calibration' } }))).toEqual([400, 'invalid_request'])
  })

  it('leaves out what is sealed from the leader who asks, until they have judged', async () => {
    const sealed = await publishAchievement(app, tenant, { policy: { minEndorsers: 3, blindness: 'sealed' } })
    const claim = await openClaim(app, tenant, { learner: await addMember(app, tenant), achievement: sealed })
    await judge(app, tenant, claim, { endorser: peers[0] })
    const leader = await addMember(app, tenant, { name: 'Lena', role: 'owner' })
    const ask = async (options: object) => {
      const {
        claims: found,
        sealed: hidden,
        items,
      } = (await dryRun({ achievement: sealed, policy: { minEndorsers: 1 } }, options)).body
      return [found, hidden, items.length]
    }
    expect(await ask({ actingFor: leader })).toEqual([1, 1, 0])
    expect(await ask({})).toEqual([1, 0, 1])
    await judge(app, tenant, claim, { endorser: leader })
    expect(await ask({ actingFor: leader })).toEqual([1, 0, 1])
  })

  it('names the learner of each claim, so that leaders know who it is', async () => {
    const { body } = await dryRun({ policy: { minEndorsers: 2 } })
    for (const { claim, learner } of body.items)
      expect((await app.request('GET', `/v1/claims/${claim}`, { token: tenant.key })).body.learner).toBe(learner)
  })

  it('refuses what the service gives by itself, whose rule is nobody’s to try', async () => {
    const rated = await publishAchievement(app, tenant, { rubric: [aCriterion()] })
    const challenge = await createChallenge(app, tenant, { name: 'Twill' })
    const { body } = await app.request('PUT', `/v1/communities/weavers/challenges/${challenge}/calibration`, {
      token: tenant.key,
      body: toSet(rated),
    })
    const refused = await dryRun({ policy: {}, achievement: body.licenceAchievement })
    expect([...code(refused), refused.body.errors[0].pointer]).toEqual([400, 'invalid_request', '/achievement'])
  })

  it('refuses a key that may read achievements and not claims', async () => {
    const blind = await apiKey(app, 'weavers', ['achievements:read', 'achievements:write'])
    expect(code(await dryRun({ policy: {} }, { token: blind.key }))).toEqual([403, 'insufficient_scope'])
    const reading = await apiKey(app, 'weavers', ['claims:read'])
    expect((await dryRun({ policy: {} }, { token: reading.key })).status).toBe(200)
  })

  it('refuses members who do not lead', async () => {
    expect(code(await dryRun({ policy: {} }, { actingFor: peers[0] }))).toEqual([403, 'forbidden'])
  })
})
