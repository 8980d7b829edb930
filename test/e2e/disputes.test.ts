import { createHash } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import { jcsProofReader } from '../../functions/adapters/data-integrity/jcs-proofs.ts'
import type { PolicyInput } from '../../schemas/policy.ts'
import { addMember, createCommunity, startApp, type TestApp } from '../support/app.ts'
import { aScene, type ClaimScene, judge, open, readEvents, readPartition, type Tenant } from '../support/claim-scene.ts'
import { runClockAt } from '../support/clock-runs.ts'

const HOUR_SECONDS = 3600
const DAY_SECONDS = 24 * HOUR_SECONDS
const POLICY: PolicyInput = { minEndorsers: 2, objectionHours: 48, independence: {} }

let app: TestApp
let weavers: Tenant
let served = 0

beforeAll(async () => {
  app = await startApp()
})

interface Dispute extends ClaimScene {
  readonly endorsers: readonly string[]
  readonly others: readonly string[]
}

/** A claim whose rule is met, in a community of its own with so many members beside learner and endorsers. */
async function metClaim(others: number, policy: PolicyInput = POLICY, draft: object = {}): Promise<Dispute> {
  weavers = await createCommunity(app, `weavers-${++served}`)
  const scene = await aScene(app, weavers, { draft: { policy, ...draft } })
  const add = (count: number) => Promise.all([...Array(count)].map(() => addMember(app, weavers, { name: 'Someone' })))
  const endorsers = await add(2)
  for (const endorser of endorsers)
    expect((await judge(app, weavers, scene.claim, { endorser, consentToBeNamed: true })).status).toBe(201)
  await app.issue(scene.claim)
  return { ...scene, endorsers, others: await add(others) }
}

const claimView = async ({ claim }: ClaimScene) =>
  (await app.request('GET', `/v1/claims/${claim}`, { token: weavers.key })).body

const object = (scene: ClaimScene, objector: string, body: object = {}, headers: Record<string, string> = {}) =>
  app.request('POST', `/v1/claims/${scene.claim}/objections`, {
    token: weavers.key,
    headers,
    body: { objector, reason: 'I saw another weave it.', grounds: 'not-own-work', ...body },
  })

const appeal = (scene: ClaimScene, actingFor = scene.learner) =>
  app.request('POST', `/v1/claims/${scene.claim}/appeals`, {
    token: weavers.key,
    actingFor,
    body: { reason: 'Here is a film of me at the loom.' },
  })

const vote = (objection: string, member: string, vote: string) =>
  app.request('POST', `/v1/objections/${objection}/votes`, {
    token: weavers.key,
    body: { member, vote, reason: `I say ${vote}.` },
  })

const read = async (objection: string, actingFor?: string) =>
  (await app.request('GET', `/v1/objections/${objection}`, { token: weavers.key, actingFor })).body

/** Who of these members was drawn. */
async function drawn(objection: string, members: readonly string[]): Promise<readonly string[]> {
  const path = (member: string) => `/v1/communities/${weavers.slug}/members/${member}/panel-seats`
  const seats = await Promise.all(
    members.map((actingFor) => app.request('GET', path(actingFor), { token: weavers.key, actingFor })),
  )
  return members.filter((_, index) => seats[index]?.body.items.some(({ id }: { id: string }) => id === objection))
}

async function raise(scene: Dispute): Promise<{ id: string; panel: readonly string[] }> {
  const raised = await object(scene, scene.others[0] ?? '')
  expect(raised.status).toBe(201)
  await app.issue(scene.claim)
  const id = String(raised.body.id)
  return { id, panel: await drawn(id, scene.others) }
}

async function settle(scene: Dispute, objection: string, panel: readonly string[], how: string) {
  for (const member of panel.slice(0, 2)) expect((await vote(objection, member, how)).status).toBe(201)
  await app.issue(scene.claim)
}

