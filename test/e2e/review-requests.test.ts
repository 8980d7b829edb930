import { beforeAll, describe, expect, it } from 'vitest'
import { inProcessBus } from '../../functions/adapters/event-bus/in-process.ts'
import { addDays, addMilliseconds } from '../../functions/domain/shared/instant.ts'
import { composeFanOut } from '../../functions/lambdas/compose-fan-out.ts'
import type { AchievementDraft } from '../../schemas/achievement.ts'
import type { AddMember } from '../../schemas/member.ts'
import type { PolicyInput } from '../../schemas/policy.ts'
import {
  addMember,
  createChallenge,
  createCommunity,
  openClaim,
  publishAchievement,
  startApp,
  type TestApp,
} from '../support/app.ts'
import { aCriterion } from '../support/builders.ts'
import { runClockAt } from '../support/clock-runs.ts'
import { everyItem } from '../support/every-item.ts'
import { quietLog, readStream, recordsOf } from '../support/issuance-scenario.ts'

const HOUR_MS = 3_600_000

let app: TestApp
let weavers: Awaited<ReturnType<typeof createCommunity>>
let serial = 0

beforeAll(async () => {
  app = await startApp()
  weavers = await createCommunity(app, 'weavers')
})

/** A community of its own with so many peers, and one claim. */
async function aGuild(
  peers: number,
  policy: PolicyInput = {},
  peer: (n: number) => Partial<AddMember> = () => ({}),
  draft: Partial<AchievementDraft> = {},
) {
  const tenant = await createCommunity(app, `guild-${++serial}`)
  const learner = await addMember(app, tenant, { name: 'Learner', skills: ['dyeing'] })
  const members: string[] = []
  for (let n = 0; n < peers; n++) members.push(await addMember(app, tenant, { name: `Peer ${n}`, ...peer(n) }))
  const achievement = await publishAchievement(app, tenant, { policy, repeatable: 'many', ...draft })
  const open = () => openClaim(app, tenant, { learner, achievement })
  const as = (member: string) => ({ token: tenant.key, actingFor: member })
  const ask = (claim: string, body: object = {}, headers = {}) =>
    app.request('POST', `/v1/claims/${claim}/review-requests`, { ...as(learner), body, headers })
  const asked = async (member: string) =>
    (await app.request('GET', `/v1/members/${member}/review-requests`, as(member))).body.items
  const judge = (claim: string, endorser: string, body: object = { verdict: 'endorse' }) =>
    app.request('POST', `/v1/claims/${claim}/endorsements`, { token: tenant.key, body: { endorser, ...body } })
  const requests = async (claim: string, sender: object = as(learner)) =>
    (await app.request('GET', `/v1/claims/${claim}/review-requests`, sender)).body.items
  const step = (claim: string, request: string, what: string, member: string, body?: object) =>
    app.request('POST', `/v1/claims/${claim}/review-requests/${request}/${what}`, {
      ...as(member),
      ...(body === undefined ? {} : { body }),
    })
  const reviewing = async (member: string) =>
    (await app.request('GET', `/v1/members/${member}/reviewing`, as(member))).body
  /** Undoes, withdraws or revises what somebody gave. */
  const change = (method: string, claim: string, endorser: string, endorsement: string, body?: object) =>
    app.request(method, `/v1/claims/${claim}/endorsements/${endorsement}${method === 'POST' ? '/undo' : ''}`, {
      ...as(endorser),
      ...(body === undefined ? {} : { body }),
    })
  return { tenant, learner, members, achievement, open, as, ask, asked, judge, requests, step, reviewing, change }
}

/** Lets so much time pass, and the clock run at the end of it. */
async function pass(milliseconds: number): Promise<void> {
  app.advanceSeconds(milliseconds / 1000)
  await runClockAt(app.table, app.now())
}

const eventsOf = async (claimId: string) =>
  (await everyItem(app.table)).filter((item) => item['entity'] === 'event' && item['claimId'] === claimId)

/** Delivers what the stream holds of a claim. */
async function fanOut(claimId: string): Promise<void> {
  const Records = recordsOf(await readStream(app.table), claimId)
  const consume = composeFanOut({ ...app.table, bus: inProcessBus([]), log: quietLog, now: app.now })
  expect(await consume({ Records })).toEqual({ batchItemFailures: [] })
}

