import { createServer } from 'node:net'
import {
  ProvisionedThroughputExceededException,
  TransactionCanceledException,
  TransactionConflictException,
  TransactionInProgressException,
} from '@aws-sdk/client-dynamodb'
import {
  BatchGetCommand,
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  TransactWriteCommand,
} from '@aws-sdk/lib-dynamodb'
import { mockClient } from 'aws-sdk-client-mock'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { dynamoApiKeyStore } from '../../../../functions/adapters/dynamodb/api-key-store.ts'
import { dynamoClaimStore } from '../../../../functions/adapters/dynamodb/claim-store.ts'
import { dynamoClient } from '../../../../functions/adapters/dynamodb/client.ts'
import { dynamoEndorsementStore } from '../../../../functions/adapters/dynamodb/endorsement-store.ts'
import { toMemberItem } from '../../../../functions/adapters/dynamodb/member-items.ts'
import { dynamoMemberStore } from '../../../../functions/adapters/dynamodb/member-store.ts'
import type { RetryLimits } from '../../../../functions/adapters/dynamodb/retry-conflicts.ts'
import { StoreOverloaded } from '../../../../functions/ports/store-overloaded.ts'
import { aMember, anId, NOW } from '../../../support/builders.ts'
import {
  aClaimOf,
  anEndorsementOf,
  anEvent,
  anIdempotencyKey,
  anOpening,
  outcomeOf,
} from '../../../support/store-examples.ts'

const database = mockClient(DynamoDBDocumentClient)
const retry: RetryLimits = { attempts: 20, totalMilliseconds: 5000, firstMilliseconds: 1, longestMilliseconds: 2 }
const client = dynamoClient({ region: 'nowhere', credentials: { accessKeyId: 'none', secretAccessKey: 'none' } })
const deps = { client, tableName: 'table', now: () => NOW, retry }
// Other files of this tier share the class.
afterAll(() => database.restore())
beforeEach(() => {
  database.reset()
})

const metadata = { $metadata: {}, message: 'from the test' }
const cancelled = (...codes: readonly string[]) =>
  new TransactionCanceledException({ ...metadata, CancellationReasons: codes.map((Code) => ({ Code })) })
const named = (name: string) => Object.assign(new Error(`a ${name} from the test`), { name })
const claim = aClaimOf('claim')
const endorsement = anEndorsementOf(claim, 'peer')
const give = (idempotency = anIdempotencyKey('key')) =>
  dynamoEndorsementStore(deps).give(endorsement, { comment: 'Good.' }, anEvent('given'), idempotency)
const calls = () => database.commandCalls(TransactWriteCommand)

