import { createHash } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import { askRevision, expireClaim, mayMove, meetRule } from '../../functions/domain/endorsement/claim-transitions.ts'
import { type ClaimStatus, ClaimStatusSchema } from '../../schemas/claim.ts'
import {
  addMember,
  apiKey,
  createCommunity,
  draftAchievement,
  PUBLIC_URL,
  publishAchievement,
  startApp,
  type TestApp,
} from '../support/app.ts'
import { anId } from '../support/builders.ts'
import { advance, aScene, judge, open, readEvents, readPartition, type Tenant } from '../support/claim-scene.ts'
import { storesOf } from '../support/issuance-scenario.ts'

let app: TestApp
let weavers: Tenant
let potters: Tenant

beforeAll(async () => {
  app = await startApp()
  weavers = await createCommunity(app, 'weavers')
  potters = await createCommunity(app, 'potters')
})

const get = (claim: string, options: { readonly token?: string; readonly actingFor?: string } = {}) =>
  app.request('GET', `/v1/claims/${claim}`, { token: weavers.key, ...options })

const code = ({ status, body }: { readonly status: number; readonly body: { readonly code?: string } }) => [
  status,
  body.code,
]

/** A learner and an achievement, nothing claimed yet. */
async function aLearner(draft: Parameters<typeof publishAchievement>[2] = {}) {
  const [achievement, learner] = await Promise.all([
    publishAchievement(app, weavers, draft),
    addMember(app, weavers, { name: 'Asha' }),
  ])
  return { achievement, learner }
}

