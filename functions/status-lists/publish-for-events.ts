import { z } from 'zod'
import { IdSchema } from '../../schemas/text.ts'
import type { Id } from '../domain/shared/ids.ts'
import { type PublishStatusListDeps, publishStatusList } from './publish-status-list.ts'

const RevocationSchema = z.looseObject({
  type: z.enum(['credential.revoked', 'status-list.overdue']),
  data: z.looseObject({ list: IdSchema, index: z.int().min(0) }),
})

/** A domain event as it was delivered, with the name by which its delivery is reported as failed. */
export interface DeliveredEvent {
  readonly deliveryId: string
  /** As parsed from the wire; not looked at yet. */
  readonly event: unknown
}

/**
 * Publishes every list in which a delivered event says an entry was set; events of one list share one signature.
 *
 * @returns the delivery ids of what could not be handled, to be delivered again.
 */
export async function publishForEvents(
  deps: PublishStatusListDeps,
  delivered: readonly DeliveredEvent[],
): Promise<readonly string[]> {
  const failed: string[] = []
  const byList = new Map<Id, { indexes: Set<number>; deliveryIds: string[] }>()
  for (const { deliveryId, event } of delivered) {
    const revocation = RevocationSchema.safeParse(event)
    if (!revocation.success) {
      deps.log.error('record_failed', { deliveryId, reason: 'not an event that sets an entry of a status list' })
      failed.push(deliveryId)
      continue
    }
    const { list, index } = revocation.data.data
    const group = byList.get(list) ?? { indexes: new Set(), deliveryIds: [] }
    group.indexes.add(index)
    group.deliveryIds.push(deliveryId)
    byList.set(list, group)
  }
  for (const [listId, { indexes, deliveryIds }] of byList) {
    try {
      await publishStatusList(deps, listId, [...indexes])
    } catch (cause) {
      deps.log.error('record_failed', { listId, records: deliveryIds.length }, cause)
      failed.push(...deliveryIds)
    }
  }
  return failed
}