describe('a transaction', () => {
  it('succeeds although half of all attempts are cancelled by conflicts', async () => {
    for (let round = 0; round < 50; round++) {
      const conflict = cancelled('None', 'TransactionConflict', 'None', 'None')
      database.on(TransactWriteCommand).callsFake(() => {
        if (Math.random() < 0.5) throw conflict
        return {}
      })
      expect(outcomeOf(await give())).toBe('written')
    }
    expect(calls().length).toBeGreaterThan(50)
  })

  it('sends a new token after a cancellation, and the same one while it is in progress', async () => {
    database
      .on(TransactWriteCommand)
      .rejectsOnce(cancelled('TransactionConflict', 'None', 'None', 'None'))
      .rejectsOnce(new TransactionInProgressException({ ...metadata, Message: 'busy' }))
      .resolves({})
    expect(outcomeOf(await give())).toBe('written')
    const [first, second, third] = calls().map(({ args }) => args[0].input.ClientRequestToken)
    expect(second).not.toBe(first)
    expect(third).toBe(second)
  })

  it('takes a failed condition beside a conflict for a conflict', async () => {
    database
      .on(TransactWriteCommand)
      .rejectsOnce(cancelled('ConditionalCheckFailed', 'None', 'None', 'TransactionConflict'))
      .resolves({})
    expect(outcomeOf(await give())).toBe('written')
    expect(calls()).toHaveLength(2)
  })

  it.each(['TransactionConflict', 'ThrottlingError', 'ProvisionedThroughputExceeded'])(
    'becomes an overloaded store when %s outlasts its attempts',
    async (code) => {
      database.on(TransactWriteCommand).rejects(cancelled('None', code, 'None', 'None'))
      await expect(give()).rejects.toThrow(StoreOverloaded)
      expect(calls()).toHaveLength(retry.attempts)
    },
  )

  it('gives up when its time is over, whatever attempts are left', async () => {
    database.on(TransactWriteCommand).rejects(cancelled('TransactionConflict'))
    const hasty = { ...retry, attempts: 1_000_000, totalMilliseconds: 60 }
    const begun = performance.now()
    const store = dynamoEndorsementStore({ ...deps, retry: hasty })
    await expect(store.give(endorsement, {}, anEvent('hasty'))).rejects.toThrow(StoreOverloaded)
    expect(performance.now() - begun).toBeLessThan(2000)
  })

  it.each(['ValidationError', 'ItemCollectionSizeLimitExceeded', 'SomethingNew'])(
    'throws on a cancellation for %s',
    async (code) => {
      database.on(TransactWriteCommand).rejects(cancelled('None', code, 'None', 'None'))
      await expect(give()).rejects.toThrow(TransactionCanceledException)
      expect(calls()).toHaveLength(1)
    },
  )

  it('throws on a failed condition beside a reason that is none', async () => {
    database.on(TransactWriteCommand).rejects(cancelled('ConditionalCheckFailed', 'ValidationError', 'None', 'None'))
    await expect(give()).rejects.toThrow(TransactionCanceledException)
  })

  it('throws on a cancellation without reasons', async () => {
    database.on(TransactWriteCommand).rejects(cancelled())
    await expect(give()).rejects.toThrow(TransactionCanceledException)
  })

  it('throws on an error nobody foresaw, with no second attempt', async () => {
    database.on(TransactWriteCommand).rejects(named('AccessDeniedException'))
    await expect(give()).rejects.toThrow('AccessDeniedException')
    expect(calls()).toHaveLength(1)
  })
})

describe('an idempotency key', () => {
  it('is asked for when the store reports another condition only', async () => {
    database.on(TransactWriteCommand).rejects(cancelled('ConditionalCheckFailed', 'None', 'None', 'None'))
    database.on(GetCommand).resolves({
      Item: { digest: anIdempotencyKey('key').digest, id: anId('first'), expiresAtEpochSeconds: 4_000_000_000 },
    })
    expect(await give()).toEqual({ ok: true, value: { kind: 'replayed', id: anId('first') } })
  })

  it('that was never used leaves the refusal as it is', async () => {
    database.on(TransactWriteCommand).rejects(cancelled('ConditionalCheckFailed', 'None', 'None', 'None'))
    database.on(GetCommand).resolves({})
    expect(outcomeOf(await give())).toBe('already_endorsed')
  })
})