describe('a rule with a time for objections', () => {
  it('makes no badge before that time is over, and then one of what was given before the rule was met', async () => {
    const scene = await metClaim(1)
    const met = await claimView(scene)
    expect(met).toMatchObject({ status: 'met' })
    expect(Date.parse(met.objectableUntil) - Date.parse(met.decidedAt)).toBe(48 * HOUR_SECONDS * 1000)
    const late = await judge(app, weavers, scene.claim, { endorser: scene.others[0] })
    expect(late.status).toBe(201)
    app.advanceSeconds(48 * HOUR_SECONDS - 60)
    await app.issue(scene.claim)
    expect(await claimView(scene)).toMatchObject({ status: 'met', decidedAt: met.decidedAt })
    app.advanceSeconds(120)
    await runClockAt(app.table, app.now())
    expect((await readPartition(app, scene.claim)).some(({ entity }) => entity === 'nudge')).toBe(true)
    await app.issue(scene.claim)
    const issued = await claimView(scene)
    expect(issued).toMatchObject({ status: 'issued', decidedAt: met.decidedAt })
    expect(issued).not.toHaveProperty('objectableUntil')
    expect(issued.endorsements.map(({ inCredential }: { inCredential: string }) => inCredential)).toEqual([
      'embedded',
      'embedded',
      'later',
    ])
  })

  it('opens the claim again when a frozen endorsement is taken back, and not when a later one is', async () => {
    const scene = await metClaim(1)
    const late = await judge(app, weavers, scene.claim, { endorser: scene.others[0] })
    const withdraw = (id: string, actingFor?: string) =>
      app.request('DELETE', `/v1/claims/${scene.claim}/endorsements/${id}`, { token: weavers.key, actingFor })
    expect((await withdraw(late.body.id, scene.others[0])).status).toBe(200)
    const met = await claimView(scene)
    expect(met.status).toBe('met')
    expect((await withdraw(met.endorsements[0].id, met.endorsements[0].endorser)).status).toBe(200)
    expect(await claimView(scene)).toMatchObject({ status: 'open' })
    app.advanceSeconds(HOUR_SECONDS)
    await judge(app, weavers, scene.claim, { endorser: await addMember(app, weavers, { name: 'Third' }) })
    await app.issue(scene.claim)
    const again = await claimView(scene)
    expect(again.status).toBe('met')
    expect(Date.parse(again.objectableUntil)).toBeGreaterThan(Date.parse(met.objectableUntil))
  })
})

