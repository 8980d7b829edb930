import { beforeAll, describe, expect, it } from 'vitest'
import { addDays, type Instant } from '../../functions/domain/shared/instant.ts'
import type { SetCalibration } from '../../schemas/calibration.ts'
import {
  type Answer,
  addMember,
  createChallenge,
  createCommunity,
  openClaim,
  publishAchievement,
  startApp,
  type TestApp,
} from '../support/app.ts'
import { aCriterion } from '../support/builders.ts'
import { toSet } from '../support/calibrations.ts'
import { judge, open, readEvents } from '../support/claim-scene.ts'
import { runClockAt } from '../support/clock-runs.ts'

let app: TestApp
let weavers: Awaited<ReturnType<typeof createCommunity>>
let rated: string
let facilitator: string
const UNKNOWN = '01ARZ3NDEKTSV4RRFFQ69G5FAV'

beforeAll(async () => {
  app = await startApp()
  weavers = await createCommunity(app, 'weavers')
  rated = await publishAchievement(app, weavers, { rubric: [aCriterion()] })
  facilitator = await addMember(app, weavers, { role: 'facilitator' })
})

const call = (
  method: string,
  path: string,
  body?: object,
  more: { actingFor?: string; headers?: Record<string, string> } = {},
) => app.request(method, `/v1/communities/weavers/challenges/${path}`, { token: weavers.key, body, ...more })
const codeOf = ({ status, body }: Answer) => [status, body.code]

/** What an answer holds, whatever it says: the names of its members and the form of their values. Each kind of reason has its own. */
function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.slice(0, 1).map(shapeOf)
  if (typeof value !== 'object' || value === null) return typeof value
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [name, name === 'reasons' ? name : shapeOf(one)]),
  )
}

/** A challenge with samples whose gold level is `sound`; each attempt draws one. */
async function calibrated(changes: Partial<SetCalibration> = {}, samples = 4): Promise<string> {
  const challenge = await createChallenge(app, weavers, { name: 'Twill' })
  const set = await call('PUT', `${challenge}/calibration`, toSet(rated, changes))
  if (set.status !== 200) throw new Error(`the calibration was refused: ${JSON.stringify(set.body)}`)
  for (let n = 0; n < samples; n++)
    await call('POST', `${challenge}/calibration/samples`, { narrative: `Cloth ${n}`, gold: { craft: 'sound' } })
  return challenge
}
const start = (challenge: string, member: string) => call('POST', `${challenge}/calibration/attempts`, { member })
const answer = (challenge: string, member: string, attempt: Answer['body'], level: string) =>
  call(
    'POST',
    `${challenge}/calibration/attempts/${attempt.id}/answers`,
    { ratings: Object.fromEntries(attempt.samples.map(({ id }: { id: string }) => [id, { craft: level }])) },
    { actingFor: member },
  )
async function pass(challenge: string, member: string) {
  const { body: attempt } = await start(challenge, member)
  return answer(challenge, member, attempt, 'sound')
}
const licenceOf = (challenge: string, member: string) =>
  call('GET', `${challenge}/licences/${member}`, undefined, { actingFor: member })
const fetchBadge = async (url: string, accept = 'application/vc') =>
  app.fetch(new Request(url, { headers: { accept } }))
const verify = async (url: string) => {
  const credential = JSON.parse(await (await fetchBadge(url)).text())
  return app.request('POST', '/v1/verifications', { body: { credential } })
}
const inDays = (days: number): Instant => addDays(app.now(), days)
/** Lets time pass, and the clock do what is due by then. */
async function elapse(seconds: number): Promise<void> {
  app.advanceSeconds(seconds)
  await runClockAt(app.table, app.now())
}
const claimIn = async (challenge: string) =>
  openClaim(app, weavers, {
    learner: await addMember(app, weavers),
    achievement: await publishAchievement(app, weavers, {
      challenge,
      policy: { minEndorsers: 1, eligibility: [{ kind: 'licence' }] },
    }),
  })