describe('POST /v1/claims/{claim}/review-requests', () => {
  it('draws as many peers as the decision lacks, tells each why, and takes that from the budget', async () => {
    const guild = await aGuild(5, { minEndorsers: 3 }, (n) => ({ skills: n === 0 ? ['spinning'] : [] }))
    const claim = await guild.open()
    const { status, body } = await guild.ask(claim)
    expect(status).toBe(201)
    expect(body).toMatchObject({ source: 'learner', state: 'open', wanted: 3, answered: 0, waiting: 3, asksLeft: 3 })
    const drawn = body.peers.map(({ member }: { member: string }) => member)
    expect(new Set(drawn).size).toBe(3)
    expect(guild.members).toEqual(expect.arrayContaining(drawn))
    const [first] = await guild.asked(drawn[0])
    expect(first).toMatchObject({ claim, learner: guild.learner, drawn: true, state: 'offered' })
    expect(first.reasons.at(-1)).toEqual({ kind: 'load', open: 0, text: 'No other request was waiting.' })
  })

  it('says in Hindi why somebody is asked, when that is asked for', async () => {
    const guild = await aGuild(1, { minEndorsers: 1 })
    const { body, headers } = await guild.ask(await guild.open(), {}, { 'accept-language': 'hi' })
    expect(headers.get('content-language')).toBe('hi')
    expect(body.peers[0].reasons[0].text).toBe('कोई और अनुरोध बाकी नहीं था।')
  })

  it('does nothing again under the same Idempotency-Key', async () => {
    const guild = await aGuild(3, { minEndorsers: 1 })
    const claim = await guild.open()
    const both = await Promise.all([0, 1].map(() => guild.ask(claim, {}, { 'idempotency-key': 'ask' })))
    expect(both.map(({ status }) => status)).toEqual([201, 201])
    expect(both[0]?.body.id).toBe(both[1]?.body.id)
    expect((await guild.ask(claim, {}, { 'idempotency-key': 'ask' })).body.id).toBe(both[0]?.body.id)
    expect(await guild.requests(claim)).toHaveLength(1)
    expect((await guild.ask(claim, { count: 2 }, { 'idempotency-key': 'ask' })).body.code).toBe(
      'idempotency_key_reused',
    )
  })

  it('asks members by name, who are not drawn, and refuses those who cannot be asked, saying why', async () => {
    const guild = await aGuild(3, { minEndorsers: 3 })
    const [ana, ben, cleo] = guild.members
    const claim = await guild.open()
    await app.request('PUT', `/v1/members/${cleo}/reviewing`, {
      ...guild.as(cleo ?? ''),
      body: { pausedUntil: addDays(app.now(), 7) },
    })
    await guild.judge(claim, ben ?? '')
    const refused = await guild.ask(claim, { members: [guild.learner, ben, cleo, guild.achievement] })
    expect(refused.body.code).toBe('invalid_request')
    expect(refused.body.errors.map(({ code }: { code: string }) => code)).toEqual([
      'self_endorsement',
      'already_asked',
      'paused',
      'member_not_found',
    ])
    const { body } = await guild.ask(claim, { members: [ana] })
    expect(body).toMatchObject({ wanted: 1, peers: [{ member: ana, drawn: false, state: 'offered' }] })
    expect((await guild.ask(claim, { members: [ana] })).body.errors[0].code).toBe('already_asked')
  })

  it('is refused to anyone but the learner, for a closed claim, and for more than a claim may have', async () => {
    const guild = await aGuild(1, { minEndorsers: 1 })
    const claim = await guild.open()
    const path = `/v1/claims/${claim}/review-requests`
    const other = await app.request('POST', path, { ...guild.as(guild.members[0] ?? ''), body: {} })
    expect(other.body.code).toBe('forbidden')
    expect((await app.request('POST', path, { token: guild.tenant.key, body: {} })).body.code).toBe(
      'acting_member_missing',
    )
    expect((await app.request('POST', path, { token: weavers.key, body: {} })).body.code).toBe('acting_member_missing')
    expect((await guild.ask(claim, { count: 11 })).body.code).toBe('invalid_request')
    for (let n = 0; n < 3; n++) expect((await guild.ask(claim, { count: 1 })).status).toBe(201)
    expect((await guild.ask(claim, { count: 1 })).body.code).toBe('too_many_review_requests')
    await app.request('POST', `/v1/claims/${claim}/withdraw`, guild.as(guild.learner))
    expect((await guild.ask(claim)).body.code).toBe('claim_closed')
  })

  it('is refused once the budget is spent, but for one in seven days; answering earns more', async () => {
    const guild = await aGuild(8, { minEndorsers: 6 })
    const claim = await guild.open()
    expect((await guild.ask(claim, { count: 7 })).body).toMatchObject({
      code: 'ask_budget_spent',
      detail: 'This asks for 7, and 6 are left. Ask for fewer, or answer a request yourself: each earns one.',
    })
    expect((await guild.ask(claim, { count: 6 })).body.asksLeft).toBe(0)
    expect((await guild.ask(claim, { count: 2 })).body.code).toBe('ask_budget_spent')
    const free = await guild.ask(claim, { count: 1 })
    expect(free).toMatchObject({ status: 201, body: { asksLeft: 0, freeAskFrom: expect.any(String) } })
    const second = await guild.open()
    expect((await guild.ask(second, { count: 1 })).body).toMatchObject({ code: 'ask_budget_spent' })
    app.advanceSeconds(7 * 86_400)
    expect((await guild.ask(second, { count: 1 })).status).toBe(201)
  })
})

