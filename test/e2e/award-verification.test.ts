import { gzipSync } from 'node:zlib'
import { DeleteCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { jcsProofWriter } from '../../functions/adapters/data-integrity/jcs-proofs.ts'
import { keys } from '../../functions/adapters/dynamodb/keys.ts'
import { policyDigestOf } from '../../functions/domain/achievement/publish-achievement.ts'
import { signingKey } from '../../functions/domain/community/key-lifetime.ts'
import { assembleVerification } from '../../functions/lambdas/assemble-verification.ts'
import type { DataIntegrityKey } from '../../functions/ports/community-store.ts'
import { type AwardRecord, AwardRecordSchema } from '../../schemas/award-record.ts'
import { type VerificationReport, VerificationReportSchema } from '../../schemas/verification-report.ts'
import { aCriterion, digests } from '../support/builders.ts'
import { deliverAll, withdrawOn } from '../support/issuance-consumer.ts'
import { aStoredCommunity, aStoredMember, BASE_URL, give, quietLog } from '../support/issuance-scenario.ts'
import { anIssuedBadge, type BadgeWorkshop, type EndorsedClaim, openWorkshop } from '../support/issued-badge.ts'
import { signAsCommunity } from '../support/sign-as-community.ts'

let workshop: BadgeWorkshop
let verification: ReturnType<typeof assembleVerification>

beforeAll(async () => {
  workshop = await openWorkshop()
  verification = assembleVerification({
    ...workshop.table,
    keys: workshop.keys,
    publicUrl: BASE_URL,
    adminTokenSha256: digests.sha256Hex('not used here'),
    log: quietLog,
  })
})
afterAll(() => workshop.close())

async function verify(credential: unknown): Promise<VerificationReport> {
  const answer = await verification.request('/v1/verifications', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ credential }),
  })
  return VerificationReportSchema.parse(await answer.json())
}

/** What did not pass. */
const troubles = ({ checks }: VerificationReport) =>
  checks.filter(({ status }) => status !== 'pass').map(({ id, status, code }) => `${id} ${status} ${code}`)

const documentOf = async ({ claim }: EndorsedClaim) =>
  JSON.parse((await workshop.stores.credentials.load(claim.credentialId))?.text ?? '')

async function recordOf({ claim }: EndorsedClaim): Promise<AwardRecord> {
  return AwardRecordSchema.parse(
    JSON.parse((await workshop.stores.credentials.loadAward(claim.credentialId))?.text ?? ''),
  )
}

async function keyOf({ stores, community }: BadgeWorkshop): Promise<DataIntegrityKey> {
  const key = signingKey(await stores.communities.loadIssuerKeys(community.slug), 'data-integrity')
  if (!key) throw new Error('the community has no key')
  return key
}

/** Signs a record with the community's own key, as only the community could. */
async function sign({ proof: _proof, ...record }: AwardRecord, by = workshop): Promise<object> {
  const issuerKey = await keyOf(by)
  return jcsProofWriter().signJson(record, {
    verificationMethod: issuerKey.verificationMethod,
    publicKeyMultibase: issuerKey.key.publicKeyMultibase,
    sign: (bytes) => by.keys.sign(issuerKey.key, by.community.issuer, bytes),
    created: new Date('2026-11-01T00:00:00Z'),
  })
}

/** Puts another record into the table in the place of a badge's. */
async function store({ claim }: EndorsedClaim, record: object) {
  const text = JSON.stringify(record)
  await workshop.table.client.send(
    new UpdateCommand({
      TableName: workshop.table.tableName,
      Key: keys.award(claim.credentialId),
      UpdateExpression: 'SET #bytes = :bytes, digest = :digest, chunks = :one',
      ExpressionAttributeNames: { '#bytes': 'bytes' },
      ExpressionAttributeValues: { ':bytes': gzipSync(text), ':digest': digests.sha256Base64Url(text), ':one': 1 },
    }),
  )
}

const recipe = {
  draft: { rubric: [aCriterion('craft')] },
  judgements: [1, 2, 3].map(() => ({ ratings: { craft: 'sound' } })),
}

const withPolicy = (record: AwardRecord, change: Partial<AwardRecord['policy']>): AwardRecord => {
  const policy = { ...record.policy, ...change }
  return { ...record, policy, policyDigest: policyDigestOf(policy, digests) }
}

const changedFirst = (record: AwardRecord, change: Partial<AwardRecord['endorsements'][number]>): AwardRecord => ({
  ...record,
  endorsements: record.endorsements.map((entry, index) => (index === 0 ? { ...entry, ...change } : entry)),
})