describe('an assessor licence', () => {
  it('is earned by a calibration, is a badge that verifies, lets its holder judge, and ends by the clock', async () => {
    const challenge = await calibrated({ licenceDays: 2 })
    const [assessor, other] = await Promise.all([addMember(app, weavers), addMember(app, weavers)])
    expect(codeOf(await judge(app, weavers, await claimIn(challenge), { endorser: assessor }))).toEqual([
      403,
      'not_eligible',
    ])

    const { status, body: attempt } = await start(challenge, assessor)
    expect([status, attempt.samples.length, JSON.stringify(attempt).includes('gold')]).toEqual([201, 1, false])
    const { body: answered } = await answer(challenge, assessor, attempt, 'sound')
    expect(answered.result).toMatchObject({ passed: true, inside: 1, required: 1 })

    const { body: licence } = await licenceOf(challenge, assessor)
    expect(licence).toMatchObject({ valid: true, member: assessor, challenge })
    await app.issue(licence.claim)
    const badge = JSON.parse(await (await fetchBadge(licence.credentialUrl)).text())
    expect(badge).toMatchObject({ name: 'Assessor licence: Twill', validUntil: `${licence.expiresAt.slice(0, 19)}Z` })
    // Nobody endorses a licence, so it counts no endorsements.
    expect(badge.credentialSubject).not.toHaveProperty('result')
    expect(badge.credentialSubject.achievement).not.toHaveProperty('resultDescription')
    const { body: report } = await verify(licence.credentialUrl)
    expect(report.checks.filter(({ status }: { status: string }) => status === 'fail')).toEqual([])
    expect(report.outcome).toBe('verified')
    expect(
      (await fetchBadge(licence.credentialUrl.replace('/credentials/', '/awards/'), 'application/json')).status,
    ).toBe(200)
    expect((await readEvents(app, licence.claim)).map(({ type }) => type)).toEqual(
      expect.arrayContaining(['claim.opened', 'licence.granted', 'claim.issued']),
    )

    const claim = await claimIn(challenge)
    expect(codeOf(await judge(app, weavers, claim, { endorser: other }))).toEqual([403, 'not_eligible'])
    const given = await judge(app, weavers, claim, { endorser: assessor })
    expect([given.status, given.body.decision.kind]).toEqual([201, 'met'])

    await runClockAt(app.table, inDays(3))
    app.advanceSeconds(3 * 86_400)
    expect((await licenceOf(challenge, assessor)).body.valid).toBe(false)
    expect((await readEvents(app, licence.claim)).at(-1)).toMatchObject({ type: 'licence.ended' })
    expect(codeOf(await judge(app, weavers, await claimIn(challenge), { endorser: assessor }))).toEqual([
      403,
      'not_eligible',
    ])
    expect((await verify(licence.credentialUrl)).body.outcome).toBe('not-verified')
  })

  it('has its holder asked before all others for the opinion that a rule lacks', async () => {
    const challenge = await calibrated()
    const others = await Promise.all(Array.from({ length: 8 }, () => addMember(app, weavers)))
    const assessor = await addMember(app, weavers)
    await pass(challenge, assessor)
    const learner = await addMember(app, weavers)
    const achievement = await publishAchievement(app, weavers, { challenge, rubric: [aCriterion()] })
    const claim = await openClaim(app, weavers, { learner, achievement })
    for (const [n, level] of ['sound', 'fine', 'rough'].entries())
      await judge(app, weavers, claim, {
        endorser: others[n],
        verdict: level === 'rough' ? 'not-yet' : 'endorse',
        ...(level === 'rough' ? { criterion: 'craft', fix: 'More even.' } : {}),
        ratings: { craft: level },
      })
    await app.issue(claim)
    app.advanceSeconds(60)
    await runClockAt(app.table, app.now())
    const { body } = await app.request('GET', `/v1/claims/${claim}/review-requests`, { token: weavers.key })
    expect(body.items).toMatchObject([
      { source: 'rule', peers: [{ member: assessor, reasons: [{ kind: 'licensed' }, { kind: 'load' }] }] },
    ])
  })

  it('is none once its badge is revoked, and is one again when it was only suspended', async () => {
    const challenge = await calibrated()
    const assessor = await addMember(app, weavers)
    await pass(challenge, assessor)
    const { body } = await licenceOf(challenge, assessor)
    await app.issue(body.claim)
    const badge = `/v1${new URL(body.credentialUrl).pathname}`
    const change = (to: string) => app.request('POST', `${badge}/${to}`, { token: weavers.key, body: { reason: 'x' } })
    const judging = async () => (await judge(app, weavers, await claimIn(challenge), { endorser: assessor })).status
    await change('suspend')
    expect([await judging(), codeOf(await start(challenge, assessor))]).toEqual([403, [409, 'licence_lost']])
    await change('reinstate')
    expect(await judging()).toBe(201)
    await change('revoke')
    expect([await judging(), (await licenceOf(challenge, assessor)).body.valid]).toEqual([403, false])
    expect(codeOf(await start(challenge, assessor))).toEqual([409, 'licence_lost'])
  })

  it('lives on by planted samples that come as anybody’s request does, and ends early, badge and all, when they are failed or missed', async () => {
    const planted = { everyDays: 1, answerDays: 1, graceDays: 2 }
    const challenge = await calibrated({ licenceDays: 20, planted }, 8)
    const [keeps, loses] = await Promise.all([addMember(app, weavers), addMember(app, weavers)])
    for (const member of [keeps, loses]) {
      await pass(challenge, member)
      await app.issue((await licenceOf(challenge, member)).body.claim)
    }
    const { body: before } = await licenceOf(challenge, keeps)
    await elapse(86_400)
    await elapse(60)
    const real = await openClaim(app, weavers, { learner: facilitator, achievement: rated })
    await app.request('POST', `/v1/claims/${real}/review-requests`, {
      token: weavers.key,
      actingFor: facilitator,
      body: { members: [keeps] },
    })
    const ask = async (member: string, path: string) =>
      (await app.request('GET', path, { token: weavers.key, actingFor: member })).body
    const waitingFor = async (member: string) => (await ask(member, `/v1/members/${member}/review-requests`)).items
    const [sample, ordinary] = await waitingFor(keeps)
    expect(ordinary.claim).toBe(real)
    expect(shapeOf(sample)).toEqual(shapeOf(ordinary))
    expect([sample.drawn, sample.reasons]).toEqual([true, [{ kind: 'load', open: 0, text: expect.any(String) }]])
    const shown = await ask(keeps, `/v1/claims/${sample.claim}`)
    expect(shapeOf(shown)).toEqual(shapeOf(await ask(keeps, `/v1/claims/${real}`)))
    expect(shown.evidence[0].narrative).toMatch(/^Cloth \d$/)
    expect((await ask(keeps, `/v1/communities/weavers/claims?learner=${sample.learner}`)).items).toHaveLength(1)
    const requests = await Promise.all([sample.claim, real].map((id) => ask(keeps, `/v1/claims/${id}/review-requests`)))
    expect(shapeOf(requests[0])).toEqual(shapeOf(requests[1]))
    expect((await licenceOf(challenge, keeps)).body).toEqual(before)
    const asSoftware = await app.request('GET', `/v1/claims/${sample.claim}`, { token: weavers.key })
    expect(asSoftware.body.planted).toBe(true)

    const take = (claim: string, request: string) =>
      app.request('POST', `/v1/claims/${claim}/review-requests/${request}/take`, {
        token: weavers.key,
        actingFor: keeps,
      })
    const taken = [await take(sample.claim, sample.request), await take(real, ordinary.request)]
    expect(shapeOf(taken[0])).toEqual(shapeOf(taken[1]))
    const said = { endorser: keeps, ratings: { craft: 'sound' } }
    const given = [await judge(app, weavers, sample.claim, said), await judge(app, weavers, real, said)]
    expect(shapeOf(given[0])).toEqual(shapeOf(given[1]))
    const [declined] = await waitingFor(loses)
    await app.request('POST', `/v1/claims/${declined.claim}/review-requests/${declined.request}/decline`, {
      token: weavers.key,
      actingFor: loses,
      body: {},
    })
    await elapse(60)
    await elapse(60)
    const [other] = await waitingFor(loses)
    expect(other.claim).not.toBe(declined.claim)
    await judge(app, weavers, other.claim, { endorser: loses, ratings: { craft: 'fine' } })
    expect(codeOf(await judge(app, weavers, sample.claim, said))).toEqual([409, 'already_endorsed'])
    await app.issue(sample.claim)

    await elapse(601)
    const { body: prolonged } = await licenceOf(challenge, keeps)
    expect([prolonged.valid, prolonged.expiresAt > before.expiresAt]).toEqual([true, true])
    expect((await ask(keeps, `/v1/claims/${sample.claim}`)).status).toBe('withdrawn')
    await app.issue(prolonged.claim)
    const renewed = JSON.parse(await (await fetchBadge(prolonged.credentialUrl)).text())
    expect(renewed.validUntil).toBe(`${prolonged.expiresAt.slice(0, 19)}Z`)
    const tried = await app.request('POST', '/v1/communities/weavers/policies/dry-run', {
      token: weavers.key,
      body: { achievement: rated, policy: { minEndorsers: 1 } },
    })
    expect(tried.body.items.map(({ claim }: { claim: string }) => claim)).not.toContain(sample.claim)

    const { body: shortened } = await licenceOf(challenge, loses)
    expect(Date.parse(shortened.expiresAt) - Date.parse(app.now())).toBeLessThanOrEqual(2 * 86_400_000)
    await elapse(60)
    expect((await waitingFor(loses)).map(({ claim }: { claim: string }) => claim)).not.toContain(other.claim)
    for (let day = 0; day < 3; day++) await elapse(86_400)
    const { body: lost } = await licenceOf(challenge, loses)
    expect(lost.valid).toBe(false)
    const { body: status } = await app.request('GET', `/v1${new URL(lost.credentialUrl).pathname}/status`, {
      token: weavers.key,
    })
    expect(status.status).toBe('revoked')
  })

  it('is given by the service alone: nobody claims it, endorses it or states its rule', async () => {
    const challenge = await calibrated()
    const assessor = await addMember(app, weavers)
    await pass(challenge, assessor)
    const { body: calibration } = await call('GET', `${challenge}/calibration`)
    const achievement = calibration.licenceAchievement
    expect(codeOf(await open(app, weavers, { achievement, learner: assessor }))).toEqual([
      409,
      'achievement_not_claimable',
    ])
    const { body: licence } = await licenceOf(challenge, assessor)
    expect(codeOf(await judge(app, weavers, licence.claim, { endorser: facilitator }))).toEqual([409, 'claim_closed'])
    const path = `/v1/communities/weavers/achievements/${achievement}`
    const { body: drafted } = await app.request('GET', path, { token: weavers.key })
    const withRule = await app.request('PUT', path, { token: weavers.key, body: { ...drafted.draft, policy: {} } })
    expect([withRule.status, withRule.body.errors[0].pointer]).toEqual([400, '/policy'])
    await app.request('PUT', path, { token: weavers.key, body: { ...drafted.draft, name: 'Twill assessor' } })
    const published = await app.request('POST', `${path}/publish`, { token: weavers.key })
    expect(published.body).toMatchObject({
      name: 'Twill assessor',
      policy: { attainment: 'calibration', minEndorsers: 0 },
    })
    const { body: claims } = await call('GET', `${challenge}/participants`)
    expect(claims.items).toEqual([])
  })
})