describe('what a peer is asked', () => {
  it('is taken, or declined with a reason that the learner alone reads, and then goes to somebody else', async () => {
    const guild = await aGuild(4, { minEndorsers: 1 })
    const claim = await guild.open()
    const { body } = await guild.ask(claim)
    const [{ member }] = body.peers
    expect((await guild.step(claim, body.id, 'take', guild.learner)).body.code).toBe('review_request_not_found')
    const taken = await guild.step(claim, body.id, 'take', member)
    expect(taken.body).toMatchObject({ state: 'taken', dueAt: addMilliseconds(taken.body.takenAt, 8 * HOUR_MS) })
    expect((await guild.step(claim, body.id, 'take', member)).body).toEqual(taken.body)
    const declined = await guild.step(claim, body.id, 'decline', member, { reason: 'We are cousins.' })
    expect(declined.body).toMatchObject({ state: 'declined', declineReason: 'We are cousins.' })
    expect((await guild.step(claim, body.id, 'decline', member, {})).status).toBe(200)
    expect((await guild.step(claim, body.id, 'take', member)).body.code).toBe('review_request_closed')
    expect(await guild.asked(member)).toEqual([])
    await pass(60_000)
    const [request] = await guild.requests(claim)
    expect(request.peers.map(({ state }: { state: string }) => state)).toEqual(['declined', 'offered'])
    expect(request.peers[0].declineReason).toBe('We are cousins.')
    const [forKey] = await guild.requests(claim, { token: guild.tenant.key })
    expect(forKey.peers[0]).not.toHaveProperty('declineReason')
    const [outsider] = guild.members.filter(
      (id) => !request.peers.some((peer: { member: string }) => peer.member === id),
    )
    const [forOutsider] = await guild.requests(claim, guild.as(outsider ?? ''))
    expect(forOutsider).toMatchObject({ wanted: 1, waiting: 1 })
    expect(forOutsider).not.toHaveProperty('peers')
  })

  it('is shown to nobody else, and pausing keeps them from being drawn', async () => {
    const guild = await aGuild(2, { minEndorsers: 1 })
    const [ana, ben] = guild.members
    const path = `/v1/members/${ana}/review-requests`
    expect((await app.request('GET', path, guild.as(ben ?? ''))).body.code).toBe('member_not_found')
    expect((await app.request('GET', path, { token: weavers.key })).body.code).toBe('member_not_found')
    const reviewing = `/v1/members/${ana}/reviewing`
    const pausedUntil = addDays(app.now(), 7)
    const paused = await app.request('PUT', reviewing, { ...guild.as(ana ?? ''), body: { pausedUntil } })
    expect(paused.body).toEqual({ pausedUntil, waiting: 0, asksLeft: 6 })
    const claim = await guild.open()
    const { body } = await guild.ask(claim, { count: 2 })
    expect(body.peers.map(({ member }: { member: string }) => member)).toEqual([ben])
    const resumed = await app.request('PUT', reviewing, { ...guild.as(ana ?? ''), body: { pausedUntil: null } })
    expect(resumed.body).toEqual({ waiting: 0, asksLeft: 6 })
    await pass(HOUR_MS)
    expect((await guild.asked(ana ?? ''))[0]).toMatchObject({ claim })
  })
})

const DAY_MS = 24 * HOUR_MS
type Peer = { readonly member: string; readonly state: string; readonly drawn: boolean }
const statesOf = (request: { readonly peers: readonly Peer[] }) => request.peers.map(({ state }) => state)