describe('POST /v1/communities/{slug}/claims', () => {
  it('opens a claim on the published version and allots the addresses of badge and award record', async () => {
    const { achievement, learner } = await aLearner()
    const evidence = [{ id: 'https://work.example/cloth', name: 'Cloth', narrative: 'Woven in May.' }]
    const { status, body, headers } = await open(app, weavers, { achievement, learner, evidence })
    expect(status).toBe(201)
    expect(headers.get('etag')).toBe('"v1"')
    expect(body).toMatchObject({
      community: 'weavers',
      achievement,
      achievementVersion: 1,
      learner,
      status: 'open',
      collaborators: [],
      evidenceVersion: 1,
      evidence: [{ version: 1, narrative: 'Here is my cloth.', evidence }],
      endorsements: [],
      decision: { kind: 'pending', counted: 0, required: 3, missing: [{ clause: 'minEndorsers', endorsers: 3 }] },
    })
    expect(body.credentialUrl).toMatch(new RegExp(`^${PUBLIC_URL}/credentials/[0-9A-HJKMNP-TV-Z]{26}$`))
    expect(body.awardUrl).toBe(body.credentialUrl.replace('/credentials/', '/awards/'))
    expect((await get(body.id)).body).toEqual(body)
  })

  it('names the digest of exactly the evidence that was stored', async () => {
    const { claim } = await aScene(app, weavers)
    const stored = await storesOf(app.table).claims.load(claim)
    const [document] = stored ? await storesOf(app.table).claims.loadEvidence(stored) : []
    const { body } = await get(claim)
    expect(
      createHash('sha256')
        .update(document?.text ?? '')
        .digest('base64url'),
    ).toBe(body.evidence[0].digest)
    expect(stored?.evidenceDigest).toBe(body.evidence[0].digest)
  })

  it('records the opening as an event of ids, digests and numbers, and nothing the learner wrote', async () => {
    const { claim, learner, achievement } = await aScene(app, weavers, { claim: { narrative: 'A private story.' } })
    const [event, ...others] = await readEvents(app, claim)
    expect(others).toEqual([])
    expect(event).toMatchObject({
      type: 'claim.opened',
      actorId: learner,
      data: { achievementId: achievement, achievementVersion: 1, evidenceVersion: 1 },
    })
    expect(JSON.stringify(await readPartition(app, claim))).not.toContain('A private story.')
  })

  it('puts the end of the claim on the clock', async () => {
    const { claim } = await aScene(app, weavers, { draft: { policy: { claimDays: 7 } } })
    const { body } = await get(claim)
    expect(Date.parse(body.expiresAt) - Date.parse(body.openedAt)).toBe(7 * 86_400_000)
    const due = await storesOf(app.table).due.loadDue(body.expiresAt, 1000)
    expect(due).toContainEqual({ at: body.expiresAt, kind: 'claim-expiry', claimId: claim, attempt: 0 })
  })

  it('opens on the newest version once there are several', async () => {
    const { achievement, learner } = await aLearner()
    const path = `/v1/communities/weavers/achievements/${achievement}`
    const draft = { name: 'Twill', description: 'd', criteria: { narrative: 'n' } }
    await app.request('PUT', path, { token: weavers.key, body: draft })
    const published = await app.request('POST', `${path}/publish`, { token: weavers.key })
    expect(published.status).toBe(201)
    expect((await open(app, weavers, { achievement, learner })).body.achievementVersion).toBe(2)
  })

  it('takes the learner from Peerbadge-Member as well', async () => {
    const { achievement, learner } = await aLearner()
    const { status, body } = await open(app, weavers, { achievement }, { actingFor: learner })
    expect([status, body.learner]).toEqual([201, learner])
  })

  it('keeps collaborators, once each', async () => {
    const ben = await addMember(app, weavers, { name: 'Ben' })
    const { claim } = await aScene(app, weavers, { claim: { collaborators: [ben, ben] } })
    expect((await get(claim)).body.collaborators).toEqual([ben])
  })

  it('refuses a request that names no learner', async () => {
    const { achievement } = await aLearner()
    expect(code(await open(app, weavers, { achievement }))).toEqual([400, 'learner_required'])
  })

  it('refuses a learner who is not the one the header names', async () => {
    const { achievement, learner } = await aLearner()
    const other = await addMember(app, weavers)
    const answer = await open(app, weavers, { achievement, learner }, { actingFor: other })
    expect(code(answer)).toEqual([403, 'acting_member_mismatch'])
  })

  it('refuses a learner nobody knows, and one of another community, alike', async () => {
    const { achievement } = await aLearner()
    const stranger = await addMember(app, potters)
    for (const learner of [anId('nobody'), stranger])
      expect(code(await open(app, weavers, { achievement, learner }))).toEqual([404, 'member_not_found'])
  })

  it('refuses an achievement nobody knows, and one of another community, alike', async () => {
    const { learner } = await aLearner()
    const foreign = await publishAchievement(app, potters)
    for (const achievement of [anId('nothing'), foreign])
      expect(code(await open(app, weavers, { achievement, learner }))).toEqual([404, 'achievement_not_found'])
  })

  it('refuses a draft that was never published', async () => {
    const { learner } = await aLearner()
    const achievement = await draftAchievement(app, weavers)
    expect(code(await open(app, weavers, { achievement, learner }))).toEqual([409, 'achievement_not_published'])
  })

  it('points at collaborators the community does not have', async () => {
    const { achievement, learner } = await aLearner()
    const [ben, stranger] = await Promise.all([addMember(app, weavers), addMember(app, potters)])
    const answer = await open(app, weavers, { achievement, learner, collaborators: [ben, stranger, anId('nobody')] })
    expect(code(answer)).toEqual([400, 'invalid_request'])
    expect(answer.body.errors.map(({ pointer }: { pointer: string }) => pointer)).toEqual([
      '/collaborators/1',
      '/collaborators/2',
    ])
  })

  it('refuses to identify a learner by an e-mail address the community does not have', async () => {
    const { achievement, learner } = await aLearner()
    const answer = await open(app, weavers, { achievement, learner, identify: ['emailAddress'] })
    expect(code(answer)).toEqual([400, 'invalid_request'])
    expect(answer.body.errors[0].pointer).toBe('/identify')
    const known = await addMember(app, weavers, {
      identifiers: [{ type: 'emailAddress', value: 'asha@example.org' }],
    })
    expect((await open(app, weavers, { achievement, learner: known, identify: ['emailAddress'] })).status).toBe(201)
  })

  it('refuses a second claim for what is given once', async () => {
    const { achievement, learner } = await aScene(app, weavers)
    expect(code(await open(app, weavers, { achievement, learner }))).toEqual([409, 'claim_exists'])
  })

  it('lets exactly one of ten claims opened at once through', async () => {
    const { achievement, learner } = await aLearner()
    const answers = await Promise.all(Array.from({ length: 10 }, () => open(app, weavers, { achievement, learner })))
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1)
    expect(answers.filter(({ body }) => body.code === 'claim_exists')).toHaveLength(9)
  })

  it('takes several claims for what may be given many times', async () => {
    const { achievement, learner } = await aLearner({ repeatable: 'many' })
    const answers = [
      await open(app, weavers, { achievement, learner }),
      await open(app, weavers, { achievement, learner }),
    ]
    expect(answers.map(({ status }) => status)).toEqual([201, 201])
  })

  it('refuses a second claim within the period while the first is live', async () => {
    const { achievement, learner } = await aLearner({ repeatable: 'per-period', periodDays: 30 })
    expect((await open(app, weavers, { achievement, learner })).status).toBe(201)
    expect(code(await open(app, weavers, { achievement, learner }))).toEqual([409, 'claim_exists'])
  })

  it('takes a claim again once the earlier one was withdrawn', async () => {
    const { achievement, learner, claim } = await aScene(app, weavers)
    await app.request('POST', `/v1/claims/${claim}/withdraw`, { token: weavers.key, actingFor: learner })
    expect((await open(app, weavers, { achievement, learner })).status).toBe(201)
  })

  it('refuses claims of a community that was created under another base URL', async () => {
    const { communities } = storesOf(app.table)
    const moved = await createCommunity(app, 'moved')
    const [achievement, learner] = await Promise.all([publishAchievement(app, moved), addMember(app, moved)])
    const community = await communities.load('moved')
    if (community) await communities.change(community, { ...community, baseUrl: 'https://old.example', version: 2 })
    expect(code(await open(app, moved, { achievement, learner }))).toEqual([409, 'base_url_changed'])
  })

  it('answers a repeat under one idempotency key with the same claim, also when both arrive at once', async () => {
    const { achievement, learner } = await aLearner()
    const send = () =>
      open(app, weavers, { achievement, learner }, { headers: { 'idempotency-key': `open-${learner}` } })
    const answers = [...(await Promise.all([send(), send(), send()])), await send()]
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201, 201])
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1)
  })

  it('answers a repeat with the decision as it is by then', async () => {
    const { achievement, learner } = await aLearner()
    const send = () =>
      open(app, weavers, { achievement, learner }, { headers: { 'idempotency-key': `now-${learner}` } })
    const { body } = await send()
    await judge(app, weavers, body.id, { endorser: await addMember(app, weavers) })
    expect((await send()).body.decision).toMatchObject({ counted: 1 })
  })

  it('answers a repeat with the same claim, also once the address it identified is taken back', async () => {
    const { achievement } = await aLearner()
    const identifiers = [{ type: 'emailAddress' as const, value: 'asha@example.org' }]
    const learner = await addMember(app, weavers, { identifiers })
    const send = (headers: Readonly<Record<string, string>>, narrative = 'Mine.') =>
      open(app, weavers, { achievement, learner, narrative, identify: ['emailAddress'] }, { headers })
    const key = { 'idempotency-key': `identified-${learner}` }
    const first = await send(key)
    const member = `/v1/communities/weavers/members/${learner}`
    await app.request('PATCH', member, { token: weavers.key, body: { identifiers: [] } })
    const repeat = await send(key)
    expect([repeat.status, repeat.body.id]).toEqual([201, first.body.id])
    expect(code(await send(key, 'Another.'))).toEqual([422, 'idempotency_key_reused'])
    expect(code(await send({ 'idempotency-key': `unused-${learner}` }))).toEqual([400, 'invalid_request'])
  })

  it('refuses an idempotency key that came with another body', async () => {
    const { achievement, learner } = await aLearner({ repeatable: 'many' })
    const send = (narrative: string) =>
      open(app, weavers, { achievement, learner, narrative }, { headers: { 'idempotency-key': `other-${learner}` } })
    expect((await send('one')).status).toBe(201)
    expect(code(await send('two'))).toEqual([422, 'idempotency_key_reused'])
  })

  it.each([
    ['neither narrative nor evidence', { narrative: undefined }, '/evidence'],
    ['evidence without work or words', { evidence: [{ name: 'Cloth' }] }, '/evidence/0'],
    ['evidence that is no web address', { evidence: [{ id: 'javascript:alert(1)' }] }, '/evidence/0/id'],
    ['an unknown member', { colour: 'red' }, '/colour'],
    ['an identifier it does not know', { identify: ['name'] }, '/identify/0'],
    ['a collaborator that is no id', { collaborators: ['ben'] }, '/collaborators/0'],
    ['text with NUL', { narrative: 'a\u0000b' }, '/narrative'],
  ])('points at %s', async (_what, body, pointer) => {
    const { achievement, learner } = await aLearner()
    const answer = await open(app, weavers, { achievement, learner, ...body })
    expect(code(answer)).toEqual([400, 'invalid_request'])
    expect(answer.body.errors.map((error: { pointer: string }) => error.pointer)).toContain(pointer)
  })

  it.each([
    ['malformed JSON', '{"narrative":'],
    ['deep nesting', `{"evidence":${'['.repeat(3000)}${']'.repeat(3000)}}`],
    ['a lone surrogate', '{"narrative":"\\ud800"}'],
  ])('answers %s with a problem and never breaks', async (_what, body) => {
    const answer = await app.request('POST', '/v1/communities/weavers/claims', { token: weavers.key, body })
    expect(answer.status).toBe(400)
    expect(['malformed_json', 'invalid_request']).toContain(answer.body.code)
  })

  it('hides the community from the key of another', async () => {
    const { achievement, learner } = await aLearner()
    const answer = await open(app, weavers, { achievement, learner }, { token: potters.key })
    expect(code(answer)).toEqual([404, 'community_not_found'])
  })

  it('refuses a key without the scope', async () => {
    const { achievement, learner } = await aLearner()
    const { key } = await apiKey(app, 'weavers', ['claims:read'])
    const answer = await open(app, weavers, { achievement, learner }, { token: key })
    expect(code(answer)).toEqual([403, 'insufficient_scope'])
  })
})