describe('an attempt at a calibration', () => {
  it('is answered once, in time, with a level for every criterion, by whoever began it', async () => {
    const challenge = await calibrated({ answerHours: 1 })
    const [member, other] = await Promise.all([addMember(app, weavers), addMember(app, weavers)])
    const { body: attempt } = await start(challenge, member)
    expect(codeOf(await start(challenge, member))).toEqual([409, 'attempt_open'])
    expect(codeOf(await answer(challenge, other, attempt, 'sound'))).toEqual([404, 'attempt_not_found'])
    const path = `${challenge}/calibration/attempts/${attempt.id}/answers`
    const [sample] = attempt.samples
    for (const [ratings, pointer] of [
      [{}, `/ratings/${sample.id}/craft`],
      [{ [sample.id]: { craft: 'perfect' } }, `/ratings/${sample.id}/craft`],
      [{ [sample.id]: { craft: 'sound' }, [UNKNOWN]: {} }, `/ratings/${UNKNOWN}`],
    ] as const) {
      const { status, body } = await call('POST', path, { ratings }, { actingFor: member })
      expect([status, body.errors?.[0]?.pointer]).toEqual([400, pointer])
    }
    const { body: graded } = await answer(challenge, member, attempt, 'fine')
    const off = { criterion: 'craft', rated: 'fine', gold: 'sound', levelsOff: 1, inside: false }
    expect(graded.result).toEqual({
      passed: false,
      inside: 0,
      required: 1,
      samples: [{ sample: sample.id, criteria: [off] }],
    })
    expect(codeOf(await answer(challenge, member, attempt, 'sound'))).toEqual([409, 'attempt_answered'])
    expect(codeOf(await licenceOf(challenge, member))).toEqual([404, 'licence_not_found'])
    const { body: late } = await start(challenge, other)
    app.advanceSeconds(3601)
    expect(codeOf(await answer(challenge, other, late, 'sound'))).toEqual([409, 'attempt_over'])
  })

  it('is limited in number and pace, never shows a sample twice, and comes again late in a licence only', async () => {
    const challenge = await calibrated({ attempts: 2, waitHours: 24 }, 2)
    const [member, passes] = await Promise.all([addMember(app, weavers), addMember(app, weavers)])
    const seen: string[] = []
    for (let n = 0; n < 2; n++) {
      const { body: attempt } = await start(challenge, member)
      seen.push(attempt.samples[0].id)
      await answer(challenge, member, attempt, 'rough')
      if (n === 0) expect(codeOf(await start(challenge, member))).toEqual([409, 'attempt_too_soon'])
      app.advanceSeconds(24 * 3600)
    }
    expect(new Set(seen).size).toBe(2)
    expect(codeOf(await start(challenge, member))).toEqual([409, 'attempts_used_up'])
    await call('PUT', `${challenge}/calibration`, toSet(rated, { attempts: 5 }))
    expect(codeOf(await start(challenge, member))).toEqual([409, 'samples_used_up'])
    await pass(challenge, passes)
    expect(codeOf(await start(challenge, passes))).toEqual([409, 'already_licensed'])
  })

  it('is passed once, whoever sends the answer how often at the same time', async () => {
    const challenge = await calibrated()
    const member = await addMember(app, weavers)
    const { body: attempt } = await start(challenge, member)
    const answers = await Promise.all(Array.from({ length: 5 }, () => answer(challenge, member, attempt, 'sound')))
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409, 409])
  })

  it('is refused to whoever wrote a sample, while samples are missing, and where there is no calibration', async () => {
    const challenge = await calibrated({ samplesPerAttempt: 2, requiredInside: 2 }, 1)
    const member = await addMember(app, weavers)
    expect(codeOf(await start(challenge, member))).toEqual([409, 'calibration_not_ready'])
    const own = await call(
      'POST',
      `${challenge}/calibration/samples`,
      { narrative: 'Mine', gold: { craft: 'fine' } },
      { actingFor: facilitator },
    )
    expect(codeOf(await start(challenge, facilitator))).toEqual([403, 'calibration_author'])
    await call('DELETE', `${challenge}/calibration/samples/${own.body.id}`)
    expect(codeOf(await start(challenge, facilitator))).toEqual([403, 'calibration_author'])
    expect(codeOf(await start(await createChallenge(app, weavers), member))).toEqual([404, 'calibration_not_found'])
    expect(codeOf(await start(UNKNOWN, member))).toEqual([404, 'challenge_not_found'])
    expect(codeOf(await start(challenge, UNKNOWN))).toEqual([404, 'member_not_found'])
    expect(codeOf(await call('POST', `${challenge}/calibration/attempts`, {}))).toEqual([400, 'acting_member_missing'])
  })
})