describe('time', () => {
  it('reminds after a day, asks somebody else after three, and opens the request up then; never under another standard', async () => {
    const guild = await aGuild(4, { minEndorsers: 1 }, (n) => ({ languages: [n < 2 ? 'hi' : 'en'] }))
    const claim = await guild.open()
    const { body } = await guild.ask(claim, { languages: ['hi'], count: 2 })
    expect(body.waiting).toBe(2)
    await pass(DAY_MS)
    expect((await eventsOf(claim)).filter(({ type }) => type === 'review.reminded')).toHaveLength(2)
    await pass(2 * DAY_MS - 60_000)
    expect(statesOf((await guild.requests(claim))[0])).toEqual(['offered', 'offered'])
    await pass(120_000)
    const [request] = await guild.requests(claim)
    expect(statesOf(request)).toEqual(['lapsed', 'lapsed', 'offered', 'offered'])
    expect(request.widened.map(({ what }: { what: string }) => what)).toEqual(['languages', 'neighbours', 'load'])
    const [, , ...readers] = guild.members
    expect(
      request.peers
        .slice(2)
        .map(({ member }: Peer) => member)
        .sort(),
    ).toEqual([...readers].sort())
  })

  it('ends a lease after eight hours, draws somebody else, and still takes the late answer as one that was drawn', async () => {
    const guild = await aGuild(3, { minEndorsers: 3, independence: { minDrawn: 1 } })
    const claim = await guild.open()
    const { body } = await guild.ask(claim, { count: 1 })
    const [{ member }] = body.peers
    await guild.step(claim, body.id, 'take', member)
    await pass(8 * HOUR_MS - 60_000)
    expect(statesOf((await guild.requests(claim))[0])).toEqual(['taken'])
    await pass(120_000)
    expect(statesOf((await guild.requests(claim))[0])).toEqual(['lapsed', 'offered'])
    const late = await guild.judge(claim, member)
    expect(late.body.decision.missing.map(({ clause }: { clause: string }) => clause)).not.toContain('minDrawn')
    await pass(60_000)
    expect((await guild.requests(claim))[0]).toMatchObject({ state: 'closed', closedAs: 'answered', answered: 1 })
  })
})

describe('challenges and badges', () => {
  it('say whom to look for: who works on the challenge at once, who works on one next to it after three days', async () => {
    const guild = await aGuild(4)
    const [near = '', next = ''] = guild.members
    const neighbour = await createChallenge(app, guild.tenant, { name: 'Satin' })
    const challenge = await createChallenge(app, guild.tenant, { neighbours: [neighbour] })
    for (const [where, member] of [
      [challenge, near],
      [neighbour, next],
    ]) {
      const path = `/v1/communities/${guild.tenant.slug}/challenges/${where}/participants`
      await app.request('POST', path, { token: guild.tenant.key, body: { member } })
    }
    const eligibility = [{ kind: 'same-challenge' as const }]
    const achievement = await publishAchievement(app, guild.tenant, {
      challenge,
      policy: { minEndorsers: 2, eligibility },
    })
    const claim = await openClaim(app, guild.tenant, { learner: guild.learner, achievement })
    const { body } = await guild.ask(claim, { count: 3 })
    expect(body.peers).toMatchObject([{ member: near, reasons: [{ kind: 'challenge', challenge }, { kind: 'load' }] }])
    await pass(3 * DAY_MS - 60_000)
    expect((await guild.requests(claim))[0].peers).toHaveLength(1)
    await pass(120_000)
    const [, second, ...others] = (await guild.requests(claim))[0].peers
    expect(second).toMatchObject({
      member: next,
      reasons: [{ kind: 'neighbour-challenge', challenge: neighbour, text: expect.any(String) }, { kind: 'load' }],
    })
    expect(others).toEqual([])
    expect((await guild.judge(claim, next)).body.decision.counted).toBe(1)
  })

  it('let only holders of a badge be drawn where the rule asks for it', async () => {
    const guild = await aGuild(3, { minEndorsers: 1 })
    const [holder = '', other = ''] = guild.members
    const earned = await openClaim(app, guild.tenant, { learner: holder, achievement: guild.achievement })
    await guild.judge(earned, other)
    await app.issue(earned)
    const eligibility = [{ kind: 'holds' as const, achievement: guild.achievement }]
    const achievement = await publishAchievement(app, guild.tenant, { policy: { minEndorsers: 1, eligibility } })
    const claim = await openClaim(app, guild.tenant, { learner: guild.learner, achievement })
    const { body } = await guild.ask(claim, { count: 3 })
    expect(body.peers.map(({ member }: Peer) => member)).toEqual([holder])
  })
})