describe('GET /v1/communities/{slug}/claims', () => {
  const list = (query: string, token = weavers.key) =>
    app.request('GET', `/v1/communities/weavers/claims${query}`, { token })

  it('pages through the claims of a learner, oldest first, with a Link to the next', async () => {
    const learner = await addMember(app, weavers)
    const ids: string[] = []
    for (let count = 0; count < 3; count++) {
      const achievement = await publishAchievement(app, weavers)
      ids.push((await open(app, weavers, { achievement, learner })).body.id)
    }
    const first = await list(`?learner=${learner}&limit=2`)
    expect(first.body.items.map(({ id }: { id: string }) => id)).toEqual(ids.slice(0, 2))
    const link = first.headers.get('link') ?? ''
    expect(link).toMatch(/^<https:\/\/badges\.example\.org\/v1\/communities\/weavers\/claims\?.*>; rel="next"$/)
    const next = new URL(/<(.+)>/.exec(link)?.[1] ?? '').search
    const second = await list(next)
    expect(second.body.items).toEqual([
      {
        id: ids[2],
        community: 'weavers',
        achievement: expect.any(String),
        achievementVersion: 1,
        learner,
        status: 'open',
        openedAt: expect.any(String),
      },
    ])
    expect(second.body).not.toHaveProperty('next')
    expect(second.headers.get('link')).toBeNull()
  })

  it('lists the claims of the community and of no other', async () => {
    const guild = await createCommunity(app, 'small-guild')
    const { claim } = await aScene(app, guild)
    const { body } = await app.request('GET', '/v1/communities/small-guild/claims', { token: guild.key })
    expect(body.items.map(({ id }: { id: string }) => id)).toEqual([claim])
  })

  it('refuses a learner of another community', async () => {
    const stranger = await addMember(app, potters)
    expect(code(await list(`?learner=${stranger}`))).toEqual([404, 'member_not_found'])
  })

  it.each([
    ['?limit=0', 'invalid_request'],
    ['?limit=101', 'invalid_request'],
    ['?learner=ana', 'invalid_request'],
    ['?colour=red', 'invalid_request'],
    ['?cursor=made-up', 'invalid_cursor'],
  ])('refuses %s', async (query, expected) => {
    expect(code(await list(query))).toEqual([400, expected])
  })
})

