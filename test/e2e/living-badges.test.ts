import { PutCommand } from '@aws-sdk/lib-dynamodb'
import { beforeAll, describe, expect, it } from 'vitest'
import { dynamoClaimStore } from '../../functions/adapters/dynamodb/claim-store.ts'
import { keys } from '../../functions/adapters/dynamodb/keys.ts'
import { toWake } from '../../functions/adapters/dynamodb/to-wake.ts'
import type { PolicyInput } from '../../schemas/policy.ts'
import { addMember, createCommunity, startApp, type TestApp } from '../support/app.ts'
import { aScene, type ClaimScene, judge, readEvents, type Tenant } from '../support/claim-scene.ts'
import { dueItems } from '../support/clock-runs.ts'

const DAY_SECONDS = 86_400

let app: TestApp
let weavers: Tenant
let served = 0

beforeAll(async () => {
  app = await startApp()
})

interface Given extends ClaimScene {
  readonly endorsements: readonly { readonly id: string; readonly endorser: string }[]
  readonly credential: string
}

/** A badge given for two endorsements. */
async function issuedBadge(policy: PolicyInput): Promise<Given> {
  weavers = await createCommunity(app, `weavers-${++served}`)
  const scene = await aScene(app, weavers, { draft: { policy: { minEndorsers: 2, ...policy } } })
  for (const name of ['Ana', 'Bela'])
    await judge(app, weavers, scene.claim, {
      endorser: await addMember(app, weavers, { name }),
      consentToBeNamed: true,
    })
  await app.issue(scene.claim)
  const view = await claimView(scene)
  expect(view.status).toBe('issued')
  return { ...scene, endorsements: view.endorsements, credential: String(view.credentialUrl).split('/').at(-1) ?? '' }
}

const claimView = async ({ claim }: ClaimScene) =>
  (await app.request('GET', `/v1/claims/${claim}`, { token: weavers.key })).body

async function withdraw(badge: Given, which = 0) {
  const { id, endorser } = badge.endorsements[which] ?? { id: '', endorser: '' }
  const path = `/v1/claims/${badge.claim}/endorsements/${id}`
  expect((await app.request('DELETE', path, { token: weavers.key, actingFor: endorser })).status).toBe(200)
  await app.issue(badge.claim)
}

async function endorse(badge: Given) {
  await judge(app, weavers, badge.claim, { endorser: await addMember(app, weavers, { name: 'Cleo' }) })
  await app.issue(badge.claim)
}

const change = (badge: Given, what: string) =>
  app.request('POST', `/v1/credentials/${badge.credential}/${what}`, {
    token: weavers.key,
    body: { reason: 'A person says so.' },
  })

const status = async ({ credential }: Given) =>
  (await app.request('GET', `/v1/credentials/${credential}/status`, { token: weavers.key })).body

const page = async ({ credential }: Given) =>
  (
    await app.fetch(
      new Request(`https://badges.example.org/credentials/${credential}`, { headers: { accept: 'text/html' } }),
    )
  ).text()

async function remarks({ credential }: Given): Promise<readonly string[]> {
  const body = { url: `https://badges.example.org/credentials/${credential}` }
  const { checks } = (await app.request('POST', '/v1/verifications', { body })).body
  return checks.flatMap(({ status, code }: { status: string; code?: string }) => (status === 'warn' ? [code] : []))
}

async function afterGrace(badge: Given, days = 8) {
  app.advanceSeconds(days * DAY_SECONDS)
  await app.issue(badge.claim)
}

