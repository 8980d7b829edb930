import { beforeAll, describe, expect, it } from 'vitest'
import { addMember, createCommunity, openClaim, publishAchievement, startApp, type TestApp } from '../support/app.ts'

let app: TestApp
let tenant: Awaited<ReturnType<typeof createCommunity>>
let members: readonly string[]
let achievement: string

const statistics = (options: object = {}) =>
  app.request('GET', '/v1/communities/weavers/statistics', { token: tenant.key, ...options })

beforeAll(async () => {
  app = await startApp()
  tenant = await createCommunity(app, 'weavers')
  members = await Promise.all(Array.from({ length: 8 }, (_, n) => addMember(app, tenant, { name: `Member ${n}` })))
  const levels = [
    { id: 'rough', name: 'Rough' },
    { id: 'sound', name: 'Sound' },
  ]
  achievement = await publishAchievement(app, tenant, {
    repeatable: 'many',
    rubric: [{ id: 'craft', name: 'Craft', levels, requiredLevel: 'sound' }],
    policy: { minEndorsers: 2 },
  })
})

describe('GET /v1/communities/{slug}/statistics', () => {
  it('leaves everything out of a community that is too small', async () => {
    const { status, body } = await statistics()
    expect([status, body]).toEqual([
      200,
      {
        at: expect.any(String),
        claims: 0,
        agreement: [],
        suppressed: ['firstAnswer', 'award', 'effectiveEndorsers', 'agreement'],
      },
    ])
  })

  it('tells how the newest claims were judged, to every member', async () => {
    for (let n = 0; n < 12; n++) {
      const claim = await openClaim(app, tenant, { learner: members[n % 8] ?? '', achievement })
      app.advanceSeconds(100)
      for (const place of [1, 2])
        await app.request('POST', `/v1/claims/${claim}/endorsements`, {
          token: tenant.key,
          body: { endorser: members[(n + place) % 8], verdict: 'endorse', ratings: { craft: 'sound' } },
        })
      await app.issue(claim)
    }
    const { status, body } = await statistics({ actingFor: members[0] })
    expect(status).toBe(200)
    expect(body).toMatchObject({ claims: 12, endorsers: 8, firstAnswer: { claims: 12 }, award: { claims: 12 } })
    expect(body.firstAnswer.p50Seconds).toBeGreaterThanOrEqual(100)
    expect(body.award.p90Seconds).toBeGreaterThanOrEqual(body.firstAnswer.p90Seconds)
    // All agree, so that chance explains as much: nothing can be said.
    expect([body.agreement, body.suppressed]).toEqual([[], ['agreement']])
    expect(JSON.stringify(body)).not.toMatch(new RegExp(members.join('|')))
  })
})