describe('POST /v1/claims/{claim}/objections', () => {
  it('refuses the learner, whoever endorsed, whoever the rule does not let judge, and everyone outside the time', async () => {
    const scene = await metClaim(2)
    expect((await object(scene, scene.learner)).body.code).toBe('self_objection')
    expect((await object(scene, scene.endorsers[0] ?? '')).body.code).toBe('endorser_objection')
    expect((await object(scene, '0123456789ABCDEFGHJKMNPQRS')).body.code).toBe('member_not_found')
    const [objector = ''] = scene.others
    expect((await object(scene, objector, { reason: '  ' })).body.code).toBe('invalid_request')
    expect((await object({ ...scene, claim: '0123456789ABCDEFGHJKMNPQRS' }, objector)).body.code).toBe(
      'claim_not_found',
    )
    app.advanceSeconds(49 * HOUR_SECONDS)
    expect((await object(scene, objector)).body).toMatchObject({ code: 'not_objectable', status: 409 })
    await app.issue(scene.claim)
    expect((await object(scene, objector)).body.code).toBe('not_objectable')

    const plain = await metClaim(1, { minEndorsers: 3 })
    expect((await object(plain, plain.others[0] ?? '')).body).toMatchObject({
      code: 'not_objectable',
      detail: 'The claim is open; it can be objected to once its rule is met and before its badge is made.',
    })
  })

  it('contests the claim once, whatever is sent twice; others join with their own reasons', async () => {
    const scene = await metClaim(3)
    const [first = '', second = ''] = scene.others
    const headers = { 'idempotency-key': 'objecting' }
    const [one, two] = await Promise.all([object(scene, first, {}, headers), object(scene, first, {}, headers)])
    expect([one.status, two.status]).toEqual([201, 201])
    expect(one.body.id).toBe(two.body.id)
    expect((await object(scene, first)).body.code).toBe('already_objected')
    const joined = await object(scene, second, { reason: 'So did I.', grounds: 'conduct' })
    expect(joined.body.id).toBe(one.body.id)
    expect((await claimView(scene)).decision).toMatchObject({ kind: 'contested', missing: [{ clause: 'objection' }] })
    expect(await claimView(scene)).toMatchObject({ status: 'contested', dispute: one.body.id })

    const asLearner = await read(one.body.id, scene.learner)
    expect(asLearner.reasons.map(({ reason }: { reason: string }) => reason)).toEqual([
      'I saw another weave it.',
      'So did I.',
    ])
    expect(JSON.stringify(asLearner)).not.toContain(first)
    expect(await read(one.body.id, second)).toMatchObject({ reasons: [{ reason: 'So did I.', objector: second }] })
    expect(await read(one.body.id, scene.others[2])).not.toHaveProperty('reasons')
    const stored = JSON.stringify(await readPartition(app, scene.claim))
    expect(stored).not.toContain('I saw another')
    expect(JSON.stringify(await readEvents(app, scene.claim))).not.toContain(first)
  })

  it('takes ten who object at once as one objection, and none of them twice', async () => {
    const scene = await metClaim(10)
    const answers = await Promise.all([...scene.others, ...scene.others.slice(0, 2)].map((one) => object(scene, one)))
    expect(answers.map(({ status }) => status).sort()).toEqual([...Array(10).fill(201), 409, 409])
    expect(new Set(answers.flatMap(({ body }) => (body.code === undefined ? body.id : []))).size).toBe(1)
    const { reasons, status } = await read(answers[0]?.body.id ?? answers[10]?.body.id, scene.learner)
    expect([reasons.length, status]).toEqual([10, 'raised'])
  })

  it('refuses second accounts of the learner and of endorsers, as it refuses them under the first', async () => {
    const email = (value: string) => ({ identifiers: [{ type: 'emailAddress' as const, value }] })
    weavers = await createCommunity(app, `weavers-${++served}`)
    const [learner, endorser] = [
      await addMember(app, weavers, { name: 'Lea', ...email('lea@example.org') }),
      await addMember(app, weavers, { name: 'Eno', ...email('eno@example.org') }),
    ]
    const draft = { policy: { ...POLICY, minEndorsers: 1 } }
    const scene = await aScene(app, weavers, { draft, claim: { learner } })
    expect((await judge(app, weavers, scene.claim, { endorser })).status).toBe(201)
    await app.issue(scene.claim)
    const others = await Promise.all(
      ['lea', 'eno'].map((name) => addMember(app, weavers, { name, ...email(`${name}@example.org`) })),
    )
    expect((await Promise.all(others.map((one) => object(scene, one)))).map(({ body }) => body.code)).toEqual([
      'self_objection',
      'endorser_objection',
    ])
  })

  it('takes no endorsements and makes no badge while it is settled, however long that takes', async () => {
    const scene = await metClaim(3)
    const { id } = await raise(scene)
    const attempts = await Promise.all([
      judge(app, weavers, scene.claim, { endorser: scene.others[1] }),
      app.request('DELETE', `/v1/claims/${scene.claim}/endorsements/${(await claimView(scene)).endorsements[0].id}`, {
        token: weavers.key,
        actingFor: scene.endorsers[0],
      }),
      app.request('POST', `/v1/claims/${scene.claim}/evidence`, {
        token: weavers.key,
        actingFor: scene.learner,
        body: { evidence: [{ narrative: 'More.' }] },
      }),
    ])
    expect(attempts.map(({ body }) => body.code)).toEqual(['claim_closed', 'claim_closed', 'evidence_closed'])
    app.advanceSeconds(5 * DAY_SECONDS)
    await app.issue(scene.claim)
    expect(await claimView(scene)).toMatchObject({ status: 'contested', dispute: id })
  })
})