describe('GET /v1/claims/{claim}', () => {
  it('refuses a claim nobody knows, one of another community, and an id that is none, alike', async () => {
    const { claim } = await aScene(app, potters)
    for (const id of [anId('nothing'), claim, 'x']) expect(code(await get(id))).toEqual([404, 'claim_not_found'])
  })

  it('refuses without credentials', async () => {
    const { claim } = await aScene(app, weavers)
    expect(code(await app.request('GET', `/v1/claims/${claim}`))).toEqual([401, 'unauthenticated'])
  })

  it('shows comments to members and the reason of a decline to learner and endorser alone', async () => {
    const { claim, learner } = await aScene(app, weavers)
    const [ana, ben] = await Promise.all([addMember(app, weavers), addMember(app, weavers)])
    await judge(app, weavers, claim, {
      endorser: ana,
      verdict: 'decline',
      comment: 'Not me.',
      reason: 'We are related.',
    })
    const seenBy = async (actingFor?: string) =>
      (await get(claim, actingFor === undefined ? {} : { actingFor })).body.endorsements[0]
    for (const insider of [learner, ana])
      expect(await seenBy(insider)).toMatchObject({ comment: 'Not me.', reason: 'We are related.' })
    for (const outsider of [ben, undefined]) {
      expect(await seenBy(outsider)).not.toHaveProperty('reason')
      expect(await seenBy(outsider)).toMatchObject({ comment: 'Not me.', counts: false })
    }
  })

  it('decides anew with every request, as endorsements grow old', async () => {
    const aged = await startApp()
    const tenant = await createCommunity(aged, 'aging')
    const { claim } = await aScene(aged, tenant, { draft: { policy: { minEndorsers: 1, endorsementDays: 1 } } })
    await judge(aged, tenant, claim, { endorser: await addMember(aged, tenant) })
    const read = () => aged.request('GET', `/v1/claims/${claim}`, { token: tenant.key })
    expect((await read()).body.decision).toMatchObject({ kind: 'met', counted: 1 })
    aged.advanceSeconds(2 * 86_400)
    const { body } = await read()
    expect(body.decision).toMatchObject({
      kind: 'pending',
      missing: [{ clause: 'minEndorsers' }, { clause: 'endorsementDays' }],
    })
    expect(body.endorsements[0]).toMatchObject({ counts: false, uncountedReasons: ['too_old'] })
  })
})

