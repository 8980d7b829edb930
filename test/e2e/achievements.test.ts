import { beforeAll, describe, expect, it } from 'vitest'
import {
  aDraft,
  createCommunity,
  draftAchievement,
  PUBLIC_URL,
  publishAchievement,
  startApp,
  type TestApp,
} from '../support/app.ts'

let app: TestApp
let weavers: Awaited<ReturnType<typeof createCommunity>>
const ACHIEVEMENTS = '/v1/communities/weavers/achievements'

beforeAll(async () => {
  app = await startApp()
  weavers = await createCommunity(app, 'weavers')
})

const call = (method: string, path: string, body?: unknown, headers = {}) =>
  app.request(method, `${ACHIEVEMENTS}${path}`, { token: weavers.key, body, headers })

describe('POST /v1/communities/{slug}/achievements', () => {
  it('drafts an achievement that is not public yet', async () => {
    const { status, body, headers } = await call('POST', '', aDraft())
    expect([status, headers.get('etag')]).toEqual([201, '"v1"'])
    expect(body).toMatchObject({ status: 'draft', draft: aDraft() })
    expect(body).not.toHaveProperty('url')
  })

  it('drafts once under one idempotency key', async () => {
    const headers = { 'idempotency-key': 'draft-1' }
    const answers = await Promise.all([call('POST', '', aDraft(), headers), call('POST', '', aDraft(), headers)])
    expect(answers.map(({ status }) => status)).toEqual([201, 201])
    expect(answers[0]?.body.id).toBe(answers[1]?.body.id)
  })

  it('takes a policy that asks for an achievement of the community, and points at one that is not', async () => {
    const own = await draftAchievement(app, weavers)
    const other = await createCommunity(app, 'spinners')
    const foreign = await draftAchievement(app, other)
    const asking = (achievement: string) =>
      aDraft({ policy: { eligibility: [{ kind: 'any-member' }, { kind: 'holds', achievement }] } })
    expect((await call('POST', '', asking(own))).status).toBe(201)
    for (const unknown of [foreign, '01ARZ3NDEKTSV4RRFFQ69G5FAV']) {
      const { status, body } = await call('POST', '', asking(unknown))
      expect([status, body.errors]).toEqual([
        400,
        [{ pointer: '/policy/eligibility/1/achievement', detail: 'is no achievement of this community' }],
      ])
    }
  })

  it.each([
    [{ ...aDraft(), criteria: {} }, '/criteria'],
    [{ ...aDraft(), image: { id: 'https://weavers.example/cloth.png' } }, '/image/caption'],
    [{ ...aDraft(), repeatable: 'per-period' }, '/periodDays'],
    [{ ...aDraft(), achievementType: 'Medal' }, '/achievementType'],
    [{ ...aDraft(), policy: { minEndorsers: 0 } }, '/policy/minEndorsers'],
    [
      { ...aDraft(), rubric: [{ id: 'craft', name: 'Craft', levels: [{ id: 'a', name: 'A' }], requiredLevel: 'b' }] },
      '/rubric/0/requiredLevel',
    ],
    [{ ...aDraft(), name: 'lone \ud800' }, '/name'],
    [{ ...aDraft(), name: 'nul \u0000' }, '/name'],
  ])('refuses a draft with a fault and points at it: %#', async (draft, pointer) => {
    const { status, body } = await call('POST', '', draft)
    expect([status, body.code, body.errors[0].pointer]).toEqual([400, 'invalid_request', pointer])
  })
})

