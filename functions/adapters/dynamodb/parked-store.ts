import { DeleteCommand } from '@aws-sdk/lib-dynamodb'
import { z } from 'zod'
import type { ParkedRecord, ParkedStore } from '../../ports/parked-store.ts'
import { toDueItem } from './due-items.ts'
import { keys, ranges } from './keys.ts'
import { loadRange } from './reads.ts'
import type { StoreDeps } from './store-deps.ts'
import { stored } from './stored-fields.ts'
import { transact, writeUnless } from './transact.ts'
import { put } from './writes.ts'

const ParkedSchema = z.object({
  claimId: z.string().optional(),
  eventId: z.string(),
  reason: z.string(),
  attempt: z.int().min(0),
  parkedAt: stored.instant,
}) satisfies z.ZodType<ParkedRecord>

/**
 * Stream records that could not be handled, in the partition of their claim; each with its next try on the clock.
 *
 * @throws StoreOverloaded when the table does not answer in time.
 */
export const dynamoParkedStore = (deps: StoreDeps): ParkedStore => ({
  async park(record, nextTryAt) {
    const { claimId, eventId, attempt } = record
    const nextTry = claimId && toDueItem({ at: nextTryAt, kind: 'parked', claimId, attempt }, deps.now())
    await transact(deps, {
      record: put({ ...keys.parked(claimId, eventId), entity: 'parked', ...record }),
      nextTry: nextTry ? put(nextTry) : undefined,
    })
  },
  load: (claimId) => loadRange(deps, ranges.parked(claimId), ParkedSchema),
  async clear(claimId, records) {
    const gone = ({ eventId, attempt, parkedAt }: ParkedRecord) =>
      new DeleteCommand({
        TableName: deps.tableName,
        Key: keys.parked(claimId, eventId),
        ConditionExpression: 'attempt = :attempt AND parkedAt = :parkedAt',
        ExpressionAttributeValues: { ':attempt': attempt, ':parkedAt': parkedAt },
      })
    await Promise.all(records.map((record) => writeUnless(deps, () => deps.client.send(gone(record)))))
  },
})
