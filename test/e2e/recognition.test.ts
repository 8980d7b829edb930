import { beforeAll, describe, expect, it } from 'vitest'
import { sha256Digests } from '../../functions/adapters/digests/sha256.ts'
import { dynamoDidStore } from '../../functions/adapters/dynamodb/did-store.ts'
import { dynamoRecognitionStore } from '../../functions/adapters/dynamodb/recognition-store.ts'
import { cryptoRandomness } from '../../functions/adapters/randomness/crypto-randomness.ts'
import { thankReviewer } from '../../functions/clock/thank-reviewer.ts'
import { weighReviews } from '../../functions/clock/weigh-reviews.ts'
import { quarterOf } from '../../functions/domain/recognition/quarter.ts'
import { addMember, createCommunity, publishAchievement, startApp, type TestApp } from '../support/app.ts'
import { judge, open } from '../support/claim-scene.ts'
import { dueItems } from '../support/clock-runs.ts'
import { storesOf } from '../support/issuance-scenario.ts'

let app: TestApp
let weavers: Awaited<ReturnType<typeof createCommunity>>
beforeAll(async () => {
  app = await startApp()
  weavers = await createCommunity(app, 'weavers')
})

const set = (member: string, optIn: boolean, actingFor = member) =>
  app.request('PUT', `/v1/communities/weavers/members/${member}/recognition`, {
    token: weavers.key,
    actingFor,
    body: { optIn },
  })
const clockDeps = () => {
  const table = { ...app.table, now: app.now }
  return {
    ...storesOf(app.table),
    recognitions: dynamoRecognitionStore(table),
    dids: dynamoDidStore(table),
    digests: sha256Digests,
    random: cryptoRandomness({ now: app.now }),
    now: app.now,
  }
}

/** A badge that two peers endorsed, with what the clock then makes of it. */
async function reviewed(achievement: string, reviewers: readonly string[]): Promise<void> {
  const { body } = await open(app, weavers, { achievement, learner: await addMember(app, weavers) })
  for (const endorser of reviewers) await judge(app, weavers, body.id, { endorser })
  await app.issue(body.id)
  const due = { at: app.now(), kind: 'review-weighing', claimId: body.id, ref: 'issued', attempt: 0 } as const
  for (let time = 0; time < 2; time++) await weighReviews(clockDeps(), due)
}
const thank = async (member: string, ref: string) =>
  thankReviewer(clockDeps(), { at: app.now(), kind: 'thanks', claimId: member, ref, attempt: 0 })
const claimsOf = async (member: string) => {
  const { body } = await app.request('GET', '/v1/communities/weavers/claims?limit=100', { token: weavers.key })
  return body.items.filter(({ learner }: { learner: string }) => learner === member)
}

describe('thanks for careful reviewing', () => {
  it('go, once a quarter, to who asked to be thanked and to nobody else, and can be given up', async () => {
    const [asked, silent, gone] = await Promise.all([1, 2, 3].map(() => addMember(app, weavers)))
    if (!asked || !silent || !gone) throw new Error('the members were not added')
    const achievement = await publishAchievement(app, weavers, { policy: { minEndorsers: 2 } })
    const quarter = quarterOf(app.now())
    const opted = await set(asked, true)
    expect([opted.status, opted.body.optedIn]).toEqual([200, true])
    expect((await set(asked, true)).body).toEqual(opted.body)
    await set(gone, true)
    expect((await dueItems(app.table)).filter(({ kind }) => kind === 'thanks')).toHaveLength(2)
    for (let n = 0; n < 5; n++) await reviewed(achievement, [asked, silent, gone])
    const { recognitions } = clockDeps()
    expect(await recognitions.loadTally(asked, quarter)).toEqual({ compared: 5, agreed: 5, timely: 5 })
    expect(await recognitions.loadTally(silent, quarter)).toEqual({ compared: 0, agreed: 0, timely: 0 })
    await set(gone, false)
    expect(await recognitions.loadTally(gone, quarter)).toEqual({ compared: 0, agreed: 0, timely: 0 })

    const told = await app.request('GET', `/v1/communities/weavers/members/${gone}/export?limit=100`, {
      token: weavers.key,
    })
    const choices = told.body.items.filter(({ kind }: { kind: string }) => kind === 'recognition-choice')
    expect(choices.map(({ optedIn, at }: { optedIn: boolean; at: string }) => [optedIn, typeof at])).toEqual([
      [true, 'string'],
      [false, 'string'],
    ])

    for (const member of [asked, silent, gone]) await thank(member, quarter)
    await thank(asked, quarter)
    expect([await claimsOf(silent), await claimsOf(gone)]).toEqual([[], []])
    const [claim, ...more] = await claimsOf(asked)
    expect([claim.achievement, more]).toEqual([opted.body.achievement, []])
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

  it('do not go to who reviewed too little, and the choice is one’s own', async () => {
    const [few, other] = await Promise.all([addMember(app, weavers), addMember(app, weavers)])
    await set(few, true)
    await thank(few, quarterOf(app.now()))
    expect(await claimsOf(few)).toEqual([])
    const foreign = await set(few, false, other)
    expect([foreign.status, foreign.body.code]).toEqual([404, 'member_not_found'])
  })
})
