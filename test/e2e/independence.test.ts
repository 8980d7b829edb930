import { beforeAll, describe, expect, it } from 'vitest'
import { inProcessBus } from '../../functions/adapters/event-bus/in-process.ts'
import { composeFanOut } from '../../functions/lambdas/compose-fan-out.ts'
import type { PolicyInput } from '../../schemas/policy.ts'
import { addMember, createCommunity, openClaim, publishAchievement, startApp, type TestApp } from '../support/app.ts'
import { judge, open, type Tenant } from '../support/claim-scene.ts'
import { quietLog, readStream } from '../support/issuance-scenario.ts'

let app: TestApp
beforeAll(async () => {
  app = await startApp()
})

/** What the stream says so far goes to the keeper of summaries, also what it had before. */
async function keepSummaries() {
  const { client, tableName } = app.table
  const handle = composeFanOut({ client, tableName, bus: inProcessBus([]), log: quietLog })
  expect(await handle({ Records: await readStream(app.table) })).toEqual({ batchItemFailures: [] })
}

async function aGuild(slug: string, policy: PolicyInput, panel: readonly string[] = []) {
  const guild: Tenant = await createCommunity(app, slug)
  const join = (name: string, email?: string) =>
    addMember(app, guild, {
      name,
      ...(email === undefined ? {} : { identifiers: [{ type: 'emailAddress', value: email }] }),
    })
  const foundingPanel = await Promise.all(panel.map((name) => join(name)))
  if (panel.length > 0)
    await app.request('PATCH', `/v1/communities/${slug}`, { token: guild.key, body: { foundingPanel } })
  const achievement = await publishAchievement(app, guild, { policy })
  const claimOf = (learner: string) => openClaim(app, guild, { learner, achievement })
  const endorse = async (endorser: string, claim: string) => {
    const { status, body } = await judge(app, guild, claim, { endorser })
    expect(status).toBe(201)
    return body.decision
  }
  const reasons = (decision: { readonly missing: readonly { readonly reason?: string }[] }) =>
    decision.missing.flatMap(({ reason }) => reason ?? [])
  return { guild, achievement, foundingPanel, join, claimOf, endorse, reasons }
}

describe('endorsements that do not count', () => {
  it('are the later of two that people give each other, also when they are given at once', async () => {
    const { join, claimOf, endorse, reasons } = await aGuild('pairs', {
      minEndorsers: 2,
      independence: { reciprocityWindowDays: 90 },
    })
    const outcomes = await Promise.all(
      Array.from({ length: 6 }, async (_, n) => {
        const [left, right] = [await join(`Left ${n}`), await join(`Right ${n}`)]
        const [ofLeft, ofRight] = [await claimOf(left), await claimOf(right)]
        return (await Promise.all([endorse(left, ofRight), endorse(right, ofLeft)]))
          .map(({ counted }) => counted)
          .sort()
      }),
    )
    expect(outcomes).toEqual(Array(6).fill([0, 1]))
    const [ana, ben] = [await join('Ana'), await join('Ben')]
    await endorse(ana, await claimOf(ben))
    const returned = await endorse(ben, await claimOf(ana))
    expect(reasons(returned)).toEqual(['mutual_pair'])
    expect(returned.text).not.toMatch(/Ana|Ben/)
  })

  it('are those that close a ring', async () => {
    const { join, claimOf, endorse, reasons } = await aGuild('rings', {
      minEndorsers: 2,
      independence: { ringSize: 4 },
    })
    const ring = await Promise.all(['Ana', 'Ben', 'Cleo', 'Dora'].map((name) => join(name)))
    const claims = await Promise.all(ring.map(claimOf))
    for (const [n, member] of ring.slice(0, 3).entries()) {
      expect((await endorse(member, claims[n + 1] ?? '')).counted).toBe(1)
      await keepSummaries()
    }
    const closing = await endorse(ring[3] ?? '', claims[0] ?? '')
    expect(closing.counted).toBe(0)
    expect(reasons(closing)).toEqual(['closed_ring'])
  })

  it('are those of a second account, of the learner or of another endorser', async () => {
    const { join, claimOf, endorse, reasons } = await aGuild('accounts', {
      minEndorsers: 3,
      independence: { reciprocityWindowDays: 90 },
    })
    const learner = await join('Asha', 'asha@example.org')
    const claim = await claimOf(learner)
    expect(reasons(await endorse(await join('Asha again', 'ASHA@example.org'), claim))).toEqual(['same_person'])
    expect((await endorse(await join('Ben', 'ben@example.org'), claim)).counted).toBe(1)
    expect((await endorse(await join('Ben again', 'ben@example.org'), claim)).counted).toBe(1)
    expect((await endorse(await join('Cleo'), claim)).counted).toBe(2)
  })

  it('are the later of two that people give each other under whatever account', async () => {
    const { join, claimOf, endorse, reasons } = await aGuild('second-accounts', {
      minEndorsers: 2,
      independence: { reciprocityWindowDays: 90 },
    })
    const [asha, again] = [await join('Asha', 'asha@example.org'), await join('Asha again', 'asha@example.org')]
    const [ben, cleo] = [await join('Ben'), await join('Cleo')]
    await endorse(again, await claimOf(ben))
    expect(reasons(await endorse(ben, await claimOf(asha)))).toEqual(['mutual_pair'])
    await endorse(asha, await claimOf(cleo))
    expect(reasons(await endorse(cleo, await claimOf(again)))).toEqual(['mutual_pair'])
  })
})

