import { PutCommand } from '@aws-sdk/lib-dynamodb'
import { z } from 'zod'
import { toEpochSeconds } from '../../domain/shared/instant.ts'
import type { IssuerSightings } from '../../ports/issuer-sightings.ts'
import type { ReceiptStore, StoredReceipt } from '../../ports/receipt-store.ts'
import { compress, decompress } from './chunks.ts'
import { keys } from './keys.ts'
import { loadItem } from './reads.ts'
import type { TableDeps } from './store-deps.ts'
import { stored } from './stored-fields.ts'
import { TTL_ATTRIBUTE } from './table.ts'
import { writeUnless } from './transact.ts'
import { IF_NEW } from './writes.ts'

const ReceiptSchema = z
  .object({ receiptId: z.string(), bytes: stored.bytes, digest: z.string(), validUntil: stored.instant })
  .transform(({ receiptId, bytes, ...rest }): StoredReceipt => ({ id: receiptId, text: decompress(bytes), ...rest }))

const SightingSchema = z.object({ firstSeenAt: stored.instant })

/**
 * Receipts in DynamoDB, an item each, deleted once they have ended.
 *
 * @throws StoreOverloaded when the table does not answer in time.
 */
export const dynamoReceiptStore = (deps: TableDeps): ReceiptStore => ({
  async keep({ id, text, digest, validUntil }) {
    const Item = {
      ...keys.receipt(id),
      entity: 'receipt',
      receiptId: id,
      bytes: compress(text),
      digest,
      validUntil,
      [TTL_ATTRIBUTE]: toEpochSeconds(validUntil),
    }
    const write = new PutCommand({ TableName: deps.tableName, Item, ...IF_NEW })
    const failed = await writeUnless(deps, () => deps.client.send(write))
    // Sent again after a time-out, it meets itself.
    if (failed && (await load(deps, id))?.digest !== digest) throw new Error('the id of a new receipt is already taken')
  },
  load: (id) => load(deps, id),
})

const load = (deps: TableDeps, id: string) => loadItem(deps, keys.receipt(id), ReceiptSchema)

/**
 * First sightings of issuers in DynamoDB, an item each; the first one stays.
 *
 * @throws StoreOverloaded when the table does not answer in time.
 */
export const dynamoIssuerSightings = (deps: TableDeps): IssuerSightings => ({
  async note(issuer, at) {
    const Item = { ...keys.issuerSighting(issuer), entity: 'issuer-sighting', firstSeenAt: at }
    const write = new PutCommand({ TableName: deps.tableName, Item, ...IF_NEW })
    await writeUnless(deps, () => deps.client.send(write))
  },
  firstSeen: async (issuer) => (await loadItem(deps, keys.issuerSighting(issuer), SightingSchema))?.firstSeenAt,
})
