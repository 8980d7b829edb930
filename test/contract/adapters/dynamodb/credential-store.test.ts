import { QueryCommand } from '@aws-sdk/lib-dynamodb'
import { beforeAll, describe, expect, it } from 'vitest'
import { dynamoClaimStore } from '../../../../functions/adapters/dynamodb/claim-store.ts'
import { dynamoCredentialStore } from '../../../../functions/adapters/dynamodb/credential-store.ts'
import { dynamoEndorsementStore } from '../../../../functions/adapters/dynamodb/endorsement-store.ts'
import { dynamoStatusListStore } from '../../../../functions/adapters/dynamodb/status-list-store.ts'
import type { Claim } from '../../../../functions/domain/endorsement/claim.ts'
import { issueClaim, reopenClaim } from '../../../../functions/domain/endorsement/claim-transitions.ts'
import type { ClaimStore } from '../../../../functions/ports/claim-store.ts'
import type { CredentialStore, Issue } from '../../../../functions/ports/credential-store.ts'
import { anId, digests, NOW } from '../../../support/builders.ts'
import { freshTable, type TestTable } from '../../../support/dynamodb.ts'
import {
  aClaimOf,
  anEvent,
  anOpening,
  openClaimOf,
  outcomeOf,
  tally,
  tenAtOnce,
  unwrap,
} from '../../../support/store-examples.ts'

let table: TestTable
let claims: ClaimStore
let store: CredentialStore
beforeAll(async () => {
  table = await freshTable()
  claims = dynamoClaimStore({ ...table, now: () => NOW })
  store = dynamoCredentialStore({ ...table, now: () => NOW })
})

const LIST = anId('list')
const met = (name: string, index: number, changes: Partial<Claim> = {}) =>
  openClaimOf(claims, name, { status: 'met', decidedAt: NOW, round: 1, statusEntry: { list: LIST, index }, ...changes })

const anIssue = (claim: Claim, text = '{"type":"OpenBadgeCredential"}', attempt = ''): Issue => ({
  change: issueClaim(claim, NOW, { repeatable: 'once' }),
  event: anEvent(`issue ${claim.id} ${attempt}`, { type: 'claim.issued', claimId: claim.id }),
  credential: {
    id: claim.credentialId,
    claimId: claim.id,
    community: claim.community,
    text,
    digest: digests.sha256Base64Url(text),
    storedAt: NOW,
    embedded: new Map([
      [anId('e1'), 1],
      [anId('e2'), 3],
    ]),
  },
  awardText: '{"type":"AwardRecord"}',
})

const revocationOf = (claim: Claim, attempt = '') => ({
  claim,
  at: NOW,
  reason: 'Given in error.',
  event: anEvent(`revoke ${claim.id} ${attempt}`, { type: 'credential.revoked', claimId: claim.id }),
  due: { at: NOW, kind: 'revocation' as const, claimId: claim.id, attempt: 0 },
})
const holdingsOf = async (memberId: string) => {
  const endorsements = dynamoEndorsementStore({ ...table, now: () => NOW })
  return (await endorsements.readForGiving(anId('none'), memberId)).holdings
}
/** Text that gzip cannot make much smaller. */
const noise = (length: number) => Array.from({ length }, (_, n) => anId(`noise ${n}`)).join('')

