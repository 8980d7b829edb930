import { QueryCommand } from '@aws-sdk/lib-dynamodb'
import { beforeAll, describe, expect, it } from 'vitest'
import { dynamoClaimStore } from '../../../../functions/adapters/dynamodb/claim-store.ts'
import { dynamoCredentialStore } from '../../../../functions/adapters/dynamodb/credential-store.ts'
import { dynamoEndorsementStore } from '../../../../functions/adapters/dynamodb/endorsement-store.ts'
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
  capability: digests.sha256Base64Url(claim.id),
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

/** A compact JWS over a JSON form and a few claims, as a VC-JWT is. */
const aJws = (text: string, claims = '"iss":"did:web:badges.example.org","sub":"urn:uuid:1"') => {
  const encode = (part: string) => Buffer.from(part).toString('base64url')
  return [encode('{"alg":"RS256"}'), encode(`${text.slice(0, -1)},${claims}}`), 'c2ln'.repeat(86)].join('.')
}

describe('the JWT form', () => {
  it('is given back byte for byte beside the JSON form, also when it spans chunks', async () => {
    for (const [n, text] of ['{"name":"बुनाई 🧶"}', JSON.stringify({ noise: noise(45_000) })].entries()) {
      const claim = await met(`jwt ${n}`, 400 + n)
      const jwt = { text: aJws(text), digest: digests.sha256Base64Url(aJws(text)) }
      const issue = anIssue(claim, text)
      unwrap(await store.issue({ ...issue, credential: { ...issue.credential, jwt } }))
      const badge = await store.load(claim.credentialId)
      expect(badge?.text === text).toBe(true)
      expect(badge?.jwt?.text === jwt.text).toBe(true)
      expect(badge?.jwt?.digest).toBe(jwt.digest)
    }
  })

  it('is refused when it is no compact JWS, and nothing is stored', async () => {
    const claim = await met('no jws', 410)
    const issue = anIssue(claim)
    for (const text of ['', 'a.b', 'a.b.c.d', `${aJws('{}')}=`, 'YQ._w.YQ']) {
      const credential = { ...issue.credential, jwt: { text, digest: '' } }
      await expect(store.issue({ ...issue, credential })).rejects.toThrow(TypeError)
    }
    expect(await store.load(claim.credentialId)).toBeUndefined()
  })
})

describe('loadHeld', () => {
  it('names the digests of what is stored and since when', async () => {
    const claim = await met('held', 420)
    const issue = anIssue(claim)
    const jwt = { text: aJws(issue.credential.text), digest: digests.sha256Base64Url(aJws(issue.credential.text)) }
    unwrap(await store.issue({ ...issue, credential: { ...issue.credential, jwt } }))
    expect(await store.loadHeld(claim.credentialId)).toEqual([
      { version: 1, digest: issue.credential.digest, jwtDigest: jwt.digest, storedAt: NOW },
    ])
  })

  it('is empty for a badge that does not exist', async () => {
    expect(await store.loadHeld(anId('nothing'))).toEqual([])
  })
})

describe('load', () => {
  it('finds nothing under the id of a badge that was only allotted', async () => {
    const claim = await met('allotted', 300)
    expect(await store.load(claim.credentialId)).toBeUndefined()
    expect(await store.loadAward(claim.credentialId)).toBeUndefined()
  })
})