describe('the samples of a calibration', () => {
  it('show their gold level to their writer and the community’s software, and to no other facilitator', async () => {
    const challenge = await calibrated({}, 0)
    const sample = { narrative: 'A cloth', gold: { craft: 'fine' } }
    const path = `${challenge}/calibration/samples`
    const headers = { 'idempotency-key': `sample ${challenge}`.replaceAll(' ', '-') }
    const [one, two] = await Promise.all([
      call('POST', path, sample, { actingFor: facilitator, headers }),
      call('POST', path, sample, { actingFor: facilitator, headers }),
    ])
    expect([one.status, two.status, one.body.id === two.body.id, one.body.gold]).toEqual([201, 201, true, sample.gold])
    const another = await addMember(app, weavers, { role: 'facilitator' })
    const { body: seen } = await call('GET', path, undefined, { actingFor: another })
    expect([seen.items.length, seen.items[0].gold]).toEqual([1, undefined])
    expect((await call('GET', path)).body.items[0].gold).toEqual(sample.gold)
    const wrong = await call('POST', path, { ...sample, gold: { craft: 'perfect', taste: 'fine' } })
    expect(wrong.body.errors.map(({ pointer }: { pointer: string }) => pointer)).toEqual(['/gold/taste', '/gold/craft'])
    expect((await call('DELETE', `${path}/${one.body.id}`)).status).toBe(200)
    expect(codeOf(await call('DELETE', `${path}/${one.body.id}`))).toEqual([404, 'sample_not_found'])
    expect((await call('GET', path)).body.items).toEqual([])
  })

  it('keep rules that nobody could pass or fail, or that do not fit the samples, from being set', async () => {
    const challenge = await calibrated({}, 1)
    const other = await publishAchievement(app, weavers, { rubric: [aCriterion('finish')] })
    const plain = await publishAchievement(app, weavers)
    const set = (body: SetCalibration) => call('PUT', `${challenge}/calibration`, body)
    const pointerOf = async (body: SetCalibration) => (await set(body)).body.errors?.[0]?.pointer
    expect(await pointerOf(toSet(rated, { tolerance: { craft: 2 } }))).toBe('/tolerance/craft')
    expect(await pointerOf(toSet(rated, { tolerance: { taste: 0 } }))).toBe('/tolerance/taste')
    expect(await pointerOf(toSet(rated, { requiredInside: 2 }))).toBe('/requiredInside')
    expect(await pointerOf(toSet(plain, { tolerance: {} }))).toBe('/achievementVersion')
    expect(await pointerOf(toSet(UNKNOWN))).toBe('/achievementVersion')
    expect(codeOf(await set(toSet(other, { tolerance: {} })))).toEqual([409, 'calibration_in_use'])
    const lenient = await set(toSet(rated, { tolerance: undefined }))
    expect(lenient.body.criteria).toEqual([{ id: 'craft', levels: ['rough', 'sound', 'fine'], tolerance: 0 }])
    const stale = await call('PUT', `${challenge}/calibration`, toSet(rated), { headers: { 'if-match': '"v1"' } })
    expect(codeOf(stale)).toEqual([412, 'stale'])
  })
})