describe('a request that nobody answers', () => {
  it('ends after two weeks, lets everyone go, and gives back what it took; who answers then earns nothing', async () => {
    const guild = await aGuild(2, { minEndorsers: 2 })
    const claim = await guild.open()
    const { body } = await guild.ask(claim, { count: 2 })
    await pass(14 * DAY_MS - 60_000)
    expect((await guild.requests(claim))[0]).toMatchObject({ state: 'open', endsAt: body.endsAt })
    await pass(120_000)
    expect((await guild.requests(claim))[0]).toMatchObject({ state: 'closed', closedAs: 'expired', waiting: 0 })
    expect((await guild.reviewing(guild.learner)).asksLeft).toBe(6)
    await guild.judge(claim, body.peers[0].member)
    await pass(60_000)
    expect((await guild.reviewing(guild.learner)).asksLeft).toBe(6)
  })

  it('finds nobody in a community of one, and waits all the same', async () => {
    const guild = await aGuild(0, { minEndorsers: 1 })
    const claim = await guild.open()
    expect((await guild.ask(claim)).body).toMatchObject({ state: 'open', waiting: 0, peers: [], asksLeft: 5 })
    const joined = await addMember(app, guild.tenant)
    await pass(HOUR_MS)
    expect((await guild.asked(joined))[0]).toMatchObject({ claim })
  })
})

describe('a claim that is revised', () => {
  it('asks nobody meanwhile, and asks again within a minute of the new evidence', async () => {
    const guild = await aGuild(4, { minEndorsers: 3, disagreement: { notYetForRevision: 1 } })
    const claim = await guild.open()
    const { body } = await guild.ask(claim, { count: 2 })
    const [first, second] = body.peers.map(({ member }: Peer) => member)
    await guild.judge(claim, first, { verdict: 'not-yet', fix: 'Mend the selvedge.' })
    await app.issue(claim)
    await guild.step(claim, body.id, 'decline', second, {})
    await pass(60_000)
    expect(statesOf((await guild.requests(claim))[0])).toEqual(['answered', 'declined'])
    const added = await app.request('POST', `/v1/claims/${claim}/evidence`, {
      ...guild.as(guild.learner),
      body: { evidence: [{ narrative: 'Mended.' }] },
    })
    expect(added.status).toBe(201)
    await fanOut(claim)
    await pass(60_000)
    expect(statesOf((await guild.requests(claim))[0])).toEqual(['answered', 'declined', 'offered'])
  })
})

describe('a reviewer who is erased', () => {
  it('is replaced within a day, and what waited for them is gone', async () => {
    const guild = await aGuild(2, { minEndorsers: 1 })
    const claim = await guild.open()
    const { body } = await guild.ask(claim)
    const [{ member }] = body.peers
    const path = `/v1/communities/${guild.tenant.slug}/members/${member}`
    expect((await app.request('DELETE', path, { token: guild.tenant.key })).status).toBe(200)
    await pass(DAY_MS)
    const [request] = await guild.requests(claim)
    expect(request).toMatchObject({ state: 'open', waiting: 1, peers: [{ state: 'offered' }] })
    expect(request.peers[0].member).not.toBe(member)
  })
})

describe('an answer', () => {
  it('earns its reviewer one ask, frees them, counts as drawn, and a met claim lets everyone else go', async () => {
    const guild = await aGuild(3, { minEndorsers: 2, independence: { minDrawn: 1 } })
    const claim = await guild.open()
    const { body } = await guild.ask(claim, { count: 3 })
    const [first, second, third] = body.peers.map(({ member }: Peer) => member)
    await guild.judge(claim, first)
    const reviewing = await app.request('GET', `/v1/members/${first}/reviewing`, guild.as(first))
    expect(reviewing.body).toEqual({ waiting: 0, asksLeft: 7 })
    const { body: answer } = await guild.judge(claim, second)
    expect(answer.decision.kind).toBe('met')
    await app.issue(claim)
    await fanOut(claim)
    await pass(60_000)
    expect(await guild.asked(third)).toEqual([])
    const [request] = await guild.requests(claim)
    expect(request).toMatchObject({ state: 'closed', closedAs: 'claim-ended', answered: 2 })
    expect(statesOf(request).sort()).toEqual(['answered', 'answered', 'withdrawn'])
    expect(request.firstAnsweredAt).toBeDefined()
  })

  it('that declines to judge sends the request on, as declining it does', async () => {
    const guild = await aGuild(2, { minEndorsers: 1 })
    const claim = await guild.open()
    const { body } = await guild.ask(claim)
    await guild.judge(claim, body.peers[0].member, { verdict: 'decline', reason: 'Too near.' })
    await pass(60_000)
    expect(statesOf((await guild.requests(claim))[0])).toEqual(['declined', 'offered'])
  })
})

