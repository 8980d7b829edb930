import { randomBytes } from 'node:crypto'
import { GetCommand } from '@aws-sdk/lib-dynamodb'
import { beforeAll, describe, expect, it } from 'vitest'
import { keys } from '../../../../functions/adapters/dynamodb/keys.ts'
import { dynamoIssuerSightings, dynamoReceiptStore } from '../../../../functions/adapters/dynamodb/receipt-store.ts'
import { addDays, type Instant } from '../../../../functions/domain/shared/instant.ts'
import type { IssuerSightings } from '../../../../functions/ports/issuer-sightings.ts'
import type { ReceiptStore, StoredReceipt } from '../../../../functions/ports/receipt-store.ts'
import { digests, NOW } from '../../../support/builders.ts'
import { freshTable, type TestTable } from '../../../support/dynamodb.ts'
import { tenAtOnce } from '../../../support/store-examples.ts'

let table: TestTable
let store: ReceiptStore
let sightings: IssuerSightings
beforeAll(async () => {
  table = await freshTable()
  store = dynamoReceiptStore(table)
  sightings = dynamoIssuerSightings(table)
})

const aReceipt = (text: string): StoredReceipt => ({
  id: randomBytes(16).toString('base64url'),
  text,
  digest: digests.sha256Base64Url(text),
  validUntil: addDays(NOW, 366),
})

describe('receiptStore', () => {
  it('gives back what was kept, byte for byte, also 280 KB that cannot be compressed', async () => {
    const receipt = aReceipt(randomBytes(210_000).toString('base64'))
    await store.keep(receipt)
    expect(await store.load(receipt.id)).toEqual(receipt)
  })

  it('keeps the same receipt ten times at once as one', async () => {
    const receipt = aReceipt('{"outcome":"verified"}')
    await tenAtOnce(() => store.keep(receipt))
    expect(await store.load(receipt.id)).toEqual(receipt)
  })

  it('never puts one receipt in the place of another', async () => {
    const receipt = aReceipt('{"outcome":"verified"}')
    await store.keep(receipt)
    await expect(store.keep({ ...aReceipt('{"outcome":"not-verified"}'), id: receipt.id })).rejects.toThrow('taken')
    expect((await store.load(receipt.id))?.text).toBe(receipt.text)
  })

  it('lets DynamoDB delete it once it has ended, and not before', async () => {
    const receipt = aReceipt('{}')
    await store.keep(receipt)
    const { Item } = await table.client.send(
      new GetCommand({ TableName: table.tableName, Key: keys.receipt(receipt.id) }),
    )
    expect(Number(Item?.['expiresAtEpochSeconds']) * 1000).toBeGreaterThanOrEqual(Date.parse(receipt.validUntil))
  })

  it('knows nothing of what was never kept', async () => {
    expect(await store.load('A'.repeat(22))).toBeUndefined()
  })
})

describe('issuerSightings', () => {
  const issuer = 'https://issuer.example/profiles/asha'

  it('keep the first of ten at once, for good', async () => {
    const instants = Array.from({ length: 10 }, (_, day): Instant => addDays(NOW, day))
    await tenAtOnce((n) => sightings.note(issuer, instants[n - 1] ?? NOW))
    const first = await sightings.firstSeen(issuer)
    expect(instants).toContain(first)
    await sightings.note(issuer, addDays(NOW, 100))
    expect(await sightings.firstSeen(issuer)).toBe(first)
  })

  it('hold no more of an issuer than a digest of its id', async () => {
    await sightings.note(issuer, NOW)
    const { Item } = await table.client.send(
      new GetCommand({ TableName: table.tableName, Key: keys.issuerSighting(issuer) }),
    )
    expect(JSON.stringify(Item)).not.toContain('asha')
    expect(Object.keys(Item ?? {}).sort()).toEqual(['entity', 'firstSeenAt', 'pk', 'sk'])
  })

  it('know nothing of an issuer that was never seen', async () => {
    expect(await sightings.firstSeen('did:web:unseen.example')).toBeUndefined()
  })
})
