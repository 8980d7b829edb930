import { readFile } from 'node:fs/promises'
import { beforeAll, describe, expect, it } from 'vitest'
import { inProcessBus } from '../../functions/adapters/event-bus/in-process.ts'
import { endOfQuarter, quarterOf } from '../../functions/domain/recognition/quarter.ts'
import { addDays, addMilliseconds, type Instant, toEpochMilliseconds } from '../../functions/domain/shared/instant.ts'
import { composeFanOut } from '../../functions/lambdas/compose-fan-out.ts'
import { addMember, createCommunity, publishAchievement, startApp, type TestApp } from '../support/app.ts'
import { judge, open } from '../support/claim-scene.ts'
import { runClockAt } from '../support/clock-runs.ts'
import { quietLog, readStream } from '../support/issuance-scenario.ts'

let app: TestApp
let weavers: Awaited<ReturnType<typeof createCommunity>>
let achievement: string

const forwardTo = (instant: Instant) =>
  app.advanceSeconds((toEpochMilliseconds(instant) - toEpochMilliseconds(app.now())) / 1000)

/** Lets time pass up to an instant, and the clock do what is due by then. */
async function elapseTo(instant: Instant): Promise<void> {
  forwardTo(instant)
  await runClockAt(app.table, app.now())
}

/** Nine days before a quarter ends. */
function lateInAQuarter(): Instant {
  const [end, next] = [endOfQuarter(app.now()), endOfQuarter(endOfQuarter(app.now()))]
  return addDays(end, -9) > app.now() ? addDays(end, -9) : addDays(next, -9)
}

beforeAll(async () => {
  app = await startApp()
  weavers = await createCommunity(app, 'weavers')
  achievement = await publishAchievement(app, weavers, { policy: { minEndorsers: 4 } })
  forwardTo(lateInAQuarter())
})

const set = (member: string, optIn: boolean, actingFor = member) =>
  app.request('PUT', `/v1/communities/weavers/members/${member}/recognition`, {
    token: weavers.key,
    actingFor,
    body: { optIn },
  })
const get = (member: string, actingFor: string) =>
  app.request('GET', `/v1/communities/weavers/members/${member}/recognition`, { token: weavers.key, actingFor })

/** So many claims of as many learners. */
const openClaims = (count: number) =>
  Promise.all(
    Array.from({ length: count }, async () => {
      const { body } = await open(app, weavers, { achievement, learner: await addMember(app, weavers) })
      return String(body.id)
    }),
  )

/** Issues the badges that were earned; what the outcomes say of their judges is counted, though it is told twice. */
async function issueAll(claims: readonly string[]): Promise<void> {
  for (const claim of claims) await app.issue(claim)
  const consume = composeFanOut({ ...app.table, bus: inProcessBus([]), log: quietLog, now: app.now })
  const Records = await readStream(app.table)
  for (let time = 0; time < 2; time++) {
    expect(await consume({ Records })).toEqual({ batchItemFailures: [] })
    await elapseTo(addMilliseconds(app.now(), 60_000))
  }
}

const recordsOf = async (member: string, kind: string) => {
  const path = `/v1/communities/weavers/members/${member}/export?limit=100`
  const { body } = await app.request('GET', path, { token: weavers.key, actingFor: member })
  return body.items.filter((record: { kind: string }) => record.kind === kind)
}
const claimsOf = async (member: string) => {
  const { body } = await app.request('GET', `/v1/communities/weavers/claims?learner=${member}`, { token: weavers.key })
  return body.items
}

describe('thanks for careful reviewing', () => {
  it('go, once a quarter, to who asked for them and agreed with others in time, as a badge that verifies', async () => {
    const named = ['asked', 'silent', 'gone', 'harsh', 'late'] as const
    const ids = await Promise.all(named.map((name) => addMember(app, weavers, { name })))
    const [asked = '', silent = '', gone = '', harsh = '', late = ''] = ids
    const opted = await set(asked, true)
    expect([opted.status, opted.body.optedIn]).toEqual([200, true])
    expect((await set(asked, true)).body).toEqual(opted.body)
    for (const member of [gone, harsh, late]) await set(member, true)
    const quarter = quarterOf(app.now())

    const claims = await openClaims(5)
    for (const claim of claims) {
      await judge(app, weavers, claim, { endorser: harsh, verdict: 'not-yet', fix: 'Weave it again.' })
      for (const endorser of [asked, silent, gone]) await judge(app, weavers, claim, { endorser })
    }
    forwardTo(addDays(app.now(), 8))
    for (const claim of claims) await judge(app, weavers, claim, { endorser: late })
    await issueAll(claims)

    const counted = async (member: string) => (await recordsOf(member, 'review-tally'))[0]
    expect(await counted(asked)).toMatchObject({ quarter, compared: 5, agreed: 5, timely: 5 })
    expect(await counted(harsh)).toMatchObject({ compared: 5, agreed: 0, timely: 5 })
    expect(await counted(late)).toMatchObject({ compared: 5, agreed: 5, timely: 0 })
    expect(await counted(silent)).toBeUndefined()
    await set(gone, false)
    expect(await counted(gone)).toBeUndefined()
    const choices = await recordsOf(gone, 'recognition-choice')
    expect(choices.map(({ optedIn, at }: { optedIn: boolean; at: string }) => [optedIn, typeof at])).toEqual([
      [true, 'string'],
      [false, 'string'],
    ])

    await elapseTo(addMilliseconds(endOfQuarter(app.now()), 2 * 3_600_000))
    for (const member of [silent, gone, harsh, late]) expect(await claimsOf(member)).toEqual([])
    const [claim, ...more] = await claimsOf(asked)
    expect([claim.achievement, more]).toEqual([opted.body.achievement, []])
    expect(await counted(asked)).toBeUndefined()
    await app.issue(claim.id)
    const { body } = await app.request('GET', `/v1/claims/${claim.id}`, { token: weavers.key })
    const answer = await app.fetch(new Request(body.credentialUrl, { headers: { accept: 'application/vc' } }))
    const credential = JSON.parse(await answer.text())
    expect(credential.name).toBe('Thanks for careful reviewing')
    const { body: report } = await app.request('POST', '/v1/verifications', { body: { credential } })
    expect(report.outcome).toBe('verified')

    const giveUp = (actingFor: string) =>
      app.request('POST', `/v1${new URL(body.credentialUrl).pathname}/give-up`, { token: weavers.key, actingFor })
    const other = await giveUp(silent)
    expect([other.status, other.body.code]).toEqual([404, 'credential_not_found'])
    expect((await giveUp(asked)).body.status).toBe('revoked')
    const again = await giveUp(asked)
    expect([again.status, again.body.code]).toEqual([409, 'already_revoked'])
  })

  it('rank nobody: each reads and sets their own choice alone, and no list tells of others', async () => {
    const [one, other] = await Promise.all([addMember(app, weavers), addMember(app, weavers)])
    const facilitator = await addMember(app, weavers, { role: 'facilitator' })
    for (const answer of [await set(one, false, other), await get(one, other), await get(one, facilitator)])
      expect([answer.status, answer.body.code]).toEqual([404, 'member_not_found'])
    const openapi = JSON.parse(await readFile(new URL('../../schemas/openapi.json', import.meta.url), 'utf8'))
    const telling = Object.entries(openapi.paths).filter(([, operations]) =>
      JSON.stringify(operations).includes('#/components/schemas/Recognition'),
    )
    expect(telling.map(([path]) => path)).toEqual(['/v1/communities/{slug}/members/{member}/recognition'])
  })
})
