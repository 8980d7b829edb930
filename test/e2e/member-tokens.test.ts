import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addMember, createCommunity, publishAchievement, startApp, type TestApp } from '../support/app.ts'
import { anId } from '../support/builders.ts'
import { aScene, judge, open, type Tenant } from '../support/claim-scene.ts'
import { RESOURCE, startOidcProvider, type TestProvider } from '../support/oidc-provider.ts'

let app: TestApp
let provider: TestProvider
let weavers: Tenant
let potters: Tenant
let ashaId: string
let benId: string
let asha: { readonly token: string }
let ben: { readonly token: string }

beforeAll(async () => {
  ;[app, provider] = await Promise.all([startApp(), startOidcProvider()])
  const oidc = [{ issuer: provider.issuer, audience: RESOURCE }]
  weavers = await createCommunity(app, 'weavers', { oidc })
  potters = await createCommunity(app, 'potters', { oidc })
  const join = async (subject: string) => ({
    id: await addMember(app, weavers, { name: subject, oidc: { issuer: provider.issuer, subject } }),
    token: (await provider.signIn(subject)).accessToken,
  })
  const [first, second] = [await join('asha'), await join('ben')]
  ashaId = first.id
  benId = second.id
  asha = { token: first.token }
  ben = { token: second.token }
})

afterAll(() => provider.stop())

const strict = { policy: { minEndorsers: 1, minAssurance: 'signed-in' as const } }

/** A claim that Asha opened herself. */
async function ownClaim(draft: Parameters<typeof publishAchievement>[2] = strict) {
  const achievement = await publishAchievement(app, weavers, draft)
  const opened = await open(app, weavers, { achievement }, asha)
  return { achievement, status: opened.status, learner: String(opened.body.learner), claim: String(opened.body.id) }
}

describe('a member with their own token', () => {
  it('opens a claim for themself, and for nobody else', async () => {
    const { status, learner, achievement } = await ownClaim()
    expect([status, learner]).toEqual([201, ashaId])
    const forBen = await open(app, weavers, { achievement, learner: benId }, asha)
    expect([forBen.status, forBen.body.code]).toEqual([403, 'acting_member_mismatch'])
  })

  it('endorses as someone who signed in, which an API key is not', async () => {
    const { claim } = await ownClaim()
    const byKey = await judge(app, weavers, claim, { endorser: await addMember(app, weavers) })
    expect(byKey.body.decision.missing).toContainEqual({ clause: 'minAssurance', endorsers: 1 })
    const byBen = await judge(app, weavers, claim, {}, ben)
    expect([byBen.status, byBen.body.decision.kind]).toEqual([201, 'met'])
    const { body } = await app.request('GET', `/v1/claims/${claim}`, asha)
    expect(body.endorsements.map(({ assurance }: { assurance: string }) => assurance)).toEqual([
      'asserted',
      'signed-in',
    ])
  })

  it('endorses for nobody else, and never themself', async () => {
    const { claim } = await ownClaim()
    const forBen = await judge(app, weavers, claim, { endorser: benId }, asha)
    expect([forBen.status, forBen.body.code]).toEqual([403, 'acting_member_mismatch'])
    const own = await judge(app, weavers, claim, {}, asha)
    expect([own.status, own.body.code]).toEqual([403, 'self_endorsement'])
  })

  it('adds evidence to their own claim and withdraws it; others may not', async () => {
    const { claim } = await ownClaim()
    const add = (who: { readonly token: string }) =>
      app.request('POST', `/v1/claims/${claim}/evidence`, { ...who, body: { evidence: [{ narrative: 'More.' }] } })
    expect((await add(asha)).status).toBe(201)
    expect((await add(ben)).body.code).toBe('forbidden')
    const withdraw = (who: { readonly token: string }) => app.request('POST', `/v1/claims/${claim}/withdraw`, who)
    expect((await withdraw(ben)).body.code).toBe('forbidden')
    expect((await withdraw(asha)).body.status).toBe('withdrawn')
  })

  it('revises and withdraws their own endorsement; others may not', async () => {
    const { claim } = await ownClaim()
    const given = await judge(app, weavers, claim, {}, ben)
    const path = `/v1/claims/${claim}/endorsements/${given.body.id}`
    expect((await app.request('PUT', path, { ...asha, body: { verdict: 'decline' } })).body.code).toBe('forbidden')
    const revised = await app.request('PUT', path, { ...ben, body: { verdict: 'decline', reason: 'Away.' } })
    expect([revised.status, revised.body.version]).toEqual([200, 2])
    expect((await app.request('DELETE', path, ben)).status).toBe(200)
  })

  it('finds nothing of another community, nor what does not exist, alike', async () => {
    const { claim } = await aScene(app, potters)
    for (const id of [claim, anId('nothing')]) {
      const answers = [
        await app.request('GET', `/v1/claims/${id}`, asha),
        await judge(app, weavers, id, {}, asha),
        await app.request('POST', `/v1/claims/${id}/withdraw`, asha),
        await app.request('DELETE', `/v1/claims/${id}/endorsements/${anId('one')}`, asha),
      ]
      for (const { status, body } of answers) expect([status, body.code]).toEqual([404, 'claim_not_found'])
    }
  })
})