describe('issue', () => {
  it('stores badge, award record, holding and the step of the claim', async () => {
    const claim = await met('whole', 1)
    const issue = anIssue(claim, '{"name":"बुनाई",\r\n "n": 1.0}\n')
    expect(outcomeOf(await store.issue(issue))).toBe('done')
    expect(await store.load(claim.credentialId)).toEqual({
      ...issue.credential,
      version: 1,
      status: 'valid',
      statusVersion: 1,
    })
    expect(await store.loadEmbedded(claim.credentialId)).toEqual(issue.credential.embedded)
    expect(await store.loadAward(claim.credentialId)).toEqual({
      text: issue.awardText,
      digest: digests.sha256Base64Url(issue.awardText),
      storedAt: NOW,
    })
    expect(await claims.load(claim.id)).toEqual(issue.change.to)
    expect(await holdingsOf(claim.learnerId)).toEqual([claim.achievementId])
  })

  it('refuses a claim that was reopened, and stores no badge', async () => {
    const claim = await met('reopened', 2)
    unwrap(await claims.apply(reopenClaim(claim, 'issuance'), anEvent('reopened', { claimId: claim.id })))
    expect(outcomeOf(await store.issue(anIssue(claim)))).toBe('stale')
    expect(await store.load(claim.credentialId)).toBeUndefined()
    expect(await store.loadAward(claim.credentialId)).toBeUndefined()
    expect(await store.loadEmbedded(claim.credentialId)).toBeUndefined()
    expect(await holdingsOf(claim.learnerId)).toEqual([])
  })

  it('stores exactly one of ten badges for one claim at once, whole', async () => {
    const claim = await met('raced', 3)
    const results = await tenAtOnce((n) => store.issue(anIssue(claim, `${n}${noise(30_000)}`, `${n}`)))
    expect(tally(results)).toEqual({ done: 1, stale: 9 })
    const winner = results.findIndex(({ ok }) => ok)
    const badge = await store.load(claim.credentialId)
    expect(badge?.text === `${winner}${noise(30_000)}`).toBe(true)
  })

  it('gives back a badge and an award record of several chunks byte for byte', async () => {
    const claim = await met('large', 4)
    const text = noise(45_000)
    const awardText = `award ${noise(40_000)}`
    unwrap(await store.issue({ ...anIssue(claim, text), awardText }))
    expect((await store.load(claim.credentialId))?.text === text).toBe(true)
    expect((await store.loadAward(claim.credentialId))?.text === awardText).toBe(true)
    const { Items } = await table.client.send(
      new QueryCommand({
        TableName: table.tableName,
        KeyConditionExpression: 'pk = :pk AND begins_with(sk, :chunk)',
        ExpressionAttributeValues: { ':pk': `CREDENTIAL#${claim.credentialId}`, ':chunk': 'CHUNK#1#' },
      }),
    )
    expect(Items?.length).toBeGreaterThan(1)
  })

  it('takes a badge with thousands of endorsements', async () => {
    const claim = await met('crowded', 5)
    const embedded = new Map(Array.from({ length: 5000 }, (_, n) => [anId(`crowd ${n}`), 1] as const))
    const issue = anIssue(claim, noise(20_000))
    unwrap(await store.issue({ ...issue, credential: { ...issue.credential, embedded } }))
    expect((await store.load(claim.credentialId))?.embedded).toEqual(embedded)
  })

  it('frees a periodic achievement at its instant', async () => {
    const claim = await met('periodic', 6)
    const change = issueClaim(claim, NOW, { repeatable: 'per-period', periodDays: 30 })
    unwrap(await store.issue({ ...anIssue(claim), change }))
    const openAgain = (name: string, openedAt: Claim['openedAt']) =>
      claims.open(anOpening(aClaimOf(name, { learnerId: claim.learnerId, openedAt })))
    expect(outcomeOf(await openAgain('periodic early', '2026-03-31T11:59:59.999Z'))).toBe('claim_exists')
    expect(outcomeOf(await openAgain('periodic due', '2026-03-31T12:00:00.000Z'))).toBe('written')
  })
})