describe('an answer that is taken back', () => {
  it('by undoing takes along what it earned, however often; who gave it has the request again, which goes on', async () => {
    const guild = await aGuild(2, { minEndorsers: 2 })
    const claim = await guild.open()
    const { body } = await guild.ask(claim, { count: 1 })
    const [{ member }] = body.peers
    await guild.step(claim, body.id, 'take', member)
    for (let n = 0; n < 2; n++) {
      const given = await guild.judge(claim, member)
      expect(await guild.reviewing(member)).toEqual({ waiting: 0, asksLeft: 7 })
      await pass(60_000)
      expect((await guild.requests(claim))[0]).toMatchObject({ state: 'closed', closedAs: 'answered' })
      expect((await guild.change('POST', claim, member, given.body.id)).body.outcome).toBe('undone')
      expect(await guild.reviewing(member)).toEqual({ waiting: 1, asksLeft: 6 })
      expect((await guild.asked(member))[0]).toMatchObject({ claim, state: 'taken', dueAt: expect.any(String) })
      await pass(60_000)
      const [request] = await guild.requests(claim)
      expect(request).toMatchObject({ state: 'open', answered: 0, waiting: 1 })
      expect(request).not.toHaveProperty('closedAt')
      expect(statesOf(request)).toEqual(['taken'])
    }
    await pass(8 * HOUR_MS)
    expect(statesOf((await guild.requests(claim))[0])).toEqual(['lapsed', 'offered'])
  })

  it('after its ask was spent is owed: the next answer earns nothing more', async () => {
    const guild = await aGuild(1, { minEndorsers: 2 })
    const [member = ''] = guild.members
    const claim = await guild.open()
    await guild.ask(claim, { count: 1 })
    const given = await guild.judge(claim, member)
    const own = await openClaim(app, guild.tenant, { learner: member, achievement: guild.achievement })
    const path = `/v1/claims/${own}/review-requests`
    expect((await app.request('POST', path, { ...guild.as(member), body: { count: 7 } })).body.asksLeft).toBe(0)
    await guild.change('POST', claim, member, given.body.id)
    expect(await guild.reviewing(member)).toEqual({ waiting: 1, asksLeft: 0 })
    expect((await app.request('POST', path, { ...guild.as(member), body: { count: 2 } })).body.code).toBe(
      'ask_budget_spent',
    )
    await guild.judge(claim, member)
    expect(await guild.reviewing(member)).toEqual({ waiting: 0, asksLeft: 0 })
  })

  it('by withdrawing sends the request on; given again, it earns again', async () => {
    const guild = await aGuild(2, { minEndorsers: 2 })
    const claim = await guild.open()
    const { body } = await guild.ask(claim, { count: 1 })
    const [{ member }] = body.peers
    const given = await guild.judge(claim, member)
    await pass(60_000)
    expect((await guild.change('DELETE', claim, member, given.body.id)).status).toBe(200)
    expect(await guild.reviewing(member)).toEqual({ waiting: 0, asksLeft: 6 })
    await pass(60_000)
    expect(statesOf((await guild.requests(claim))[0])).toEqual(['retracted', 'offered'])
    await guild.change('PUT', claim, member, given.body.id, { verdict: 'endorse' })
    expect(await guild.reviewing(member)).toEqual({ waiting: 0, asksLeft: 7 })
    await pass(60_000)
    expect(statesOf((await guild.requests(claim))[0])).toEqual(['answered', 'withdrawn'])
  })

  it('after the claim was met gives its ask back to the learner', async () => {
    const guild = await aGuild(2, { minEndorsers: 1, objectionHours: 1 })
    const claim = await guild.open()
    const { body } = await guild.ask(claim, { count: 2 })
    const [{ member }] = body.peers
    const given = await guild.judge(claim, member)
    await app.issue(claim)
    await fanOut(claim)
    await pass(60_000)
    expect((await guild.requests(claim))[0]).toMatchObject({ state: 'closed', closedAs: 'claim-ended' })
    expect((await guild.reviewing(guild.learner)).asksLeft).toBe(5)
    await guild.change('POST', claim, member, given.body.id)
    for (let n = 0; n < 2; n++) await pass(60_000)
    expect((await guild.reviewing(guild.learner)).asksLeft).toBe(6)
    expect(await guild.asked(member)).toEqual([])
  })

  it('by undoing a decline has them asked again', async () => {
    const guild = await aGuild(1, { minEndorsers: 1 })
    const claim = await guild.open()
    const { body } = await guild.ask(claim)
    const [{ member }] = body.peers
    const declined = await guild.judge(claim, member, { verdict: 'decline', reason: 'Too near.' })
    await guild.change('POST', claim, member, declined.body.id)
    expect((await guild.asked(member))[0]).toMatchObject({ state: 'offered', dueAt: expect.any(String) })
  })
})