describe('the report on a badge of this service', () => {
  it('says that the rule was met, by how many and over which dates', async () => {
    const badge = await anIssuedBadge(workshop, recipe)
    const given = badge.endorsements.map(({ givenAt }) => givenAt).sort()
    const report = await verify(await documentOf(badge))
    expect([report.outcome, ...troubles(report)]).toEqual(['verified'])
    const record = await recordOf(badge)
    expect(report.award).toEqual({
      id: `${BASE_URL}/awards/${badge.claim.credentialId}`,
      met: true,
      counted: 3,
      required: 3,
      firstGivenAt: given[0],
      lastGivenAt: given[2],
      decidedAt: record.decidedAt,
      policyDigest: badge.achievement.policyDigest,
    })
    const [day = ''] = given
    expect(report.checks.at(-1)).toMatchObject({
      id: 'award',
      message: `The rule of this achievement was met: endorsements needed 3, counted 3, given from ${day.slice(0, 10)} to ${given[2]?.slice(0, 10)}.`,
    })
  })

  it('says so of its JWT form too, and of one whose record does not name the learner', async () => {
    const badge = await anIssuedBadge(workshop, recipe)
    const { learner: _learner, ...older } = await recordOf(badge)
    await store(badge, await sign(older))
    const stored = await workshop.stores.credentials.load(badge.claim.credentialId)
    expect(await verify(stored?.jwt?.text)).toMatchObject({ outcome: 'verified', award: { met: true, counted: 3 } })
  })

  it.each<[string, (record: AwardRecord) => AwardRecord, boolean]>([
    ['a rating was lowered', (record) => changedFirst(record, { ratings: { craft: 'rough' } }), false],
    ['a rating was raised', (record) => changedFirst(record, { ratings: { craft: 'fine' } }), true],
    ['an endorsement was dropped', (record) => ({ ...record, endorsements: record.endorsements.slice(1) }), false],
    ['the rule asks for more', (record) => ({ ...record, policy: { ...record.policy, minEndorsers: 4 } }), false],
    ['the date of the decision was changed', (record) => ({ ...record, decidedAt: '2026-01-01T00:00:00.000Z' }), true],
  ])('does not verify when the stored record was changed: %s', async (_what, change, met) => {
    const badge = await anIssuedBadge(workshop, recipe)
    await store(badge, change(await recordOf(badge)))
    const report = await verify(await documentOf(badge))
    expect(report).toMatchObject({ outcome: 'not-verified', award: { met } })
    expect(new Set(troubles(report))).toEqual(new Set(['award fail AWARD_NOT_REPRODUCED']))
  })

  it.each<[string, (record: AwardRecord) => AwardRecord]>([
    ['a rating was lowered', (record) => changedFirst(record, { ratings: { craft: 'rough' } })],
    ['an endorsement was dropped', (record) => ({ ...record, endorsements: record.endorsements.slice(1) })],
    [
      'an endorsement was dropped, and the rule and the numbers with it',
      (record) => ({
        ...withPolicy(record, { minEndorsers: 2 }),
        decision: { kind: 'met', counted: 2, required: 2 },
        endorsements: record.endorsements.slice(1),
      }),
    ],
    ['the rule asks for more', (record) => withPolicy(record, { minEndorsers: 4 })],
    [
      'the rubric asks for less',
      (record) => ({ ...record, rubric: [{ id: 'craft', levels: ['rough', 'sound', 'fine'] }] }),
    ],
    [
      'it was made for another badge',
      (record) => ({ ...record, credential: `${BASE_URL}/credentials/01M81TGFZCX9NJTDPM0MRTQRWQ` }),
    ],
    ['it has another address', (record) => ({ ...record, id: `${BASE_URL}/awards/01M81TGFZCX9NJTDPM0MRTQRWQ` })],
    [
      'it names another achievement',
      (record) => ({ ...record, achievement: `${BASE_URL}/achievements/01M81TGFZCX9NJTDPM0MRTQRWQ/1` }),
    ],
    [
      'an endorsement that counts is none of the badge',
      (record) => changedFirst(record, { id: `${BASE_URL}/endorsements/01M81TGFZCX9NJTDPM0MRTQRWQ` }),
    ],
    [
      'an endorsement counts before the claim opened',
      (record) => changedFirst(record, { givenAt: '2026-01-01T00:00:00.000Z' }),
    ],
    ['the learner is among the endorsers', (record) => ({ ...record, learner: record.endorsements[0]?.endorser })],
  ])('does not verify when the community signed another record: %s', async (_what, change) => {
    const badge = await anIssuedBadge(workshop, recipe)
    await store(badge, await sign(change(await recordOf(badge))))
    const report = await verify(await documentOf(badge))
    expect(report.outcome).toBe('not-verified')
    expect(new Set(troubles(report))).toEqual(new Set(['award fail AWARD_NOT_REPRODUCED']))
  })

  it('does not verify with the record of another badge, of the same or another community', async () => {
    const badge = await anIssuedBadge(workshop, recipe)
    const other = await anIssuedBadge(workshop, recipe)
    await store(badge, await recordOf(other))
    expect(troubles(await verify(await documentOf(badge)))).toContain('award fail AWARD_NOT_REPRODUCED')
    const elsewhere = { ...workshop, community: await aStoredCommunity(workshop.stores, workshop.keys) }
    await store(badge, await sign(await recordOf(badge), elsewhere))
    expect(await verify(await documentOf(badge))).toMatchObject({ outcome: 'not-verified' })
  })

  it('does not verify without its record, or with one that cannot be read', async () => {
    const badge = await anIssuedBadge(workshop, recipe)
    await store(badge, { type: 'AwardRecord' })
    expect(troubles(await verify(await documentOf(badge)))).toEqual(['award fail AWARD_NOT_REPRODUCED'])
    const { client, tableName } = workshop.table
    await client.send(new DeleteCommand({ TableName: tableName, Key: keys.award(badge.claim.credentialId) }))
    const report = await verify(await documentOf(badge))
    expect([report.outcome, ...troubles(report)]).toEqual(['not-verified', 'award fail AWARD_MISSING'])
    expect(report).not.toHaveProperty('award')
  })

  it('does not verify when the community signs it without an endorsement that counted, or without its record', async () => {
    const badge = await anIssuedBadge(workshop, recipe)
    const { endorsement, evidence, ...rest } = await documentOf(badge)
    const fewer = await signAsCommunity(workshop, { ...rest, evidence, endorsement: endorsement.slice(1) })
    expect(troubles(await verify(fewer))).toEqual(['award fail AWARD_NOT_REPRODUCED'])
    const bare = await signAsCommunity(workshop, { ...rest, endorsement })
    expect(troubles(await verify(bare))).toEqual(['award fail AWARD_NOT_REPRODUCED'])
  })

  it('verifies with more endorsements than counted, once it was refreshed', async () => {
    const badge = await anIssuedBadge(workshop, recipe)
    const peer = await aStoredMember(workshop.stores, workshop.community, { name: 'Late' })
    await give(workshop.stores, badge.achievement, badge.claim, peer, recipe.judgements[0])
    await workshop.stores.refreshes.ask(badge.claim.id)
    await deliverAll(workshop, badge.claim)
    const report = await verify(await documentOf(badge))
    expect([report.outcome, ...troubles(report)]).toEqual(['verified'])
    expect(report).toMatchObject({ award: { counted: 3, required: 3 } })
    expect(report.endorsements).toHaveLength(4)
  })

  it('verifies when one that counted was taken back since, and says so of both copies', async () => {
    const badge = await anIssuedBadge(workshop, recipe)
    const before = await documentOf(badge)
    const [taken] = badge.endorsements
    if (!taken) throw new Error('there are three')
    expect(await withdrawOn(workshop, badge.claim, taken)).toBe('done')
    await workshop.stores.refreshes.ask(badge.claim.id)
    await deliverAll(workshop, badge.claim)
    const report = await verify(await documentOf(badge))
    expect(report).toMatchObject({ outcome: 'verified', award: { met: true, counted: 3 } })
    expect(troubles(report)).toEqual(['award warn ENDORSEMENTS_TAKEN_BACK', 'award warn RULE_NO_LONGER_MET'])
    expect(report.endorsements).toHaveLength(2)
    expect(troubles(await verify(before))).toEqual(['issuer warn NEWER_VERSION', 'award warn RULE_NO_LONGER_MET'])
  })

  it('says nothing of a record when the signature does not hold', async () => {
    const badge = await anIssuedBadge(workshop, recipe)
    const report = await verify({ ...(await documentOf(badge)), name: 'Another name' })
    expect(report.outcome).toBe('not-verified')
    expect(report).not.toHaveProperty('award')
    expect(report.checks.some(({ id }) => id === 'award')).toBe(false)
  })
})
