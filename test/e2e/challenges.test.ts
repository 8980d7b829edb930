import { beforeAll, describe, expect, it } from 'vitest'
import {
  aDraft,
  addMember,
  createChallenge,
  createCommunity,
  openClaim,
  publishAchievement,
  startApp,
  type TestApp,
} from '../support/app.ts'
import { judge } from '../support/claim-scene.ts'
import { storesOf } from '../support/issuance-scenario.ts'

let app: TestApp
let weavers: Awaited<ReturnType<typeof createCommunity>>
let foreign: string
const CHALLENGES = '/v1/communities/weavers/challenges'
const UNKNOWN = '01ARZ3NDEKTSV4RRFFQ69G5FAV'

beforeAll(async () => {
  app = await startApp()
  weavers = await createCommunity(app, 'weavers')
  foreign = await createChallenge(app, await createCommunity(app, 'spinners'))
})

const call = (method: string, path: string, body?: unknown, more: { actingFor?: string; headers?: object } = {}) =>
  app.request(method, `${CHALLENGES}${path}`, { token: weavers.key, body, ...more, headers: { ...more.headers } })
const participants = async (challenge: string) => (await call('GET', `/${challenge}/participants`)).body.items
const claimIn = async (challenge: string, learner: string) =>
  openClaim(app, weavers, {
    learner,
    achievement: await publishAchievement(app, weavers, { challenge, policy: { minEndorsers: 1 } }),
  })

describe('POST /v1/communities/{slug}/challenges', () => {
  it('makes a challenge once under one idempotency key, and lists and shows it', async () => {
    const neighbour = await createChallenge(app, weavers)
    const body = {
      name: 'Tapestry',
      description: 'Pictures in wool.',
      language: 'hi',
      neighbours: [neighbour, neighbour],
    }
    const headers = { 'idempotency-key': 'challenge-1' }
    const [one, two] = await Promise.all([call('POST', '', body, { headers }), call('POST', '', body, { headers })])
    expect([one.status, two.status, one.body.id === two.body.id]).toEqual([201, 201, true])
    const shown = await call('GET', `/${one.body.id}`)
    expect([shown.headers.get('etag'), shown.body]).toEqual(['"v1"', { ...one.body, neighbours: [neighbour] }])
    const { body: list } = await call('GET', '?limit=100')
    expect(list.items).toContainEqual(shown.body)
  })

  it.each([
    ['of another community', () => foreign],
    ['that nobody made', () => UNKNOWN],
  ])('refuses a neighbour %s', async (_which, id) => {
    const { status, body } = await call('POST', '', { name: 'Twill', neighbours: [id()] })
    expect([status, body.code, body.errors]).toEqual([
      400,
      'invalid_request',
      [{ pointer: '/neighbours/0', detail: 'is no challenge of this community' }],
    ])
  })
})

describe('PATCH /v1/communities/{slug}/challenges/{challenge}', () => {
  it('changes what is named, takes away what is null, and refuses a stale tag and itself as a neighbour', async () => {
    const id = await createChallenge(app, weavers, { description: 'd', language: 'en' })
    const changed = await call('PATCH', `/${id}`, { name: 'Satin', description: null })
    expect([changed.status, changed.body]).toEqual([200, expect.objectContaining({ name: 'Satin', language: 'en' })])
    expect(changed.body).not.toHaveProperty('description')
    const late = await call('PATCH', `/${id}`, { name: 'Twill' }, { headers: { 'if-match': '"v1"' } })
    expect([late.status, late.body.code]).toEqual([412, 'stale'])
    const own = await call('PATCH', `/${id}`, { neighbours: [id] })
    expect([own.status, own.body.errors[0].pointer]).toEqual([400, '/neighbours/0'])
  })

  it.each([
    ['GET', ''],
    ['PATCH', ''],
    ['POST', '/participants'],
    ['GET', '/participants'],
  ])('%s %s answers 404 for a challenge of another community and for none', async (method, path) => {
    const member = await addMember(app, weavers)
    const body = method === 'GET' ? undefined : method === 'PATCH' ? { name: 'x' } : { member }
    for (const id of [foreign, UNKNOWN]) {
      const answer = await call(method, `/${id}${path}`, body)
      expect([answer.status, answer.body.code]).toEqual([404, 'challenge_not_found'])
    }
  })
})

describe('an achievement of a challenge', () => {
  it('is refused when the challenge is not one of the community, and its claims carry it', async () => {
    const path = '/v1/communities/weavers/achievements'
    for (const challenge of [foreign, UNKNOWN]) {
      const { status, body } = await app.request('POST', path, { token: weavers.key, body: aDraft({ challenge }) })
      expect([status, body.errors]).toEqual([
        400,
        [{ pointer: '/challenge', detail: 'is no challenge of this community' }],
      ])
    }
    const challenge = await createChallenge(app, weavers)
    const claim = await claimIn(challenge, await addMember(app, weavers))
    const { body } = await app.request('GET', `/v1/claims/${claim}`, { token: weavers.key })
    expect(body.challenge).toBe(challenge)
  })
})