describe('POST /v1/claims/{claim}/evidence', () => {
  const add = (claim: string, learner: string | undefined, options: object = {}, body: object = {}) =>
    app.request('POST', `/v1/claims/${claim}/evidence`, {
      token: weavers.key,
      actingFor: learner,
      body: { evidence: [{ narrative: 'A better cloth.' }], ...body },
      ...options,
    })

  it('adds an evidence version; what was endorsed before stops counting and stays visible', async () => {
    const { claim, learner } = await aScene(app, weavers, { draft: { policy: { minEndorsers: 1 } } })
    await judge(app, weavers, claim, { endorser: await addMember(app, weavers) })
    const { status, body, headers } = await add(claim, learner)
    expect([status, headers.get('etag')]).toEqual([201, '"v2"'])
    expect(body).toMatchObject({
      status: 'open',
      evidenceVersion: 2,
      decision: { kind: 'pending', evidenceVersion: 2, counted: 0 },
    })
    expect(body.evidence.map(({ version }: { version: number }) => version)).toEqual([1, 2])
    expect(body.endorsements).toMatchObject([
      { evidenceVersion: 1, counts: false, uncountedReasons: ['other_evidence_version'] },
    ])
    expect((await readEvents(app, claim)).map(({ type }) => type)).toContain('claim.evidence-added')
  })

  it('opens a claim again that was asked for a revision', async () => {
    const { claim, learner } = await aScene(app, weavers)
    await advance(app, claim, (one) => askRevision(one, 2))
    expect((await add(claim, learner)).body).toMatchObject({ status: 'open', evidenceVersion: 2 })
  })

  it('numbers versions added at once one after the other, none lost', async () => {
    const { claim, learner } = await aScene(app, weavers)
    const answers = await Promise.all([1, 2, 3].map((one) => add(claim, learner, {}, { narrative: `try ${one}` })))
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201])
    const { body } = await get(claim)
    expect(body.evidenceVersion).toBe(4)
    const told = body.evidence.slice(1).map(({ narrative }: { narrative: string }) => narrative)
    expect(told.sort()).toEqual(['try 1', 'try 2', 'try 3'])
  })

  it('refuses everyone but the learner, and writes nothing', async () => {
    const { claim } = await aScene(app, weavers)
    const before = await readPartition(app, claim)
    expect(code(await add(claim, await addMember(app, weavers)))).toEqual([403, 'forbidden'])
    expect(code(await add(claim, undefined))).toEqual([400, 'acting_member_missing'])
    expect(code(await add(claim, undefined, { token: potters.key, actingFor: await addMember(app, potters) }))).toEqual(
      [404, 'claim_not_found'],
    )
    expect(await readPartition(app, claim)).toEqual(before)
  })

  it('refuses more versions than the rule takes, and writes nothing', async () => {
    const { claim, learner } = await aScene(app, weavers, { draft: { policy: { revisions: 1 } } })
    expect((await add(claim, learner)).status).toBe(201)
    const before = await readPartition(app, claim)
    expect(code(await add(claim, learner))).toEqual([409, 'evidence_closed'])
    expect(await readPartition(app, claim)).toEqual(before)
  })

  it('takes If-Match, and refuses a version that was read before a change', async () => {
    const { claim, learner } = await aScene(app, weavers)
    const etag = (await get(claim)).headers.get('etag') ?? ''
    expect((await add(claim, learner, { headers: { 'if-match': etag } })).status).toBe(201)
    const before = await readPartition(app, claim)
    for (const stale of [etag, '"made-up"', 'W/"v2"'])
      expect(code(await add(claim, learner, { headers: { 'if-match': stale } }))).toEqual([412, 'stale'])
    expect(await readPartition(app, claim)).toEqual(before)
  })

  it('adds one version for one idempotency key, however often and however close it comes', async () => {
    const { claim, learner } = await aScene(app, weavers)
    const send = (narrative?: string) =>
      add(
        claim,
        learner,
        { headers: { 'idempotency-key': `evidence-${claim}` } },
        narrative === undefined ? {} : { narrative },
      )
    const answers = [...(await Promise.all([send(), send()])), await send()]
    expect(answers.map(({ status, body }) => [status, body.evidenceVersion])).toEqual([
      [201, 2],
      [201, 2],
      [201, 2],
    ])
    expect(code(await send('other words'))).toEqual([422, 'idempotency_key_reused'])
  })

  it('asks for at least one entry', async () => {
    const { claim, learner } = await aScene(app, weavers)
    const answer = await add(claim, learner, {}, { evidence: [] })
    expect([...code(answer), answer.body.errors[0].pointer]).toEqual([400, 'invalid_request', '/evidence'])
  })
})

