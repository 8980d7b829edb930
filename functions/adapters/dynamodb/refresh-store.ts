import { UpdateCommand } from '@aws-sdk/lib-dynamodb'
import { z } from 'zod'
import type { Id } from '../../domain/shared/ids.ts'
import { ok } from '../../domain/shared/result.ts'
import type { RefreshRequests, RefreshStore } from '../../ports/refresh-store.ts'
import { writeOnce } from './idempotency.ts'
import { keys } from './keys.ts'
import { loadItem } from './reads.ts'
import { retryConflicts } from './retry-conflicts.ts'
import type { StoreDeps } from './store-deps.ts'
import { type TransactItem, writeUnless } from './transact.ts'

const RequestsSchema = z.object({
  requested: z.int().min(1),
  asked: z.int().min(0).default(0),
  done: z.int().min(0).default(0),
}) satisfies z.ZodType<RefreshRequests>

/**
 * Requests to issue badges again: one counter in the partition of each claim, whose changes reach issuance through the
 * stream. However many ask at once, they are settled together.
 *
 * @throws StoreOverloaded when the table does not answer in time.
 */
export const dynamoRefreshStore = (deps: StoreDeps): RefreshStore => ({
  async ask(claimId, idempotency) {
    const request = countRequest(claimId, 'asked')
    if (idempotency)
      return writeOnce(deps, {
        id: claimId,
        idempotency,
        items: { request },
        refuse: () => {
          throw new Error(`the request to refresh claim ${claimId} has no condition to fail`)
        },
      })
    // Alone it needs no transaction, and requests made at once do not cancel each other.
    const update = new UpdateCommand({ ...request.Update, TableName: deps.tableName })
    await retryConflicts(() => deps.client.send(update), deps.retry)
    return ok({ kind: 'written' })
  },
  load: (claimId) => loadItem(deps, keys.refreshRequests(claimId), RequestsSchema),
  async settle({ id }, done) {
    const settled = new UpdateCommand({
      TableName: deps.tableName,
      Key: keys.refreshRequests(id),
      UpdateExpression: 'SET done = :done',
      ConditionExpression: 'attribute_exists(pk) AND (attribute_not_exists(done) OR done < :done)',
      ExpressionAttributeValues: { ':done': done },
    })
    await writeUnless(deps, () => deps.client.send(settled))
  },
})

/** One more request, for whoever asks or because an endorsement was erased. */
export const countRequest = (claimId: Id, by: 'asked' | 'erasure') =>
  ({
    Update: {
      TableName: '',
      Key: keys.refreshRequests(claimId),
      // Both sides read the count as it was before.
      UpdateExpression: `SET entity = :entity, claimId = :claimId, requested = if_not_exists(requested, :none) + :one${
        by === 'asked' ? ', asked = if_not_exists(requested, :none) + :one' : ''
      }`,
      ExpressionAttributeValues: { ':entity': 'refresh-requests', ':claimId': claimId, ':none': 0, ':one': 1 },
    },
  }) satisfies TransactItem
