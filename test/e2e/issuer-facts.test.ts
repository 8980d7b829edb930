import { DeleteCommand } from '@aws-sdk/lib-dynamodb'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { keys } from '../../functions/adapters/dynamodb/keys.ts'
import { inProcessBus } from '../../functions/adapters/event-bus/in-process.ts'
import { assembleVerification } from '../../functions/lambdas/assemble-verification.ts'
import { composeFanOut } from '../../functions/lambdas/compose-fan-out.ts'
import type { IssuerBook } from '../../functions/verification/issuer-registries.ts'
import { VerificationReportSchema } from '../../schemas/verification-report.ts'
import { aKey } from '../support/badge-shapes.ts'
import { issuerDocument, multikeyMethod, signedBadge } from '../support/badges-by-others.ts'
import { digests } from '../support/builders.ts'
import { type FakeWeb, outboundTo } from '../support/fake-web.ts'
import { deliverAll } from '../support/issuance-consumer.ts'
import { aStoredMember, BASE_URL, give, quietLog, readStream } from '../support/issuance-scenario.ts'
import { anIssuedBadge, type BadgeWorkshop, openWorkshop } from '../support/issued-badge.ts'
import { aHostedBadge, aSignedBadge, signAssertion } from '../support/older-badges.ts'

const ISSUER = 'https://badges.example.edu/issuer'
const DCC = { name: 'Consortium', url: 'https://registries.example/dcc.json', type: 'dcc-legacy' } as const
const LIST = { name: 'Guilds', url: 'https://registries.example/guilds.json', type: 'list' } as const

const web: FakeWeb = new Map()
let workshop: BadgeWorkshop

beforeAll(async () => {
  workshop = await openWorkshop()
})
afterAll(() => workshop.close())
beforeEach(() => {
  web.clear()
})

/** The report of a service that knows these registries and issuers. */
async function verify(
  credential: unknown,
  issuerBook: Partial<IssuerBook> = {},
  outbound = outboundTo(web),
  { table, keys: signingKeys } = workshop,
) {
  const app = assembleVerification({
    ...table,
    keys: signingKeys,
    publicUrl: BASE_URL,
    adminTokenSha256: digests.sha256Hex('not used here'),
    log: quietLog,
    outbound,
    issuerBook: { registries: [], issuers: [], ...issuerBook },
  })
  const answer = await app.request('/v1/verifications', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ credential }),
  })
  return VerificationReportSchema.parse(await answer.json())
}

/** Every test has registries of its own, since answers are kept for other verifications. */
let counter = 0
function publish<Registry extends { readonly url: string }>(registry: Registry, content: unknown): Registry {
  const url = registry.url.replace('.json', `-${++counter}.json`)
  web.set(url, { body: typeof content === 'string' ? content : JSON.stringify(content) })
  return { ...registry, url }
}