describe('PUT /v1/communities/{slug}/achievements/{achievement}', () => {
  it('replaces the draft and leaves published versions as they are', async () => {
    const id = await publishAchievement(app, weavers, { name: 'First' })
    const { status, body } = await call('PUT', `/${id}`, aDraft({ name: 'Second' }))
    expect([status, body.draft.name, body.version]).toEqual([200, 'Second', 1])
    expect((await call('GET', `/${id}/versions/1`)).body.name).toBe('First')
  })

  it('refuses to replace a draft that changed since it was read', async () => {
    const id = await draftAchievement(app, weavers)
    await call('PUT', `/${id}`, aDraft({ name: 'Second' }), { 'if-match': '"v1"' })
    const { status, body } = await call('PUT', `/${id}`, aDraft({ name: 'Third' }), { 'if-match': '"v1"' })
    expect([status, body.code]).toEqual([412, 'stale'])
  })

  it('knows no achievement of another community', async () => {
    const other = await createCommunity(app, 'dyers')
    const foreign = await draftAchievement(app, other)
    for (const [method, path, body] of [
      ['GET', `/${foreign}`, undefined],
      ['PUT', `/${foreign}`, aDraft()],
      ['POST', `/${foreign}/publish`, undefined],
      ['GET', `/${foreign}/versions/1`, undefined],
    ] as const) {
      const answer = await call(method, path, body)
      expect([answer.status, answer.body.code]).toEqual([404, 'achievement_not_found'])
    }
  })
})