describe('POST /v1/claims/{claim}/withdraw', () => {
  const withdraw = (claim: string, learner: string | undefined, options: object = {}) =>
    app.request('POST', `/v1/claims/${claim}/withdraw`, { token: weavers.key, actingFor: learner, ...options })

  it.each([
    ['open', undefined],
    ['in revision', (app: TestApp, claim: string) => advance(app, claim, (one) => askRevision(one, 2))],
    ['met', (app: TestApp, claim: string) => advance(app, claim, (one) => meetRule(one, app.now(), 3))],
  ])('takes back a claim that is %s', async (_state, prepare) => {
    const { claim, learner } = await aScene(app, weavers)
    await prepare?.(app, claim)
    const { status, body } = await withdraw(claim, learner)
    expect([status, body.status]).toEqual([200, 'withdrawn'])
    const { body: read } = await get(claim)
    expect(read.status).toBe('withdrawn')
  })

  it('refuses everyone but the learner, and writes nothing', async () => {
    const { claim } = await aScene(app, weavers)
    const before = await readPartition(app, claim)
    const owner = await addMember(app, weavers, { role: 'owner' })
    expect(code(await withdraw(claim, owner))).toEqual([403, 'forbidden'])
    expect(code(await withdraw(claim, undefined))).toEqual([400, 'acting_member_missing'])
    expect(code(await withdraw(anId('nothing'), owner))).toEqual([404, 'claim_not_found'])
    expect(await readPartition(app, claim)).toEqual(before)
  })

  it('refuses a claim that is over, and writes nothing', async () => {
    const { claim, learner } = await aScene(app, weavers)
    await advance(app, claim, (one) => expireClaim(one, '2999-01-01T00:00:00.000Z'))
    const before = await readPartition(app, claim)
    expect(code(await withdraw(claim, learner))).toEqual([409, 'claim_not_withdrawable'])
    expect(await readPartition(app, claim)).toEqual(before)
  })

  it('refuses a stale If-Match', async () => {
    const { claim, learner } = await aScene(app, weavers)
    await advance(app, claim, (one) => askRevision(one, 2))
    expect(code(await withdraw(claim, learner, { headers: { 'if-match': '"v1"' } }))).toEqual([412, 'stale'])
    expect((await withdraw(claim, learner, { headers: { 'if-match': '"v2"' } })).status).toBe(200)
  })

  it('withdraws once for one idempotency key and answers the repeat alike', async () => {
    const { claim, learner } = await aScene(app, weavers)
    const send = () => withdraw(claim, learner, { headers: { 'idempotency-key': `withdraw-${claim}` } })
    const answers = [...(await Promise.all([send(), send()])), await send()]
    expect(answers.map(({ status, body }) => [status, body.status])).toEqual([
      [200, 'withdrawn'],
      [200, 'withdrawn'],
      [200, 'withdrawn'],
    ])
    expect(code(await withdraw(claim, learner))).toEqual([409, 'claim_not_withdrawable'])
    expect((await readEvents(app, claim)).filter(({ type }) => type === 'claim.withdrawn')).toHaveLength(1)
  })
})