describe('a badge whose endorsements no longer meet its rule', () => {
  it('stays as it is for the days of grace, then is suspended, and is reinstated when the rule is met again', async () => {
    const badge = await issuedBadge({ living: 'suspend', livingGraceDays: 7 })
    await withdraw(badge)
    const lost = await claimView(badge)
    expect(lost).toMatchObject({ status: 'issued', support: { state: 'lost', action: 'suspend' } })
    expect(Date.parse(lost.support.until) - Date.parse(lost.support.since)).toBe(7 * DAY_SECONDS * 1000)
    expect((await status(badge)).status).toBe('valid')
    expect(await page(badge)).toContain('to gather others')
    expect(await remarks(badge)).toContain('RULE_NO_LONGER_MET')
    const due = await dueItems(app.table)
    expect(due).toContainEqual(
      expect.objectContaining({ kind: 'living-grace', claimId: badge.claim, at: lost.support.until }),
    )

    await afterGrace(badge)
    await app.issue(badge.claim)
    expect(await status(badge)).toMatchObject({ status: 'suspended', history: [{ status: 'suspended' }] })
    expect((await claimView(badge)).support.state).toBe('settled')
    expect(await page(badge)).toContain('no longer meet its rule')

    await endorse(badge)
    await app.issue(badge.claim)
    expect((await status(badge)).history.map((one: { status: string }) => one.status)).toEqual(['suspended', 'valid'])
    expect(await claimView(badge)).not.toHaveProperty('support')
    const types = (await readEvents(app, badge.claim)).map(({ type }) => type)
    expect(types.filter((type) => String(type).startsWith('claim.support'))).toEqual([
      'claim.support-lost',
      'claim.support-settled',
      'claim.support-regained',
    ])
  })

  it('is left alone when others endorse in time', async () => {
    const badge = await issuedBadge({ living: 'revoke', livingGraceDays: 7 })
    await withdraw(badge)
    await endorse(badge)
    expect(await claimView(badge)).not.toHaveProperty('support')
    await afterGrace(badge)
    expect(await status(badge)).toMatchObject({ status: 'valid', history: [] })
  })

  it('is revoked at once where the rule says so and gives no days', async () => {
    const badge = await issuedBadge({ living: 'revoke', livingGraceDays: 0 })
    await withdraw(badge)
    expect((await status(badge)).status).toBe('revoked')
    await endorse(badge)
    expect((await status(badge)).status).toBe('revoked')
  })

  it('is kept, and says so, where the rule keeps it', async () => {
    const badge = await issuedBadge({ living: 'keep', livingGraceDays: 0 })
    await withdraw(badge)
    expect(await status(badge)).toMatchObject({ status: 'valid', history: [] })
    expect((await claimView(badge)).support).toMatchObject({ state: 'settled', action: 'keep' })
    expect(await page(badge)).toContain('no longer meet its rule')
  })

  it('is not touched when more endorsed it than the rule needs, nor by a later word against it', async () => {
    const badge = await issuedBadge({ living: 'suspend', livingGraceDays: 0 })
    await endorse(badge)
    await withdraw(badge)
    for (const name of ['Dov', 'Ela'])
      await judge(app, weavers, badge.claim, { endorser: await addMember(app, weavers, { name }), verdict: 'not-yet' })
    await app.issue(badge.claim)
    expect(await claimView(badge)).not.toHaveProperty('support')
  })

  it('counts an endorser who is erased as one who took it back', async () => {
    const badge = await issuedBadge({ living: 'suspend', livingGraceDays: 0 })
    const path = `/v1/communities/${weavers.slug}/members/${badge.endorsements[0]?.endorser}/endorsements`
    expect((await app.request('DELETE', path, { token: weavers.key })).status).toBe(200)
    await app.issue(badge.claim)
    expect((await status(badge)).status).toBe('suspended')
  })
})

describe('what a person did with a badge', () => {
  it('is never undone by its rule', async () => {
    const badge = await issuedBadge({ living: 'suspend', livingGraceDays: 0 })
    expect((await change(badge, 'suspend')).status).toBe(200)
    await withdraw(badge)
    await endorse(badge)
    expect(await status(badge)).toMatchObject({ status: 'suspended', history: [{ reason: 'A person says so.' }] })
  })

  it('may take over what the rule suspended, which then is no longer reinstated by the rule', async () => {
    const badge = await issuedBadge({ living: 'suspend', livingGraceDays: 0 })
    await withdraw(badge)
    expect((await change(badge, 'suspend')).status).toBe(200)
    expect((await change(badge, 'suspend')).body.code).toBe('already_suspended')
    await endorse(badge)
    expect((await status(badge)).status).toBe('suspended')
  })

  it('stands when a person reinstates what the rule suspended', async () => {
    const badge = await issuedBadge({ living: 'suspend', livingGraceDays: 0 })
    await withdraw(badge)
    expect((await change(badge, 'reinstate')).status).toBe(200)
    await app.issue(badge.claim)
    await app.issue(badge.claim)
    expect((await status(badge)).status).toBe('valid')
  })

  it('is done once, however many look at the badge at the same moment', async () => {
    const badge = await issuedBadge({ living: 'suspend', livingGraceDays: 1 })
    await withdraw(badge)
    app.advanceSeconds(2 * DAY_SECONDS)
    await Promise.all([1, 2, 3, 4].map(() => app.issue(badge.claim)))
    await app.issue(badge.claim)
    expect((await status(badge)).history).toHaveLength(1)
    expect((await dynamoClaimStore({ ...app.table, now: app.now }).load(badge.claim))?.support?.state).toBe('settled')
  })
})

describe('a ring that is found after the badge was given', () => {
  it('takes away the endorsement that closed it, as the rule of the badge says', async () => {
    const badge = await issuedBadge({ living: 'suspend', livingGraceDays: 0 })
    const { endorser = '' } = badge.endorsements[1] ?? {}
    const ring = { entity: 'endorsement-ring', endorserId: endorser, closesRingOf: 3 }
    await app.table.client.send(
      new PutCommand({
        TableName: app.table.tableName,
        Item: { ...keys.endorsementRing(badge.claim, 1, endorser), ...ring },
      }),
    )
    await app.issue(badge.claim)
    expect((await status(badge)).status).toBe('suspended')
    expect((await claimView(badge)).support).toMatchObject({ state: 'settled', action: 'suspend' })
  })

  it('wakes whoever looks at the badge again', () => {
    const dynamodb = {
      SequenceNumber: '7',
      Keys: { pk: { S: 'CLAIM#c' }, sk: { S: 'ER#' } },
      NewImage: { entity: { S: 'endorsement-ring' } },
    }
    expect(toWake({ eventName: 'INSERT', dynamodb })).toEqual({ kind: 'look', recordId: '7', claimId: 'c' })
  })
})