describe('POST /v1/communities/{slug}/achievements/{achievement}/publish', () => {
  it('freezes the draft with every default of its policy written out', async () => {
    const id = await draftAchievement(app, weavers, { policy: { minEndorsers: 2 } })
    const { status, body, headers } = await call('POST', `/${id}/publish`)
    expect(status).toBe(201)
    expect(body).toMatchObject({
      achievement: id,
      version: 1,
      url: `${PUBLIC_URL}/achievements/${id}/1`,
      repeatable: 'once',
      policy: {
        decisionVersion: 1,
        minEndorsers: 2,
        eligibility: [{ kind: 'any-member' }],
        minAssurance: 'asserted',
        disagreement: { notYetForRevision: 2 },
        claimDays: 90,
        endorsementDays: 365,
      },
      policyDigest: expect.stringMatching(/^[\w-]{43}$/),
    })
    expect(headers.get('location')).toBe(body.url)
    expect((await call('GET', `/${id}`)).body).toMatchObject({ status: 'published', version: 1, url: body.url })
    expect((await call('GET', `/${id}/versions/1`)).body).toEqual(body)
  })

  it('refuses to publish the same draft twice, also after it was put back unchanged', async () => {
    const id = await publishAchievement(app, weavers)
    await call('PUT', `/${id}`, aDraft())
    const { status, body } = await call('POST', `/${id}/publish`)
    expect([status, body.code]).toEqual([409, 'nothing_to_publish'])
  })

  it('answers a repeat with the version that its key published, also when another came after it', async () => {
    const id = await draftAchievement(app, weavers)
    const publish = (key: string, etag: string) =>
      call('POST', `/${id}/publish`, undefined, { 'idempotency-key': key, 'if-match': etag })
    const first = await publish('publish-1', '"v1"')
    expect((await publish('publish-1', '"v1"')).body).toEqual(first.body)
    await call('PUT', `/${id}`, aDraft({ name: 'Second' }))
    expect((await publish('publish-2', '"v3"')).body.version).toBe(2)
    const repeat = await publish('publish-1', '"v1"')
    expect([repeat.status, repeat.body]).toEqual([201, first.body])
    const fresh = await publish('publish-3', '"v4"')
    expect([fresh.status, fresh.body.code]).toEqual([409, 'nothing_to_publish'])
  })

  it('publishes one version when ten ask at once', async () => {
    const id = await draftAchievement(app, weavers)
    const answers = await Promise.all(Array.from({ length: 10 }, () => call('POST', `/${id}/publish`)))
    const statuses = answers.map(({ status }) => status)
    expect(statuses.filter((status) => status === 201)).toHaveLength(1)
    expect(statuses.every((status) => [201, 409].includes(status))).toBe(true)
    expect((await call('GET', `/${id}`)).body.version).toBe(1)
  })

  it('publishes once when ten repeat one request at once', async () => {
    const id = await draftAchievement(app, weavers)
    const headers = { 'idempotency-key': 'publish-at-once' }
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => call('POST', `/${id}/publish`, undefined, headers)),
    )
    expect(answers.map(({ status }) => status)).toEqual(Array(10).fill(201))
    expect(new Set(answers.map(({ body }) => body.version))).toEqual(new Set([1]))
  })

  it('refuses a rule that can never be met, naming its clauses, and keeps the draft', async () => {
    const policy = { preset: 'open-community' as const, minEndorsers: 2, independence: { minCircles: 3 } }
    const id = await draftAchievement(app, weavers, { policy })
    const { status, body } = await call('POST', `/${id}/publish`)
    expect([status, body.code]).toEqual([422, 'policy_impossible'])
    const pointers = body.errors.map(({ pointer }: { pointer: string }) => pointer)
    expect(pointers).toEqual(['/policy/independence/minCircles', '/policy/anchored'])
    expect((await call('GET', `/${id}`)).body).toMatchObject({ status: 'draft', draft: { policy } })
    await call('PUT', `/${id}`, aDraft({ policy: { ...policy, anchored: 0, independence: {} } }))
    const published = await call('POST', `/${id}/publish`)
    expect([published.status, published.body.policy.minEndorsers]).toEqual([201, 2])
  })

  it('refuses a rule by which two achievements wait for each other’s holders, and so does trying it', async () => {
    const holders = (achievement: string) => ({ policy: { eligibility: [{ kind: 'holds' as const, achievement }] } })
    const first = await draftAchievement(app, weavers)
    const second = await publishAchievement(app, weavers, holders(first))
    await call('PUT', `/${first}`, aDraft(holders(second)))
    const tried = await app.request('POST', '/v1/communities/weavers/policies/dry-run', {
      token: weavers.key,
      body: { achievement: first, ...holders(second) },
    })
    for (const { status, body } of [await call('POST', `/${first}/publish`), tried])
      expect([status, body.code, body.errors[0].pointer]).toEqual([
        422,
        'policy_impossible',
        '/policy/eligibility/0/achievement',
      ])
    await call('PUT', `/${first}`, aDraft())
    expect((await call('POST', `/${first}/publish`)).status).toBe(201)
  })

  it('refuses a rule that asks for a licence nobody can earn, the challenge having no calibration', async () => {
    const path = '/v1/communities/weavers/challenges'
    const challenge = await app.request('POST', path, { token: weavers.key, body: { name: 'Dyes' } })
    const policy = { eligibility: [{ kind: 'licence' as const }] }
    const id = await draftAchievement(app, weavers, { policy, challenge: challenge.body.id })
    const tried = await app.request('POST', '/v1/communities/weavers/policies/dry-run', {
      token: weavers.key,
      body: { achievement: id, policy },
    })
    for (const { status, body } of [await call('POST', `/${id}/publish`), tried])
      expect([status, body.code, body.errors[0].pointer]).toEqual([422, 'policy_impossible', '/policy/eligibility/0'])
  })

  it.each(['0', '2', '01', 'one', '99999999'])('knows no version %j', async (version) => {
    const id = await publishAchievement(app, weavers)
    const { status, body } = await call('GET', `/${id}/versions/${version}`)
    expect([status, body.code]).toEqual([404, 'achievement_not_found'])
  })
})

describe('GET /v1/communities/{slug}/achievements', () => {
  it('lists what the community has, drafts included, page by page', async () => {
    const tenant = await createCommunity(app, 'listed')
    const ids: string[] = []
    for (const name of ['One', 'Two', 'Three']) {
      app.advanceSeconds(1)
      ids.push(await draftAchievement(app, tenant, { name }))
    }
    const path = '/v1/communities/listed/achievements'
    const first = await app.request('GET', `${path}?limit=2`, { token: tenant.key })
    const rest = await app.request('GET', `${path}?limit=2&cursor=${encodeURIComponent(first.body.next)}`, {
      token: tenant.key,
    })
    const listed = [...first.body.items, ...rest.body.items].map(({ id }: { id: string }) => id)
    expect(listed).toEqual(ids)
    expect(rest.headers.get('link')).toBeNull()
  })
})