describe('a policy that asks for peers of the challenge', () => {
  it('counts who worked on it or on a neighbour of it, and of badges only those of itself', async () => {
    const neighbour = await createChallenge(app, weavers)
    const challenge = await createChallenge(app, weavers, { neighbours: [neighbour] })
    const [worked, nearby, stranger] = await Promise.all([1, 2, 3].map(() => addMember(app, weavers)))
    for (const [where, member] of [
      [challenge, worked],
      [neighbour, nearby],
    ])
      await call('POST', `/${where}/participants`, { member })
    const claimAsking = async (kind: 'same-challenge' | 'challenge-badge', at = challenge) =>
      openClaim(app, weavers, {
        learner: await addMember(app, weavers),
        achievement: await publishAchievement(app, weavers, {
          challenge: at,
          policy: { minEndorsers: 1, eligibility: [{ kind }] },
        }),
      })
    const judged = async (claim: string, endorser: string | undefined) => {
      const { status, body } = await judge(app, weavers, claim, { endorser })
      return [status, body.code ?? body.decision.kind]
    }
    const claim = await claimAsking('same-challenge')
    expect(await judged(claim, stranger)).toEqual([403, 'not_eligible'])
    expect(await judged(claim, nearby)).toEqual([201, 'met'])
    expect(await judged(await claimAsking('same-challenge'), worked)).toEqual([201, 'met'])
    // The same people may sit on a panel.
    const stores = storesOf(app.table)
    const settled = await stores.claims.load(claim)
    const ids = [worked, nearby, stranger].flatMap((id) => id ?? [])
    const candidates = settled ? await stores.objections.loadCandidates(settled, ids, []) : []
    expect(candidates.map(({ member, known }) => [member.id, known.workedOnChallenge])).toEqual([
      [worked, true],
      [nearby, true],
      [stranger, false],
    ])
    // Neighbours count in one direction.
    expect(await judged(await claimAsking('same-challenge', neighbour), worked)).toEqual([403, 'not_eligible'])
    expect(await judged(await claimAsking('challenge-badge'), worked)).toEqual([403, 'not_eligible'])

    const earned = await claimIn(challenge, stranger ?? '')
    await judge(app, weavers, earned, { endorser: await addMember(app, weavers) })
    await app.issue(earned)
    expect(await judged(await claimAsking('challenge-badge'), stranger)).toEqual([201, 'met'])
  })
})

describe('having worked on a challenge', () => {
  it('begins with a claim and ends when it is withdrawn', async () => {
    const challenge = await createChallenge(app, weavers)
    const learner = await addMember(app, weavers)
    const claim = await claimIn(challenge, learner)
    expect(await participants(challenge)).toEqual([{ member: learner, claims: 1, holdsBadge: false }])
    await app.request('POST', `/v1/claims/${claim}/withdraw`, { token: weavers.key, actingFor: learner })
    expect(await participants(challenge)).toEqual([])
  })

  it('holds its badge from issue until it is revoked', async () => {
    const challenge = await createChallenge(app, weavers)
    const learner = await addMember(app, weavers)
    const claim = await claimIn(challenge, learner)
    await judge(app, weavers, claim, { endorser: await addMember(app, weavers) })
    await app.issue(claim)
    expect(await participants(challenge)).toEqual([{ member: learner, claims: 1, holdsBadge: true }])
    const { body } = await app.request('GET', `/v1/claims/${claim}`, { token: weavers.key })
    const credential = new URL(body.credentialUrl).pathname
    await app.request('POST', `/v1${credential}/revoke`, { token: weavers.key, body: { reason: 'A mistake.' } })
    expect(await participants(challenge)).toEqual([{ member: learner, claims: 1, holdsBadge: false }])
  })

  it('is recorded once, by a facilitator for anybody and by members for themselves alone', async () => {
    const challenge = await createChallenge(app, weavers)
    const [facilitator, member] = await Promise.all([
      addMember(app, weavers, { role: 'facilitator' }),
      addMember(app, weavers),
    ])
    const record = (actingFor: string, body: object = {}) =>
      call('POST', `/${challenge}/participants`, body, { actingFor })
    const first = await record(facilitator, { member })
    expect([first.status, first.body.member]).toEqual([200, member])
    expect((await record(member)).body).toEqual(first.body)
    const other = await record(member, { member: facilitator })
    expect([other.status, other.body.code]).toEqual([404, 'member_not_found'])
    const nobody = await call('POST', `/${challenge}/participants`, {})
    expect([nobody.status, nobody.body.code]).toEqual([400, 'acting_member_missing'])
    const stranger = await call('POST', `/${challenge}/participants`, { member: UNKNOWN })
    expect([stranger.status, stranger.body.code]).toEqual([404, 'member_not_found'])
  })
})