describe('an opinion that the decision lacks', () => {
  it('is asked for exactly once without anyone asking and at no cost', async () => {
    const guild = await aGuild(4, { minEndorsers: 1, independence: { minDrawn: 1 } })
    const claim = await guild.open()
    await guild.judge(claim, guild.members[0] ?? '')
    for (let n = 0; n < 3; n++) await app.issue(claim)
    await pass(60_000)
    await pass(120_000)
    const requests = await guild.requests(claim)
    expect(requests).toMatchObject([{ source: 'rule', wanted: 1, waiting: 1 }])
    expect(requests[0].peers[0].member).not.toBe(guild.members[0])
    const { body } = await app.request('GET', `/v1/members/${guild.learner}/reviewing`, guild.as(guild.learner))
    expect(body.asksLeft).toBe(6)
    expect((await guild.judge(claim, requests[0].peers[0].member)).body.decision.kind).toBe('met')
  })

  it('is asked for once when ratings lie far apart, however many look at the claim at the same time', async () => {
    const guild = await aGuild(4, { minEndorsers: 2 }, undefined, { rubric: [aCriterion()] })
    const claim = await guild.open()
    const [ana = '', ben = '', ...others] = guild.members
    await guild.judge(claim, ana, { verdict: 'not-yet', criterion: 'craft', ratings: { craft: 'rough' }, fix: 'More.' })
    await app.issue(claim)
    await pass(60_000)
    expect(await guild.requests(claim)).toEqual([])
    const { body } = await guild.judge(claim, ben, { verdict: 'endorse', ratings: { craft: 'fine' } })
    expect(body.decision.missing).toMatchObject([{ clause: 'minEndorsers' }, { clause: 'furtherOpinion' }])
    await Promise.all([0, 1, 2].map(() => app.issue(claim)))
    app.advanceSeconds(60)
    await Promise.all([0, 1, 2].map(() => runClockAt(app.table, app.now())))
    await app.issue(claim)
    await pass(60_000)
    const requests = await guild.requests(claim)
    expect(requests).toMatchObject([{ source: 'rule', state: 'open', wanted: 1, waiting: 1 }])
    const [{ member }] = requests[0].peers
    expect(others).toContain(member)
    await guild.judge(claim, member, { verdict: 'endorse', ratings: { craft: 'sound' } })
    await app.issue(claim)
    for (let n = 0; n < 2; n++) await pass(60_000)
    expect(await guild.requests(claim)).toMatchObject([{ source: 'rule', state: 'closed' }])
  })
})

describe('nobody is drawn', () => {
  it('who shares the work, who was endorsed by the learner lately, or who is the learner by another account', async () => {
    const guild = await aGuild(4, { minEndorsers: 1 })
    const [partner, friend, linked, other] = guild.members
    const own = (learner: string | undefined, more: object = {}) =>
      app.request('POST', `/v1/communities/${guild.tenant.slug}/claims`, {
        token: guild.tenant.key,
        body: { achievement: single, learner, narrative: 'Ours.', ...more },
      })
    const single = await publishAchievement(app, guild.tenant, { policy: { minEndorsers: 1 } })
    // The partner's claim for the same work names someone the learner's own does not.
    await own(partner, { collaborators: [guild.learner, linked] })
    const friends = await own(friend)
    await guild.judge(friends.body.id, guild.learner)
    const claim = (await own(guild.learner)).body.id
    const { body } = await guild.ask(claim, { count: 4 })
    const drawn = body.peers.map(({ member }: Peer) => member)
    expect(drawn).not.toContain(partner)
    expect(drawn).not.toContain(friend)
    expect(drawn).toContain(other)
  })

  it('whom another claim names as sharing the work, also where it may be claimed many times', async () => {
    const guild = await aGuild(4, { minEndorsers: 1 })
    const [partner, linked, namedBy, other] = guild.members
    const own = async (learner: string | undefined, collaborators: unknown[] = []) =>
      (
        await app.request('POST', `/v1/communities/${guild.tenant.slug}/claims`, {
          token: guild.tenant.key,
          body: { achievement: guild.achievement, learner, narrative: 'Ours.', collaborators },
        })
      ).body.id
    await own(partner, [guild.learner, linked])
    await own(guild.learner, [namedBy])
    const { body } = await guild.ask(await own(guild.learner), { count: 4 })
    expect(body.peers.map(({ member }: Peer) => member)).toEqual([other])
    const { body: refused } = await guild.ask(await own(guild.learner), { members: [linked] })
    expect(refused.errors[0].code).toBe('collaborator_endorsement')
  })
})