describe('revoke', () => {
  it('marks the badge, sets its bit, ends the holding and frees the achievement', async () => {
    const claim = await met('revoked', 100)
    unwrap(await store.issue(anIssue(claim)))
    expect(outcomeOf(await store.revoke(claim.credentialId, revocationOf(claim)))).toBe('written')
    expect(await store.load(claim.credentialId)).toMatchObject({
      status: 'revoked',
      statusVersion: 2,
      revokedAt: NOW,
      revocationReason: 'Given in error.',
      text: '{"type":"OpenBadgeCredential"}',
    })
    expect(await dynamoStatusListStore(table).loadSetIndexes(LIST)).toContain(100)
    expect(await holdingsOf(claim.learnerId)).toEqual([])
    const again = aClaimOf('revoked again', { learnerId: claim.learnerId })
    expect(outcomeOf(await claims.open(anOpening(again)))).toBe('written')
  })

  it('refuses a second revocation and keeps the first reason', async () => {
    const claim = await met('revoked twice', 101)
    unwrap(await store.issue(anIssue(claim)))
    unwrap(await store.revoke(claim.credentialId, revocationOf(claim)))
    const second = { ...revocationOf(claim, 'second'), reason: 'Another reason.' }
    expect(outcomeOf(await store.revoke(claim.credentialId, second))).toBe('already_revoked')
    expect((await store.load(claim.credentialId))?.revocationReason).toBe('Given in error.')
  })

  it('refuses a badge that does not exist yet, and sets no bit', async () => {
    const claim = await met('not issued', 102)
    expect(outcomeOf(await store.revoke(claim.credentialId, revocationOf(claim)))).toBe('credential_not_found')
    expect(await dynamoStatusListStore(table).loadSetIndexes(LIST)).not.toContain(102)
  })

  it('refuses a badge that is not that claim’s', async () => {
    const claim = await met('own', 103)
    const other = await met('foreign', 104)
    unwrap(await store.issue(anIssue(claim)))
    expect(outcomeOf(await store.revoke(claim.credentialId, revocationOf(other)))).toBe('credential_not_found')
    expect((await store.load(claim.credentialId))?.status).toBe('valid')
  })

  it('throws on a claim that has no status entry', async () => {
    const { statusEntry: _, ...claim } = aClaimOf('no entry')
    await expect(store.revoke(claim.credentialId, revocationOf(claim))).rejects.toThrow(TypeError)
  })

  it('lets exactly one of ten revocations at once through', async () => {
    const claim = await met('revoked at once', 105)
    unwrap(await store.issue(anIssue(claim)))
    const results = await tenAtOnce((n) => store.revoke(claim.credentialId, revocationOf(claim, `${n}`)))
    expect(tally(results)).toEqual({ written: 1, already_revoked: 9 })
    expect((await store.load(claim.credentialId))?.statusVersion).toBe(2)
  })

  it('loses none of ten revocations of different badges in one list at once', async () => {
    const revoked = await tenAtOnce((n) => met(`neighbour ${n}`, 200 + n))
    for (const claim of revoked) unwrap(await store.issue(anIssue(claim)))
    const results = await Promise.all(revoked.map((claim) => store.revoke(claim.credentialId, revocationOf(claim))))
    expect(tally(results)).toEqual({ written: 10 })
    const set = await dynamoStatusListStore(table).loadSetIndexes(LIST)
    expect(set.filter((index) => index >= 200)).toEqual([200, 201, 202, 203, 204, 205, 206, 207, 208, 209])
  })

  it('leaves the place alone that a later claim for the achievement took', async () => {
    const claim = await met('revoked late', 106)
    const change = issueClaim(claim, '2025-01-01T00:00:00.000Z', { repeatable: 'per-period', periodDays: 1 })
    unwrap(await store.issue({ ...anIssue(claim), change }))
    await openClaimOf(claims, 'next period', { learnerId: claim.learnerId })
    unwrap(await store.revoke(claim.credentialId, revocationOf(claim)))
    const third = aClaimOf('third period', { learnerId: claim.learnerId })
    expect(outcomeOf(await claims.open(anOpening(third)))).toBe('claim_exists')
  })
})

describe('load', () => {
  it('finds nothing under the id of a badge that was only allotted', async () => {
    const claim = await met('allotted', 300)
    expect(await store.load(claim.credentialId)).toBeUndefined()
    expect(await store.loadAward(claim.credentialId)).toBeUndefined()
  })
})