describe('what a report tells of the issuer', () => {
  it('names the host that publishes it, and that nobody lists it, which is no failure', async () => {
    const report = await verify(aHostedBadge(web).assertion)
    expect(report).toMatchObject({ outcome: 'verified' })
    expect(report.issuer).toEqual({
      id: ISSUER,
      name: 'Example University',
      domain: 'badges.example.edu',
      listedIn: [],
      unreachedRegistries: [],
    })
  })

  it('tells since when a community of this service is there', async () => {
    const { claim } = await anIssuedBadge(workshop)
    const stored = await workshop.stores.credentials.load(claim.credentialId)
    const { issuer, outcome } = await verify(JSON.parse(stored?.text ?? ''))
    expect(outcome).toBe('verified')
    expect(issuer).toEqual({
      id: workshop.community.issuer,
      name: workshop.community.name,
      domain: 'badges.example.org',
      listedIn: [],
      unreachedRegistries: [],
      firstSeenAt: workshop.community.createdAt,
    })
  })

  it('counts the badges a community has issued, not their newer versions, and each once however often it is told', async () => {
    const another = await openWorkshop()
    try {
      const first = await anIssuedBadge(another)
      for (let further = 0; further < 2; further++) await anIssuedBadge(another)
      await give(another.stores, first.achievement, first.claim, await aStoredMember(another.stores, another.community))
      await another.stores.refreshes.ask(first.claim.id)
      await deliverAll(another, first.claim)
      const stored = await another.stores.credentials.load(first.claim.credentialId)
      expect(stored?.version).toBe(2)

      const reportOf = () => verify(JSON.parse(stored?.text ?? ''), {}, outboundTo(web), another)
      expect((await reportOf()).issuer).not.toHaveProperty('badgesIssued')
      const consume = composeFanOut({ ...another.table, bus: inProcessBus([]), log: quietLog })
      const Records = await readStream(another.table)
      for (const again of [Records, Records.slice(Math.floor(Records.length / 2)), [...Records].reverse()])
        expect(await consume({ Records: again })).toEqual({ batchItemFailures: [] })
      expect(await reportOf()).toMatchObject({ outcome: 'verified', issuer: { badgesIssued: 3 } })
    } finally {
      await another.close()
    }
  })

  it('says nothing of how many when the community was there before badges were counted', async () => {
    const another = await openWorkshop()
    try {
      const Key = keys.issuedBadges(another.community.slug)
      await another.table.client.send(new DeleteCommand({ TableName: another.table.tableName, Key }))
      const { claim } = await anIssuedBadge(another)
      const consume = composeFanOut({ ...another.table, bus: inProcessBus([]), log: quietLog })
      expect(await consume({ Records: await readStream(another.table) })).toEqual({ batchItemFailures: [] })
      const stored = await another.stores.credentials.load(claim.credentialId)
      const report = await verify(JSON.parse(stored?.text ?? ''), {}, outboundTo(web), another)
      expect(report).toMatchObject({ outcome: 'verified', issuer: { firstSeenAt: another.community.createdAt } })
      expect(report.issuer).not.toHaveProperty('badgesIssued')
    } finally {
      await another.close()
    }
  })

  it('names no host for an issuer that is nothing but a key', async () => {
    const key = aKey()
    const { issuer } = await verify(await signedBadge(key.did, key))
    expect(issuer).toEqual({ id: key.did, name: 'Acme Academy', listedIn: [], unreachedRegistries: [] })
  })

  it('tells the registries that list it, with what they say, and whom the operator names', async () => {
    const { assertion } = aHostedBadge(web)
    const entry = { name: 'Example Univ.', location: 'Somewhere', url: 'https://example.edu' }
    const registries = [
      publish(DCC, { meta: {}, registry: { [ISSUER]: { ...entry, more: 1 }, 'did:key:z6Mk': 'odd' } }),
      publish(LIST, { issuers: [null, 'odd', { name: 'Without an id' }, { id: ISSUER, name: 'University' }] }),
      { ...publish(LIST, { issuers: [{ id: `${ISSUER}/2` }] }), name: 'Others' },
    ]
    const { issuer, outcome } = await verify(assertion, { registries, issuers: [{ id: ISSUER, name: 'Our partner' }] })
    expect(outcome).toBe('verified')
    expect(issuer?.listedIn).toEqual([
      { name: 'the operator of this service', listedAs: { name: 'Our partner' } },
      { name: 'Consortium', url: registries[0]?.url, listedAs: entry },
      { name: 'Guilds', url: registries[1]?.url, listedAs: { name: 'University' } },
    ])
    expect(issuer?.unreachedRegistries).toEqual([])
  })

  it.each<[string, unknown]>([
    ['is no JSON', '<html>'],
    ['has another form', { issuers: [] }],
    ['is a list of DIDs', ['did:key:z6Mk']],
  ])(
    'names a registry that %s among those that could not be asked, and holds nothing against the badge',
    async (_what, content) => {
      const { assertion } = aHostedBadge(web)
      const report = await verify(assertion, { registries: [publish(DCC, content)] })
      expect(report).toMatchObject({
        outcome: 'verified',
        issuer: { listedIn: [], unreachedRegistries: ['Consortium'] },
      })
    },
  )

  it('waits no more than a moment for a registry that never answers', async () => {
    const { assertion } = aHostedBadge(web)
    const registry = publish(DCC, '')
    const fake = outboundTo(web)
    const never = new Promise<never>(() => undefined)
    const outbound = {
      ...fake,
      connect: (...asked: Parameters<typeof fake.connect>) =>
        asked[0].url.href === registry.url ? never : fake.connect(...asked),
    }
    const startedAt = performance.now()
    const report = await verify(assertion, { registries: [registry] }, outbound)
    expect(performance.now() - startedAt).toBeLessThan(4000)
    expect(report).toMatchObject({ outcome: 'verified', issuer: { unreachedRegistries: ['Consortium'] } })
  })

  it('says nothing of an issuer when its signature does not hold', async () => {
    const key = aKey()
    const badge = await signedBadge(key.did, key)
    const registries = [publish(DCC, { registry: { [key.did]: { name: 'Acme' } } })]
    const report = await verify({ ...badge, name: 'Another' }, { registries })
    expect(report.outcome).toBe('not-verified')
    expect(report).not.toHaveProperty('issuer')
    const older = aSignedBadge(web)
    const forged = await signAssertion(
      { ...older.assertion, issuedOn: '2021-01-01T00:00:00Z' },
      aSignedBadge(web).privateKey,
    )
    web.set(String(older.key['id']), { body: JSON.stringify(older.key) })
    expect(await verify(forged)).not.toHaveProperty('issuer')
  })

  it('names the host that a profile was led to, not the one that leads there', async () => {
    const { assertion, profile } = aHostedBadge(web)
    web.set(ISSUER, { status: 302, location: 'https://profiles.example/1', body: '' })
    web.set('https://profiles.example/1', { body: JSON.stringify(profile) })
    expect((await verify(assertion)).issuer).toMatchObject({ id: ISSUER, domain: 'profiles.example' })
  })

  it('KEY-01: names the host that showed the key of a badge when the address of its issuer leads there', async () => {
    const key = aKey()
    const method = `${ISSUER}#${key.publicKeyMultibase}`
    const document = issuerDocument(ISSUER, [multikeyMethod(method, ISSUER, key)])
    web.set(ISSUER, { status: 302, location: 'https://profiles.example/2', body: '' })
    web.set('https://profiles.example/2', { body: JSON.stringify(document) })
    const report = await verify(await signedBadge(ISSUER, key, method))
    expect(report).toMatchObject({ outcome: 'verified', issuer: { id: ISSUER, domain: 'profiles.example' } })
  })
})

describe('a hosted assertion that is led elsewhere', () => {
  it('is undetermined: who leads there may not be the issuer', async () => {
    const { assertion } = aHostedBadge(web)
    web.set(String(assertion['id']), { status: 302, location: 'https://elsewhere.example/1', body: '' })
    web.set('https://elsewhere.example/1', { body: JSON.stringify(assertion) })
    const report = await verify(assertion)
    expect(report.outcome).toBe('undetermined')
    expect(report.checks).toContainEqual(expect.objectContaining({ id: 'issuer', code: 'ASSERTION_REDIRECTED' }))
  })
})