describe('the panel', () => {
  it('is three uninvolved members by lots that anyone can draw again; upheld refuses, with an outcome the community signed', async () => {
    const scene = await metClaim(6)
    const { id, panel } = await raise(scene)
    expect(panel).toHaveLength(3)
    expect(panel).not.toContain(scene.others[0])
    const [first = '', second = '', third = ''] = panel
    expect((await vote(id, scene.others[0] ?? '', 'upheld')).body.code).toBe('not_on_panel')
    expect((await vote(id, first, 'upheld')).status).toBe(201)
    expect((await vote(id, first, 'dismissed')).body.code).toBe('already_voted')
    const sealed = await read(id, second)
    expect(sealed).toMatchObject({ status: 'raised', voted: 1, panel: 3, seat: { replaced: false } })
    expect(sealed).not.toHaveProperty('votes')
    expect(JSON.stringify(sealed)).not.toContain('upheld')
    expect((await app.request('GET', `/objections/${id}`)).body.code).toBe('objection_not_found')
    await app.issue(scene.claim)
    expect((await claimView(scene)).status).toBe('contested')

    expect((await vote(id, second, 'upheld')).status).toBe(201)
    await app.issue(scene.claim)
    expect(await claimView(scene)).toMatchObject({ status: 'refused', dispute: id })
    expect((await vote(id, third, 'upheld')).body.code).toBe('objection_settled')
    expect((await judge(app, weavers, scene.claim, { endorser: third })).body.code).toBe('claim_closed')
    expect(await read(id, scene.learner)).toMatchObject({
      status: 'upheld',
      settlement: { basis: 'votes', upheld: 2, dismissed: 0 },
      votes: [{ vote: 'upheld', reason: 'I say upheld.' }, { vote: 'upheld' }],
    })

    const { body: outcome } = await app.request('GET', `/objections/${id}`)
    // Where did:web says that the keys of the issuer are.
    const keys = outcome.issuer.replace('did:web:badges.example.org', '').replaceAll(':', '/')
    const did = (await app.request('GET', `${keys}/did.json`)).body
    expect(await jcsProofReader().verifyJson(outcome, did.id, async () => did)).toMatchObject({ ok: true })
    expect(outcome).toMatchObject({ type: 'DisputeOutcome', settlement: { status: 'upheld', upheld: 2 } })
    const [draw] = outcome.lots.draws
    const pseudonyms = draw.candidates.map(({ pseudonym }: { pseudonym: string }) => pseudonym)
    expect(drawAgain(outcome)).toEqual(outcome.panel.map(({ pseudonym }: { pseudonym: string }) => pseudonym))
    // The seed and the list were there for every member to see before anybody voted.
    expect(sealed).toMatchObject({ seed: outcome.lots.seed, draws: [{ candidates: draw.candidates }] })
    for (const member of [scene.learner, ...scene.endorsers, ...scene.others])
      expect(JSON.stringify(outcome)).not.toContain(member)

    const asPage = (headers: Record<string, string>, path = `/objections/${id}`) =>
      app.request('GET', path, { headers: { accept: 'text/html', ...headers } })
    const page = await asPage({})
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8')
    expect(page.headers.get('vary')).toContain('Accept-Language')
    for (const words of ['The objection was upheld', '2 votes for it, 0 against it', 'not the learner’s own'])
      expect(page.body).toContain(words)
    for (const shown of [outcome.lots.seed, draw.digest, ...pseudonyms, lot(outcome, pseudonyms[0]).slice(0, 10)])
      expect(page.body).toContain(shown)
    for (const words of ['I saw another', 'I say upheld', 'Someone', scene.learner, ...scene.others])
      expect(page.body).not.toContain(words)
    const hindi = await asPage({ 'accept-language': 'hi' })
    expect(hindi.headers.get('content-language')).toBe('hi')
    expect(hindi.body).toContain('आपत्ति सही मानी गई')
    expect((await asPage({}, `/objections/${id}.json`)).body).toEqual(outcome)
    expect((await asPage({ accept: 'image/png' })).body.code).toBe('not_acceptable')
  })

  it('dismisses, and the badge is made on what was frozen, once others have had the rest of the time', async () => {
    const scene = await metClaim(8)
    const before = await claimView(scene)
    const { id, panel } = await raise(scene)
    app.advanceSeconds(HOUR_SECONDS)
    await settle(scene, id, panel, 'dismissed')
    const { decidedAt, objectableUntil } = before
    expect(await claimView(scene)).toMatchObject({ status: 'met', decidedAt, objectableUntil, dispute: id })
    for (const one of [scene.others[0], panel[0]])
      expect((await object(scene, one ?? '')).body.code).toBe('already_objected')
    const other = scene.others.find((one, index) => index > 0 && !panel.includes(one)) ?? ''
    const again = (await object(scene, other)).body.id
    expect(again).not.toBe(id)
    await app.issue(scene.claim)
    const others = await drawn(again, scene.others)
    expect(others).toHaveLength(3)
    expect(others.filter((one) => panel.includes(one) || one === scene.others[0])).toEqual([])
    app.advanceSeconds(48 * HOUR_SECONDS)
    await settle(scene, again, others, 'dismissed')
    expect(await claimView(scene)).toMatchObject({ status: 'issued', decidedAt })
    expect((await object(scene, scene.others[1] ?? '')).body.code).toBe('not_objectable')
    const url = String(before.credentialUrl)
    const report = (await app.request('POST', '/v1/verifications', { body: { url } })).body
    expect(report).toMatchObject({ outcome: 'verified' })
    expect(report.checks).toContainEqual(expect.objectContaining({ id: 'award', status: 'pass' }))
    const types = (await readEvents(app, scene.claim)).map(({ type }) => type)
    expect(types.filter((type) => type === 'claim.met')).toHaveLength(1)
    expect(types).toEqual(
      expect.arrayContaining([
        'claim.contested',
        'claim.panel-drawn',
        'claim.dispute-settled',
        'claim.objection-dismissed',
      ]),
    )
  })

  it('is drawn once more for those who do not vote, and dismisses when nobody does', async () => {
    const scene = await metClaim(9)
    const { id, panel } = await raise(scene)
    app.advanceSeconds(7 * DAY_SECONDS + 60)
    await app.issue(scene.claim)
    const second = await drawn(id, scene.others)
    expect(second).toHaveLength(6)
    expect((await vote(id, panel[0] ?? '', 'upheld')).body.code).toBe('not_on_panel')
    app.advanceSeconds(7 * DAY_SECONDS + 60)
    await app.issue(scene.claim)
    expect(await read(id)).toMatchObject({ status: 'dismissed', settlement: { basis: 'no-votes' } })
    expect((await claimView(scene)).status).toBe('issued')
  })

  it('is filled with facilitators where the rule lets too few judge, and with fewer where there are none', async () => {
    const eligibility: PolicyInput['eligibility'] = [{ kind: 'role', roles: ['owner'] }]
    weavers = await createCommunity(app, `weavers-${++served}`)
    const scene = await aScene(app, weavers, {
      draft: { policy: { ...POLICY, minEndorsers: 1, eligibility } },
    })
    const owners = await Promise.all([1, 2].map(() => addMember(app, weavers, { name: 'Owner', role: 'owner' })))
    const leader = await addMember(app, weavers, { name: 'Fay', role: 'facilitator' })
    await addMember(app, weavers, { name: 'Mona' })
    await judge(app, weavers, scene.claim, { endorser: owners[0] })
    await app.issue(scene.claim)
    expect((await object(scene, leader)).body).toMatchObject({
      code: 'not_eligible',
      detail: expect.stringContaining('Who may endorse:'),
    })
    const other = await addMember(app, weavers, { name: 'Olga', role: 'facilitator' })
    const raised = await object(scene, owners[1] ?? '')
    await app.issue(scene.claim)
    const { draws, panel } = await read(raised.body.id)
    expect(panel).toBe(2)
    expect(draws[0].candidates.map(({ code }: { code: string }) => code).sort()).toEqual(
      ['drawn-leader', 'drawn-leader', 'endorser', 'learner', 'not-eligible', 'objector'].sort(),
    )
    expect(await drawn(raised.body.id, [leader, other])).toEqual([leader, other])
  })

  it('sees what was judged under seal, which others do not, and loses a place with the member who had it', async () => {
    const scene = await metClaim(7, { ...POLICY, blindness: 'sealed' })
    const { id, panel } = await raise(scene)
    const seen = async (actingFor: string | undefined) =>
      (await app.request('GET', `/v1/claims/${scene.claim}`, { token: weavers.key, actingFor })).body.endorsements
    expect(await seen(panel[0])).toHaveLength(2)
    expect(await seen(scene.others.slice(1).find((one) => !panel.includes(one)))).toEqual([])

    const member = `/v1/communities/${weavers.slug}/members/${panel[0]}`
    expect((await app.request('DELETE', member, { token: weavers.key })).status).toBe(200)
    expect((await vote(id, panel[0] ?? '', 'upheld')).body.code).toBe('member_not_found')
    app.advanceSeconds(7 * DAY_SECONDS + 60)
    await app.issue(scene.claim)
    expect(await read(id)).toMatchObject({ panel: 3, voted: 0, draws: [{ number: 1 }, { number: 2 }] })
  })

  it('has someone else in the place of a member who declines, whose reason nobody reads', async () => {
    const scene = await metClaim(7)
    const { id, panel } = await raise(scene)
    const [first = '', ...rest] = panel
    expect((await vote(id, first, 'decline')).body).toMatchObject({ seat: { declined: true }, panel: 2, voted: 0 })
    expect((await vote(id, first, 'upheld')).body.code).toBe('not_on_panel')
    expect(await read(id, first)).not.toHaveProperty('reasons')
    await app.issue(scene.claim)
    const now = await drawn(id, scene.others)
    expect(now).toHaveLength(4)
    await settle(scene, id, [...now.filter((one) => !panel.includes(one)), ...rest], 'upheld')
    const settled = await read(id, scene.learner)
    expect(settled).toMatchObject({ status: 'upheld', settlement: { upheld: 2, dismissed: 0 }, panel: 3 })
    expect(JSON.stringify(settled)).not.toContain('I say decline')
    const outcome = await app.request('GET', `/objections/${id}`, { headers: { accept: 'text/html' } })
    expect(outcome.body).toContain('Declined to settle it')
    expect(outcome.body).toContain('Draw 2')
  })

  it('is spared when the community has nobody to draw: the objection is dismissed', async () => {
    const scene = await metClaim(1)
    const { id, panel } = await raise(scene)
    expect(panel).toEqual([])
    expect(await read(id)).toMatchObject({ status: 'dismissed', settlement: { basis: 'no-panel' } })
    // Nobody looked into it: others may still object, as long as they could have without it.
    expect((await claimView(scene)).status).toBe('met')
    app.advanceSeconds(48 * HOUR_SECONDS)
    await app.issue(scene.claim)
    expect((await claimView(scene)).status).toBe('issued')
  })

  it('has nothing left to settle when the learner takes the claim back', async () => {
    const scene = await metClaim(5)
    const { id } = await raise(scene)
    const path = `/v1/claims/${scene.claim}/withdraw`
    expect((await app.request('POST', path, { token: weavers.key, actingFor: scene.learner })).status).toBe(200)
    await app.issue(scene.claim)
    expect(await read(id)).toMatchObject({ status: 'dismissed', settlement: { basis: 'withdrawn' } })
    expect((await claimView(scene)).status).toBe('withdrawn')
    expect((await app.request('GET', `/objections/${id}`)).status).toBe(200)
  })
})