describe('whoever shares the work', () => {
  it('judges none of it, also where only the claim of another says that they share it', async () => {
    const { guild, achievement, join, claimOf, endorse } = await aGuild('shared-work', { minEndorsers: 2 })
    const [asha, ben, cleo] = [await join('Asha'), await join('Ben', 'ben@example.org'), await join('Cleo')]
    const benAgain = await join('Ben again', 'BEN@example.org')
    const ofAsha = String((await open(app, guild, { learner: asha, achievement, collaborators: [ben] })).body.id)
    const ofBen = await claimOf(ben)
    const refused = async (endorser: string, claim: string) => {
      const { status, body } = await judge(app, guild, claim, { endorser })
      return [status, body.code]
    }
    expect(await refused(asha, ofBen)).toEqual([403, 'collaborator_endorsement'])
    expect(await refused(benAgain, ofAsha)).toEqual([403, 'collaborator_endorsement'])
    expect((await endorse(cleo, ofBen)).counted).toBe(1)
    expect((await judge(app, guild, ofBen, { endorser: asha, verdict: 'decline' })).status).toBe(201)
  })
})

describe('a rule that asks for the trust of the founding panel', () => {
  it('is met by someone it reaches, goes on to who earns a badge so, and never by those who only know each other', async () => {
    const policy = { minEndorsers: 2, anchored: 1 }
    const { foundingPanel, join, claimOf, endorse } = await aGuild('anchored', policy, ['P1', 'P2', 'P3'])
    const names = ['Ana', 'Ben', 'Cleo', 'X1', 'X2', 'X3']
    const [ana, ben, cleo, ...puppets] = await Promise.all(names.map((name) => join(name)))
    const ofAna = await claimOf(String(ana))
    expect((await endorse(String(cleo), ofAna)).kind).toBe('pending')
    expect((await endorse(String(foundingPanel[0]), ofAna)).kind).toBe('met')
    await app.issue(ofAna)
    await keepSummaries()
    const ofBen = await claimOf(String(ben))
    for (const puppet of puppets.slice(1)) await endorse(puppet, ofBen)
    expect(await endorse(String(puppets[0]), ofBen)).toMatchObject({
      kind: 'pending',
      missing: [{ clause: 'anchored', endorsers: 1 }],
    })
    expect((await endorse(String(ana), ofBen)).kind).toBe('met')
  })
})
