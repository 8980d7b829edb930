import { DeleteCommand, GetCommand, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { systemNow } from '../../../functions/adapters/clock/system-clock.ts'
import { keys as itemKeys } from '../../../functions/adapters/dynamodb/keys.ts'
import type { Claim } from '../../../functions/domain/endorsement/claim.ts'
import { addMilliseconds, type Instant } from '../../../functions/domain/shared/instant.ts'
import type { DynamoDbStreamRecord } from '../../../functions/local/stream-records.ts'
import type { ParkedRecord } from '../../../functions/ports/parked-store.ts'
import { runClockAt } from '../../support/clock-runs.ts'
import { watchCommands } from '../../support/fault-injection.ts'
import { consumerOf, deliverAll } from '../../support/issuance-consumer.ts'
import { aStoredMember, give, readStream, recordsOf, type SealedKeys } from '../../support/issuance-scenario.ts'
import { anEndorsedClaim, type BadgeWorkshop, openWorkshop } from '../../support/issued-badge.ts'
import { aStreamRecord } from '../../support/stream-records.ts'

const MINUTE_MS = 60_000

let workshop: BadgeWorkshop

beforeEach(async () => {
  workshop = await openWorkshop()
})

afterEach(() => workshop.close())

/** A record that says it is of issuance's business, and then holds nothing issuance can read. */
function aPoisonRecord(n: number, pk: string): DynamoDbStreamRecord {
  const record = aStreamRecord(n)
  const Keys = { pk: { S: pk }, sk: { S: 'E#0001#nobody' } }
  return { ...record, dynamodb: { ...record.dynamodb, Keys, NewImage: { ...Keys, entity: { S: 'endorsement' } } } }
}

async function parkedOutsideClaims(): Promise<readonly Partial<ParkedRecord>[]> {
  const { client, tableName } = workshop.table
  const query = { KeyConditionExpression: 'pk = :pk', ExpressionAttributeValues: { ':pk': 'PARKED' } }
  return (await client.send(new QueryCommand({ TableName: tableName, ConsistentRead: true, ...query }))).Items ?? []
}

const statusOf = async ({ id }: Claim) => (await workshop.stores.claims.load(id))?.status

const failingKeys = (): SealedKeys => ({
  createKey: (owner, algorithm) => workshop.keys.createKey(owner, algorithm),
  sign: () => Promise.reject(new Error('KMS: the ciphertext refers to a key that is disabled')),
})

/** What the stream holds of a claim beyond the first `seen` records. */
async function newRecordsOf({ id }: Claim, seen: number) {
  return recordsOf(await readStream(workshop.table), id).slice(seen)
}

describe('a record that cannot be read', () => {
  it('is parked with its reason and holds up nothing behind it', async () => {
    const { claim } = await anEndorsedClaim(workshop)
    const behind = recordsOf(await readStream(workshop.table), claim.id)
    const Records = [aPoisonRecord(901, 'MEMBER#somebody'), ...behind]
    expect(await consumerOf(workshop)({ Records })).toEqual({ batchItemFailures: [] })
    expect(await statusOf(claim)).toBe('issued')
    expect(await parkedOutsideClaims()).toMatchObject([
      { eventId: '901', reason: 'an item "endorsement" outside a claim', attempt: 1 },
    ])
  })

  it('is parked by itself when several come in one batch', async () => {
    const Records = [1, 2, 3].map((n) => aPoisonRecord(n, 'MEMBER#somebody'))
    await consumerOf(workshop)({ Records })
    await consumerOf(workshop)({ Records })
    expect((await parkedOutsideClaims()).map(({ eventId }) => eventId)).toEqual(['1', '2', '3'])
  })

  it('of a known claim has that claim looked at again, and is then forgotten', async () => {
    const { claim } = await anEndorsedClaim(workshop)
    const seen = (await newRecordsOf(claim, 0)).length
    await consumerOf(workshop)({ Records: [aPoisonRecord(7, `CLAIM#${claim.id}`)] })
    expect(await workshop.stores.parked.load(claim.id)).toMatchObject([
      { claimId: claim.id, reason: 'an endorsement without its endorser' },
    ])
    expect(await statusOf(claim)).toBe('open')
    expect(await runClockAt(workshop.table, addMilliseconds(systemNow(), MINUTE_MS + 1000))).toMatchObject({
      handled: 1,
    })
    await consumerOf(workshop)({ Records: await newRecordsOf(claim, seen) })
    expect(await statusOf(claim)).toBe('issued')
    expect(await workshop.stores.parked.load(claim.id)).toEqual([])
  })
})

describe('a claim that cannot be handled', () => {
  it('whose achievement version is missing is issued once it is back', async () => {
    const { claim, achievement } = await anEndorsedClaim(workshop)
    const { client, tableName } = workshop.table
    const Key = { ...itemKeys.achievementVersion(achievement.achievementId, 1) }
    const { Item } = await client.send(new GetCommand({ TableName: tableName, Key }))
    await client.send(new DeleteCommand({ TableName: tableName, Key }))
    expect(await deliverAll(workshop, claim)).toEqual({ batchItemFailures: [] })
    const [parked] = await workshop.stores.parked.load(claim.id)
    expect(parked?.reason).toBe(`achievement ${achievement.achievementId} version 1 of claim ${claim.id} is missing`)
    expect(await statusOf(claim)).toBe('open')

    await client.send(new PutCommand({ TableName: tableName, Item }))
    await nudgedAfter(claim, MINUTE_MS)
    expect(await statusOf(claim)).toBe('issued')
    expect(await workshop.stores.parked.load(claim.id)).toEqual([])
  })

  it('whose keys cannot be opened is parked, while another in the same batch is issued', async () => {
    const stuck = await anEndorsedClaim(workshop)
    await deliverAll(workshop, stuck.claim, { keys: failingKeys() })
    expect(await workshop.stores.parked.load(stuck.claim.id)).toMatchObject([
      { reason: 'KMS: the ciphertext refers to a key that is disabled', attempt: 1 },
    ])
    const other = await anEndorsedClaim(workshop)
    const onlyHere: SealedKeys = {
      ...workshop.keys,
      sign: async (key, owner, bytes) => {
        const { members } = workshop.stores
        const [, memberId = ''] = owner.split(':')
        const isOfStuck = stuck.endorsements.some(({ endorserId }) => endorserId === memberId)
        if (isOfStuck && (await members.load(memberId))) return failingKeys().sign(key, owner, bytes)
        return workshop.keys.sign(key, owner, bytes)
      },
    }
    const both = [stuck, other].map(({ claim }) => claim.id)
    const Records = (await readStream(workshop.table)).filter(({ dynamodb }) =>
      both.some((id) => dynamodb.Keys['pk']?.S === `CLAIM#${id}`),
    )
    expect(await consumerOf(workshop, { keys: onlyHere })({ Records })).toEqual({ batchItemFailures: [] })
    expect(await statusOf(other.claim)).toBe('issued')
    expect(await statusOf(stuck.claim)).toBe('open')
    expect(await workshop.stores.parked.load(stuck.claim.id)).toMatchObject([{ attempt: 2 }])

    await nudgedAfter(stuck.claim, 10 * MINUTE_MS)
    expect(await statusOf(stuck.claim)).toBe('issued')
    expect(await workshop.stores.parked.load(stuck.claim.id)).toEqual([])
  })

  it('has the endorsement signed that failed after its badge was issued', async () => {
    const { claim, achievement } = await anEndorsedClaim(workshop)
    await deliverAll(workshop, claim)
    const issued = await workshop.stores.claims.load(claim.id)
    const seen = (await newRecordsOf(claim, 0)).length
    const late = await give(
      workshop.stores,
      achievement,
      issued ?? claim,
      await aStoredMember(workshop.stores, workshop.community),
    )
    await consumerOf(workshop, { keys: failingKeys() })({ Records: await newRecordsOf(claim, seen) })
    const signedIds = async () =>
      (await workshop.stores.signedEndorsements.load(claim.id, 1)).map(({ endorsementId }) => endorsementId)
    expect(await signedIds()).not.toContain(late.id)
    await nudgedAfter(claim, MINUTE_MS)
    expect(await signedIds()).toContain(late.id)
    expect(await workshop.stores.parked.load(claim.id)).toEqual([])
  })

  it('is tried less and less often: after 1, 2, 4 … minutes, then every hour', async () => {
    const { claim } = await anEndorsedClaim(workshop)
    const start = systemNow()
    let now: Instant = start
    let seen = 0
    const triedAfterMinutes: number[] = []
    const tryNewRecords = async (minute: number) => {
      const Records = await newRecordsOf(claim, seen)
      seen += Records.length
      const before = await workshop.stores.parked.load(claim.id)
      if (Records.length > 0) await consumerOf(workshop, { keys: failingKeys(), now: () => now })({ Records })
      const [after] = await workshop.stores.parked.load(claim.id)
      if (after && after.attempt !== before[0]?.attempt) triedAfterMinutes.push(minute)
    }
    await tryNewRecords(0)
    // Nothing falls due between the minutes left out.
    const minutes = Array.from({ length: 86 }, (_, index) => (index < 66 ? index + 1 : 66 + 3 * (index - 65)))
    for (const minute of minutes) {
      now = addMilliseconds(start, minute * MINUTE_MS)
      await runClockAt(workshop.table, now)
      await tryNewRecords(minute)
    }
    expect(triedAfterMinutes).toEqual([0, 1, 3, 7, 15, 31, 63, 123])
    expect(await workshop.stores.parked.load(claim.id)).toMatchObject([{ attempt: triedAfterMinutes.length }])
  }, 60_000)

  it('is reported for redelivery when it cannot even be parked, and only its own records are', async () => {
    const lost = await anEndorsedClaim(workshop)
    const fine = await anEndorsedClaim(workshop)
    const stream = await readStream(workshop.table)
    const ofLost = recordsOf(stream, lost.claim.id)
    const Records = [...ofLost, ...recordsOf(stream, fine.claim.id)]
    const client = watchCommands(workshop.table.client, async ({ puts }) => {
      const isOfLost = puts.some((item) => item['claimId'] === lost.claim.id)
      if (isOfLost) throw new Error('the table is out of reach for this claim')
    })
    const { batchItemFailures } = await consumerOf(workshop, { client })({ Records })
    const endorsed = ofLost.filter(({ dynamodb }) => dynamodb.NewImage?.['entity']?.S === 'endorsement')
    expect(batchItemFailures).toEqual(endorsed.map(({ dynamodb }) => ({ itemIdentifier: dynamodb.SequenceNumber })))
    expect(batchItemFailures).toHaveLength(3)
    expect(await statusOf(fine.claim)).toBe('issued')
    expect(await workshop.stores.parked.load(lost.claim.id)).toEqual([])
    await consumerOf(workshop)({ Records: ofLost })
    expect(await statusOf(lost.claim)).toBe('issued')
  })
})

/** The clock runs once, so much later, and the consumer gets what that wrote to the stream. */
async function nudgedAfter(claim: Claim, milliseconds: number): Promise<void> {
  const seen = (await newRecordsOf(claim, 0)).length
  await runClockAt(workshop.table, addMilliseconds(systemNow(), milliseconds + 1000))
  const Records = await newRecordsOf(claim, seen)
  expect(Records.map(({ dynamodb }) => dynamodb.NewImage?.['entity']?.S)).toContain('nudge')
  expect(await consumerOf(workshop)({ Records })).toEqual({ batchItemFailures: [] })
}