describe('POST /v1/claims/{claim}/appeals', () => {
  async function refusedClaim(others: number) {
    const scene = await metClaim(others)
    const { id, panel } = await raise(scene)
    await settle(scene, id, panel, 'upheld')
    expect((await claimView(scene)).status).toBe('refused')
    return { scene, objection: id, panel }
  }

  it('has three others settle it; upheld, the badge is made', async () => {
    const { scene, objection, panel } = await refusedClaim(9)
    expect((await appeal(scene, scene.others[0])).body.code).toBe('forbidden')
    const raised = await appeal(scene)
    expect(raised.body).toMatchObject({ kind: 'appeal', against: objection, status: 'raised' })
    expect((await appeal(scene)).body.code).toBe('not_appealable')
    await app.issue(scene.claim)
    expect(await claimView(scene)).toMatchObject({ status: 'refused', dispute: raised.body.id })
    const judges = await drawn(raised.body.id, scene.others)
    expect(judges).toHaveLength(3)
    expect(judges.filter((one) => panel.includes(one) || one === scene.others[0])).toEqual([])
    await settle(scene, raised.body.id, judges, 'upheld')
    expect((await claimView(scene)).status).toBe('issued')
    const { body } = await app.request('GET', `/v1/claims/${scene.claim}/objections`, { token: weavers.key })
    expect(body.items.map(({ kind, status }: { kind: string; status: string }) => [kind, status])).toEqual([
      ['objection', 'upheld'],
      ['appeal', 'upheld'],
    ])
  })

  it('leaves the claim refused when it is dismissed, and the learner may claim again', async () => {
    const { scene } = await refusedClaim(9)
    const raised = await appeal(scene)
    expect((await open(app, weavers, { achievement: scene.achievement, learner: scene.learner })).body.code).toBe(
      'claim_exists',
    )
    await app.issue(scene.claim)
    await settle(scene, raised.body.id, await drawn(raised.body.id, scene.others), 'dismissed')
    expect(await claimView(scene)).toMatchObject({ status: 'refused' })
    expect((await appeal(scene)).body.code).toBe('not_appealable')
    expect((await open(app, weavers, { achievement: scene.achievement, learner: scene.learner })).status).toBe(201)
  })

  it('is refused once the learner has claimed again, after thirty days, and of claims that are not refused', async () => {
    const { scene } = await refusedClaim(4)
    expect((await claimView(scene)).appealableUntil).toBeDefined()
    const again = await open(app, weavers, { achievement: scene.achievement, learner: scene.learner })
    expect(again.status).toBe(201)
    expect((await appeal(scene)).body.code).toBe('claim_exists')
    expect((await appeal({ ...scene, claim: again.body.id })).body.code).toBe('not_appealable')
    app.advanceSeconds(31 * DAY_SECONDS)
    expect((await appeal(scene)).body.code).toBe('not_appealable')
  })
})

interface PublishedLots {
  readonly lots: {
    readonly seed: string
    readonly draws: readonly {
      readonly candidates: readonly { readonly pseudonym: string; readonly code: string }[]
      readonly digest: string
    }[]
  }
}

/** What anyone can work out from a published outcome, with nothing but SHA-256. */
const lot = ({ lots }: PublishedLots, pseudonym: string): string =>
  createHash('sha256').update(`${lots.seed}|${pseudonym}`).digest('hex')

/** Draws the lots of the first draw again: who sits, in the order of their lots. */
function drawAgain(outcome: PublishedLots): readonly string[] {
  const { candidates = [], digest } = outcome.lots.draws[0] ?? {}
  const canonical = `[${candidates.map(({ code, pseudonym }) => `{"code":"${code}","pseudonym":"${pseudonym}"}`).join()}]`
  expect(createHash('sha256').update(canonical).digest('base64url')).toBe(digest)
  const order = candidates.toSorted((a, b) => (lot(outcome, a.pseudonym) < lot(outcome, b.pseudonym) ? -1 : 1))
  expect(order).toEqual(candidates)
  return order.filter(({ code }) => code === 'drawn').map(({ pseudonym }) => pseudonym)
}
