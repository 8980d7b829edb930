import { DeleteCommand, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb'
import { beforeAll, describe, expect, it } from 'vitest'
import { dynamoClaimStore } from '../../../../functions/adapters/dynamodb/claim-store.ts'
import { dynamoCredentialStore } from '../../../../functions/adapters/dynamodb/credential-store.ts'
import { dynamoEndorsementStore } from '../../../../functions/adapters/dynamodb/endorsement-store.ts'
import { keys } from '../../../../functions/adapters/dynamodb/keys.ts'
import { dynamoStatusListStore } from '../../../../functions/adapters/dynamodb/status-list-store.ts'
import type { Claim } from '../../../../functions/domain/endorsement/claim.ts'
import { issueClaim } from '../../../../functions/domain/endorsement/claim-transitions.ts'
import type { CredentialStatus } from '../../../../functions/domain/status/credential-status.ts'
import type { ClaimStore } from '../../../../functions/ports/claim-store.ts'
import type { CredentialStore, ToChangeStatus } from '../../../../functions/ports/credential-store.ts'
import type { StatusListStore } from '../../../../functions/ports/status-list-store.ts'
import { anId, digests, NOW } from '../../../support/builders.ts'
import { freshTable, type TestTable } from '../../../support/dynamodb.ts'
import {
  aClaimOf,
  anEvent,
  anIdempotencyKey,
  anOpening,
  openClaimOf,
  outcomeOf,
  tenAtOnce,
  unwrap,
} from '../../../support/store-examples.ts'

let table: TestTable
let claims: ClaimStore
let store: CredentialStore
let lists: StatusListStore
beforeAll(async () => {
  table = await freshTable()
  claims = dynamoClaimStore({ ...table, now: () => NOW })
  store = dynamoCredentialStore({ ...table, now: () => NOW })
  lists = dynamoStatusListStore(table)
})

const REVOCATIONS = anId('revocation list')
const SUSPENSIONS = anId('suspension list')
let nextIndex = 0

const met = (name: string) =>
  openClaimOf(claims, name, {
    status: 'met',
    decidedAt: NOW,
    round: 1,
    statusEntry: { list: REVOCATIONS, index: nextIndex++ },
  })

/** A claim with its badge. */
async function issued(name: string, changes: { readonly repeatAfterDays?: number } = {}): Promise<Claim> {
  const claim = await met(name)
  const { repeatAfterDays } = changes
  const change =
    repeatAfterDays === undefined
      ? issueClaim(claim, NOW, { repeatable: 'once' })
      : issueClaim(claim, '2025-01-01T00:00:00.000Z', { repeatable: 'per-period', periodDays: repeatAfterDays })
  const text = '{"type":"OpenBadgeCredential"}'
  unwrap(
    await store.issue({
      change,
      event: anEvent(`issue ${claim.id}`, { type: 'claim.issued', claimId: claim.id }),
      credential: {
        id: claim.credentialId,
        claimId: claim.id,
        community: claim.community,
        text,
        digest: digests.sha256Base64Url(text),
        storedAt: NOW,
        embedded: new Map(),
      },
      awardText: '{"type":"AwardRecord"}',
      capability: digests.sha256Base64Url(claim.id),
    }),
  )
  return claim
}

let changes = 0

function toChange(claim: Claim, status: CredentialStatus, reason = `It is ${status}.`): ToChangeStatus {
  const index = claim.statusEntry?.index ?? 0
  const isRevoked = status === 'revoked'
  return {
    claim,
    status,
    reason,
    at: NOW,
    entry: { list: isRevoked ? REVOCATIONS : SUSPENSIONS, index },
    event: anEvent(`change ${changes++}`, { type: 'credential.revoked', claimId: claim.id }),
    due: { at: NOW, kind: isRevoked ? 'revocation' : 'suspension', claimId: claim.id, attempt: 0 },
  }
}

/** The status after a change, or the code of its refusal. */
async function change(claim: Claim, status: CredentialStatus, reason?: string, key?: string): Promise<string> {
  const idempotency = key === undefined ? undefined : anIdempotencyKey(key, digests.sha256Hex(`${status} ${reason}`))
  const result = await store.changeStatus(claim.credentialId, toChange(claim, status, reason), idempotency)
  return result.ok ? result.value.status : result.error.code
}

const bitsOf = async (claim: Claim) => {
  const index = claim.statusEntry?.index ?? -1
  const [revoked, suspended] = await Promise.all(
    [REVOCATIONS, SUSPENSIONS].map(async (list) => {
      const isSet = await lists.isSet({ list, index })
      expect((await lists.loadSetIndexes(list)).includes(index)).toBe(isSet)
      return isSet
    }),
  )
  return { revoked, suspended }
}

const holdingsOf = async (claim: Claim) =>
  (await dynamoEndorsementStore({ ...table, now: () => NOW }).readForGiving(claim.id, claim.learnerId, undefined))
    .holdings

const mayClaimAgain = async (claim: Claim, name: string) =>
  outcomeOf(await claims.open(anOpening(aClaimOf(name, { learnerId: claim.learnerId }))))

const counted = (results: readonly string[]) =>
  Object.fromEntries([...new Set(results)].map((code) => [code, results.filter((other) => other === code).length]))

describe('revoking', () => {
  it('marks the badge, sets its bit, ends the holding and frees the achievement', async () => {
    const claim = await issued('revoked')
    expect(await holdingsOf(claim)).toEqual([claim.achievementId])
    expect(await change(claim, 'revoked', 'Given in error.')).toBe('revoked')
    expect(await store.load(claim.credentialId)).toMatchObject({
      status: 'revoked',
      statusVersion: 2,
      statusChangedAt: NOW,
      statusReason: 'Given in error.',
      text: '{"type":"OpenBadgeCredential"}',
    })
    expect(await bitsOf(claim)).toEqual({ revoked: true, suspended: false })
    expect(await holdingsOf(claim)).toEqual([])
    expect(await mayClaimAgain(claim, 'revoked again')).toBe('written')
  })

  it('is told with instant and reason of a badge that was revoked before there were suspensions', async () => {
    const claim = await issued('revoked long ago')
    const id = claim.credentialId
    await table.client.send(
      new UpdateCommand({
        TableName: table.tableName,
        Key: keys.credential(id),
        UpdateExpression: 'SET #status = :revoked, statusVersion = :two, revokedAt = :at, revocationReason = :reason',
        ExpressionAttributeNames: { '#status': 'status' },
        ExpressionAttributeValues: { ':revoked': 'revoked', ':two': 2, ':at': NOW, ':reason': 'It was copied.' },
      }),
    )
    expect(await store.load(id)).toMatchObject({
      status: 'revoked',
      statusChangedAt: NOW,
      statusReason: 'It was copied.',
    })
    expect(await store.loadStatus(id)).toEqual({
      status: 'revoked',
      statusVersion: 2,
      history: [{ statusVersion: 2, status: 'revoked', reason: 'It was copied.', at: NOW }],
    })
    expect(await change(claim, 'revoked')).toBe('already_revoked')
  })

  it('refuses a second revocation and keeps the first reason', async () => {
    const claim = await issued('revoked twice')
    await change(claim, 'revoked', 'Given in error.')
    expect(await change(claim, 'revoked', 'Another reason.')).toBe('already_revoked')
    expect((await store.load(claim.credentialId))?.statusReason).toBe('Given in error.')
  })

  it('is final: nothing suspends or reinstates the badge afterwards', async () => {
    const claim = await issued('final')
    await change(claim, 'suspended')
    expect(await change(claim, 'revoked')).toBe('revoked')
    expect(await change(claim, 'valid')).toBe('already_revoked')
    expect(await change(claim, 'suspended')).toBe('already_revoked')
    expect(await store.loadStatus(claim.credentialId)).toMatchObject({ status: 'revoked', statusVersion: 3 })
    expect((await bitsOf(claim)).revoked).toBe(true)
  })

  it('refuses a badge that does not exist yet, and sets no bit', async () => {
    const claim = await met('not issued')
    expect(await change(claim, 'revoked')).toBe('credential_not_found')
    expect(await bitsOf(claim)).toEqual({ revoked: false, suspended: false })
    expect(await store.loadStatus(claim.credentialId)).toBeUndefined()
  })

  it('refuses a badge that is not that claim’s', async () => {
    const claim = await issued('own')
    const other = await met('foreign')
    const result = await store.changeStatus(claim.credentialId, toChange(other, 'revoked'))
    expect(result).toMatchObject({ ok: false, error: { code: 'credential_not_found' } })
    expect((await store.load(claim.credentialId))?.status).toBe('valid')
  })

  it('throws on a claim that has no status entry', async () => {
    const { statusEntry: _, ...claim } = aClaimOf('no entry')
    await expect(store.changeStatus(claim.credentialId, toChange(claim, 'revoked'))).rejects.toThrow(TypeError)
  })

  it('loses none of ten revocations of different badges in one list at once', async () => {
    const revoked = await tenAtOnce((n) => issued(`neighbour ${n}`))
    const results = await Promise.all(revoked.map((claim) => change(claim, 'revoked')))
    expect(counted(results)).toEqual({ revoked: 10 })
    for (const claim of revoked) expect((await bitsOf(claim)).revoked).toBe(true)
  })

  it('leaves the place alone that a later claim for the achievement took', async () => {
    const claim = await issued('revoked late', { repeatAfterDays: 1 })
    await openClaimOf(claims, 'next period', { learnerId: claim.learnerId })
    expect(await change(claim, 'revoked')).toBe('revoked')
    expect(await mayClaimAgain(claim, 'third period')).toBe('claim_exists')
  })
})

describe('suspending and reinstating', () => {
  it('sets the bit and takes the holding, and gives both back', async () => {
    const claim = await issued('suspended')
    expect(await change(claim, 'suspended', 'A doubt.')).toBe('suspended')
    expect(await bitsOf(claim)).toEqual({ revoked: false, suspended: true })
    expect(await holdingsOf(claim)).toEqual([])
    expect(await store.load(claim.credentialId)).toMatchObject({ status: 'suspended', statusReason: 'A doubt.' })
    expect(await change(claim, 'valid', 'It is theirs.')).toBe('valid')
    expect(await bitsOf(claim)).toEqual({ revoked: false, suspended: false })
    expect(await holdingsOf(claim)).toEqual([claim.achievementId])
    expect(await store.load(claim.credentialId)).toMatchObject({ status: 'valid', statusVersion: 3 })
  })

  it('does not free the achievement: the badge may come back', async () => {
    const claim = await issued('kept')
    await change(claim, 'suspended')
    expect(await mayClaimAgain(claim, 'kept again')).toBe('claim_exists')
    await change(claim, 'revoked')
    expect(await mayClaimAgain(claim, 'kept at last')).toBe('written')
  })

  it('refuses to suspend twice and to reinstate what stands', async () => {
    const claim = await issued('twice')
    expect(await change(claim, 'valid')).toBe('not_suspended')
    await change(claim, 'suspended')
    expect(await change(claim, 'suspended')).toBe('already_suspended')
    await change(claim, 'valid')
    expect(await change(claim, 'valid')).toBe('not_suspended')
  })

  it('keeps every change with its reason, oldest first', async () => {
    const claim = await issued('told')
    await change(claim, 'suspended', 'one')
    await change(claim, 'valid', 'two')
    await change(claim, 'suspended', 'three')
    await change(claim, 'revoked', 'four')
    expect(await store.loadStatus(claim.credentialId)).toEqual({
      status: 'revoked',
      statusVersion: 5,
      history: [
        { statusVersion: 2, status: 'suspended', reason: 'one', at: NOW },
        { statusVersion: 3, status: 'valid', reason: 'two', at: NOW },
        { statusVersion: 4, status: 'suspended', reason: 'three', at: NOW },
        { statusVersion: 5, status: 'revoked', reason: 'four', at: NOW },
      ],
    })
  })

  it('keeps the reason on the badge and in its history only, where it can be deleted', async () => {
    const claim = await issued('private')
    await change(claim, 'suspended', 'a very private reason')
    await change(claim, 'valid', 'a very private reason', 'private')
    const itemsOf = async (pk: string) => {
      const ExpressionAttributeValues = { ':pk': pk }
      const query = { TableName: table.tableName, KeyConditionExpression: 'pk = :pk', ExpressionAttributeValues }
      return (await table.client.send(new QueryCommand(query))).Items ?? []
    }
    const partitions = [
      `CLAIM#${claim.id}`,
      `CREDENTIAL#${claim.credentialId}`,
      `MEMBER#${claim.learnerId}`,
      `LIST#${SUSPENSIONS}`,
      'IDEMPOTENCY#api-key%3Aweavers#private',
    ]
    const items = (await Promise.all(partitions.map(itemsOf))).flat()
    expect(items.length).toBeGreaterThan(8)
    expect(
      items
        .filter((item) => JSON.stringify(item).includes('private reason'))
        .map(({ sk }) => sk)
        .sort(),
    ).toEqual(['HEAD', 'STATUS#000002', 'STATUS#000003'])
  })
})

describe('changes at once', () => {
  it('let exactly one of ten alike through', async () => {
    const claim = await issued('raced')
    const suspended = await tenAtOnce((n) => change(claim, 'suspended', `${n}`))
    expect(counted(suspended)).toEqual({ suspended: 1, already_suspended: 9 })
    const reinstated = await tenAtOnce((n) => change(claim, 'valid', `${n}`))
    expect(counted(reinstated)).toEqual({ valid: 1, not_suspended: 9 })
    const revoked = await tenAtOnce((n) => change(claim, 'revoked', `${n}`))
    expect(counted(revoked)).toEqual({ revoked: 1, already_revoked: 9 })
    expect(await store.loadStatus(claim.credentialId)).toMatchObject({ statusVersion: 4, history: { length: 3 } })
  })

  it('end with badge, bits and history agreed, whatever was mixed', async () => {
    const claim = await issued('mixed')
    const results = await tenAtOnce((n) => change(claim, n % 2 === 0 ? 'suspended' : 'valid', `${n}`))
    const done = results.filter((result) => result === 'suspended' || result === 'valid')
    const record = unwrapStatus(await store.loadStatus(claim.credentialId))
    expect(record.history.map(({ status }) => status)).toEqual(
      done.map((_, index) => (index % 2 === 0 ? 'suspended' : 'valid')),
    )
    expect(record.statusVersion).toBe(done.length + 1)
    expect((await bitsOf(claim)).suspended).toBe(record.status === 'suspended')
    expect((await holdingsOf(claim)).length).toBe(record.status === 'suspended' ? 0 : 1)
  })
})

describe('a change repeated under its Idempotency-Key', () => {
  it('answers as the first did, also when the status moved on since', async () => {
    const claim = await issued('repeated')
    const send = () =>
      store.changeStatus(claim.credentialId, toChange(claim, 'suspended', 'one'), anIdempotencyKey('repeated'))
    const answers = await tenAtOnce(send)
    await change(claim, 'valid', 'two')
    const expected = { statusVersion: 2, status: 'suspended', reason: 'one', at: NOW }
    for (const answer of [...answers, await send()]) expect(answer).toEqual({ ok: true, value: expected })
    expect(await store.loadStatus(claim.credentialId)).toMatchObject({ status: 'valid', statusVersion: 3 })
  })

  it('finds nothing once the history was erased', async () => {
    const claim = await issued('erased')
    expect(await change(claim, 'suspended', 'one', 'erased')).toBe('suspended')
    const Key = keys.statusChange(claim.credentialId, 2)
    await table.client.send(new DeleteCommand({ TableName: table.tableName, Key }))
    expect(await change(claim, 'suspended', 'one', 'erased')).toBe('credential_not_found')
  })

  it('is refused when it is another request', async () => {
    const claim = await issued('reused')
    expect(await change(claim, 'suspended', 'one', 'reused')).toBe('suspended')
    expect(await change(claim, 'suspended', 'two', 'reused')).toBe('idempotency_key_reused')
  })
})

function unwrapStatus<Value>(value: Value | undefined): Value {
  if (value === undefined) throw new Error('there is no such badge')
  return value
}