describe('throttling and time-outs', () => {
  it.each([
    'ThrottlingException',
    'ProvisionedThroughputExceededException',
    'RequestLimitExceeded',
    'InternalServerError',
    'ServiceUnavailable',
    'TimeoutError',
  ])('a write that meets %s becomes an overloaded store', async (name) => {
    database.on(TransactWriteCommand).rejects(named(name))
    await expect(give()).rejects.toMatchObject({ name: 'StoreOverloaded', retryAfterSeconds: 1, cause: { name } })
  })

  it.each(['ECONNREFUSED', 'ECONNRESET', 'ETIMEDOUT'])(
    'a store out of reach (%s) counts as overloaded',
    async (code) => {
      database.on(GetCommand).rejects(Object.assign(new Error('no connection'), { code }))
      await expect(dynamoClaimStore(deps).load(claim.id)).rejects.toThrow(StoreOverloaded)
    },
  )

  it('holds for every kind of request', async () => {
    database.onAnyCommand().rejects(new ProvisionedThroughputExceededException(metadata))
    const claims = dynamoClaimStore(deps)
    const requests = [
      () => claims.open(anOpening(claim)),
      () => claims.load(claim.id),
      () => claims.loadEvidence(claim),
      () => claims.listByCommunity('weavers', { limit: 1 }),
      () => claims.nudge(claim.id, NOW),
      () => dynamoEndorsementStore(deps).readForGiving(claim.id, anId('peer')),
      () => dynamoApiKeyStore(deps).touch(anId('key'), NOW),
    ]
    for (const request of requests) await expect(request()).rejects.toThrow(StoreOverloaded)
  })

  it('a plain write waits for a transaction on its item', async () => {
    database.on(PutCommand).rejectsOnce(new TransactionConflictException(metadata)).resolves({})
    await dynamoClaimStore(deps).nudge(claim.id, NOW)
    expect(database.commandCalls(PutCommand)).toHaveLength(2)
  })

  it('a black hole is left after the time-out, and is not waited on for good', async () => {
    const hole = createServer(() => undefined)
    await new Promise<void>((listening) => hole.listen(0, '127.0.0.1', listening))
    const address = hole.address()
    const port = typeof address === 'object' && address !== null ? address.port : 0
    database.restore()
    const impatient = dynamoClient({
      endpoint: `http://127.0.0.1:${port}`,
      region: 'nowhere',
      credentials: { accessKeyId: 'none', secretAccessKey: 'none' },
      requestTimeoutMilliseconds: 100,
      maxAttempts: 2,
    })
    await expect(dynamoClaimStore({ ...deps, client: impatient }).load(claim.id)).rejects.toThrow(StoreOverloaded)
    impatient.destroy()
    hole.close()
  })
})

describe('a batch read', () => {
  const members = Array.from({ length: 3 }, (_, n) => aMember(`member ${n}`))
  const keysOf = (from: number) => members.slice(from).map(({ id }) => ({ pk: `MEMBER#${id}`, sk: 'PROFILE' }))
  const found = (from: number, to: number) => ({ table: members.slice(from, to).map((member) => toMemberItem(member)) })

  it('asks again for what was left unprocessed', async () => {
    database
      .on(BatchGetCommand)
      .resolvesOnce({ Responses: found(0, 1), UnprocessedKeys: { table: { Keys: keysOf(1) } } })
      .resolvesOnce({ UnprocessedKeys: { table: { Keys: keysOf(1) } } })
      .resolvesOnce({ Responses: found(1, 3) })
    const loaded = await dynamoMemberStore(deps).loadMany(members.map(({ id }) => id))
    expect(loaded).toEqual(members)
    const asked = database.commandCalls(BatchGetCommand).map(({ args }) => args[0].input.RequestItems?.['table']?.Keys)
    expect(asked).toEqual([keysOf(0), keysOf(1), keysOf(1)])
  })

  it('becomes an overloaded store when keys stay unprocessed', async () => {
    database.on(BatchGetCommand).resolves({ UnprocessedKeys: { table: { Keys: keysOf(0) } } })
    await expect(dynamoMemberStore(deps).loadMany(members.map(({ id }) => id))).rejects.toThrow(StoreOverloaded)
    expect(database.commandCalls(BatchGetCommand)).toHaveLength(retry.attempts)
  })
})

describe('an item that lost its shape', () => {
  it('is a fault that names its kind and none of its values', async () => {
    database.on(GetCommand).resolves({ Item: { entity: 'member', memberId: anId('m'), name: 'Asha', role: 'queen' } })
    const loading = dynamoMemberStore(deps).load(anId('m'))
    await expect(loading).rejects.toThrow('a stored item of the kind "member" has lost its shape')
    await expect(loading).rejects.not.toThrow('Asha')
  })

  it('is a fault in a list as well', async () => {
    database.on(QueryCommand).resolves({ Items: [{ entity: 'claim', claimId: claim.id }] })
    await expect(dynamoClaimStore(deps).listByLearner(claim.learnerId, { limit: 5 })).rejects.toThrow('lost its shape')
  })
})