describe('where those who judge stay unnamed', () => {
  it('the learner learns how many were asked and never who, and asks nobody by name', async () => {
    const guild = await aGuild(3, { minEndorsers: 1, blindness: 'anonymous' })
    const claim = await guild.open()
    expect((await guild.ask(claim, { members: [guild.members[0]] })).body.code).toBe('reviewers_anonymous')
    const { body } = await guild.ask(claim)
    expect(body.peers).toEqual([{ drawn: true, state: 'offered', offeredAt: expect.any(String) }])
    const [forKey] = await guild.requests(claim, { token: guild.tenant.key })
    expect(guild.members).toContain(forKey.peers[0].member)
    const path = `/v1/communities/${guild.tenant.slug}/members/${guild.learner}/export?limit=100`
    const pages = [(await app.request('GET', path, guild.as(guild.learner))).body]
    while (pages.at(-1).next !== undefined && pages.length < 5)
      pages.push((await app.request('GET', `${path}&cursor=${pages.at(-1).next}`, guild.as(guild.learner))).body)
    expect(JSON.stringify(pages)).toContain('review.offered')
    const told = JSON.stringify([body, await guild.requests(claim), pages])
    for (const member of guild.members) expect(told).not.toContain(member)
  })
})

describe('where nobody is to know of other judgements before their own', () => {
  it('who has yet to judge learns of no answer, whether they lead or not; the learner and who has judged do', async () => {
    const guild = await aGuild(4, { minEndorsers: 3, blindness: 'sealed' })
    const claim = await guild.open()
    const asked = await guild.ask(claim)
    const [first, second] = asked.body.peers.map(({ member }: Peer) => member)
    await guild.judge(claim, first)
    await pass(60_000)
    const outsider = await addMember(app, guild.tenant, { name: 'Olga', role: 'owner' })
    const seen = async (actingFor: string) => (await guild.requests(claim, { token: guild.tenant.key, actingFor }))[0]
    for (const unjudged of [second, outsider]) {
      expect(await seen(unjudged)).toMatchObject({ state: 'open', wanted: 3 })
      for (const told of ['answered', 'waiting', 'firstAnsweredAt', 'peers', 'closedAs'])
        expect(await seen(unjudged)).not.toHaveProperty(told)
    }
    expect(await seen(first)).toMatchObject({ answered: 1, waiting: 2 })
    expect(statesOf((await guild.requests(claim))[0]).sort()).toEqual(['answered', 'offered', 'offered'])
  })
})

describe('taking a request back', () => {
  it('gives nothing back for whoever was drawn where the rule counts on that: nobody draws until it is a friend', async () => {
    const guild = await aGuild(3, { minEndorsers: 3, independence: { minDrawn: 1 } })
    const claim = await guild.open()
    const { body } = await guild.ask(claim, { count: 2, members: [guild.members[0]] })
    await guild.step(claim, body.id, 'withdraw', guild.learner)
    expect((await guild.reviewing(guild.learner)).asksLeft).toBe(4)
    await pass(14 * DAY_MS)
    expect((await guild.reviewing(guild.learner)).asksLeft).toBe(4)
    const again = await guild.open()
    await guild.ask(again, { count: 1 })
    await app.request('POST', `/v1/claims/${again}/withdraw`, guild.as(guild.learner))
    await fanOut(again)
    for (let n = 0; n < 2; n++) await pass(60_000)
    expect((await guild.requests(again))[0]).toMatchObject({ closedAs: 'claim-ended', waiting: 0 })
    expect((await guild.reviewing(guild.learner)).asksLeft).toBe(3)
  })

  it('lets everyone go and gives back what nobody answered; only once, and only by the learner', async () => {
    const guild = await aGuild(4, { minEndorsers: 3 })
    const claim = await guild.open()
    const { body } = await guild.ask(claim)
    const [{ member }] = body.peers
    expect((await guild.step(claim, body.id, 'withdraw', member)).body.code).toBe('forbidden')
    expect((await guild.step(claim, claim, 'withdraw', guild.learner)).body.code).toBe('review_request_not_found')
    const withdrawn = await guild.step(claim, body.id, 'withdraw', guild.learner)
    expect(withdrawn.body).toMatchObject({ state: 'closed', closedAs: 'withdrawn', waiting: 0 })
    expect((await guild.step(claim, body.id, 'withdraw', guild.learner)).status).toBe(200)
    expect(await guild.asked(member)).toEqual([])
    const { body: own } = await app.request('GET', `/v1/members/${guild.learner}/reviewing`, guild.as(guild.learner))
    expect(own.asksLeft).toBe(6)
  })
})