describe('what the table of transitions does not allow', () => {
  /** Whatever led there. */
  const put = (claim: string, status: ClaimStatus) =>
    advance(app, claim, (from) => {
      const times = { decidedAt: app.now(), objectableUntil: '2999-01-01T00:00:00.000Z', refusedAt: app.now() } as const
      const to = { ...from, ...times, status, version: from.version + 1 }
      return { from, to, event: 'claim.opened', data: {}, uniqueness: { kind: 'keep' } }
    })

  const acts: readonly {
    readonly path: string
    readonly body?: object
    readonly by: 'learner' | 'peer'
    readonly refusal: string
    readonly isAllowed: (status: ClaimStatus) => boolean
  }[] = [
    {
      path: 'evidence',
      body: { evidence: [{ narrative: 'A better cloth.' }] },
      by: 'learner',
      refusal: 'evidence_closed',
      isAllowed: (status) => mayMove(status, 'open', 'learner'),
    },
    {
      path: 'withdraw',
      by: 'learner',
      refusal: 'claim_not_withdrawable',
      isAllowed: (status) => mayMove(status, 'withdrawn', 'learner'),
    },
    {
      path: 'appeals',
      body: { reason: 'They did not look.' },
      by: 'learner',
      refusal: 'not_appealable',
      isAllowed: (status) => mayMove(status, 'refused', 'learner'),
    },
    {
      path: 'objections',
      body: { reason: 'It is not theirs.' },
      by: 'peer',
      refusal: 'not_objectable',
      // An objection that is being settled may be joined.
      isAllowed: (status) => mayMove(status, 'contested', 'objector') || status === 'contested',
    },
    {
      path: 'endorsements',
      body: { verdict: 'endorse' },
      by: 'peer',
      refusal: 'claim_closed',
      isAllowed: (status) => ['open', 'met', 'issued'].includes(status),
    },
  ]

  it.each(ClaimStatusSchema.options)('is refused to whoever asks for it of a claim that is %s', async (status) => {
    const { claim, learner } = await aScene(app, weavers, { draft: { policy: { objectionHours: 24 } } })
    const peer = await addMember(app, weavers, { name: 'Ben' })
    await put(claim, status)
    const before = await readPartition(app, claim)
    for (const { path, body, by, refusal } of acts.filter(({ isAllowed }) => !isAllowed(status))) {
      const actingFor = by === 'learner' ? learner : peer
      const answer = await app.request('POST', `/v1/claims/${claim}/${path}`, { token: weavers.key, actingFor, body })
      expect([path, ...code(answer)]).toEqual([path, 409, refusal])
    }
    expect(await readPartition(app, claim)).toEqual(before)
  })
})
