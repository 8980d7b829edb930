import { z } from 'zod'
import { IdSchema, SlugSchema } from '../../schemas/text.ts'
import type { ClaimEventType } from '../domain/endorsement/claim-event.ts'
import type { DomainEventType } from '../domain/shared/domain-event.ts'
import type { Id } from '../domain/shared/ids.ts'
import { type PublishStatusListDeps, publishStatusList } from './publish-status-list.ts'

/** The events that say that an entry of a list was set or cleared. */
const STATUS_EVENTS = [
  'credential.revoked',
  'credential.suspended',
  'credential.reinstated',
  'status-list.overdue',
] as const satisfies readonly ClaimEventType[]

/** Every event that lists are published for; after a key was compromised, all lists of its community. */
export const PUBLISHING_EVENTS = [...STATUS_EVENTS, 'key.compromised'] as const satisfies readonly DomainEventType[]

const PublishingEventSchema = z.union([
  z.looseObject({ type: z.enum(STATUS_EVENTS), data: z.looseObject({ list: IdSchema }) }),
  z.looseObject({ type: z.literal('key.compromised'), community: SlugSchema }),
])
type PublishingEvent = z.infer<typeof PublishingEventSchema>

/** A domain event as it was delivered, with the name by which its delivery is reported as failed. */
export interface DeliveredEvent {
  readonly deliveryId: string
  /** As parsed from the wire; not looked at yet. */
  readonly event: unknown
}

/**
 * Publishes every list in which a delivered event says an entry changed, or whose signature no longer counts; events of
 * one list share one signature.
 *
 * @returns the delivery ids of what could not be handled, to be delivered again.
 */
export async function publishForEvents(
  deps: PublishStatusListDeps,
  delivered: readonly DeliveredEvent[],
): Promise<readonly string[]> {
  const failed: string[] = []
  const byList = new Map<Id, string[]>()
  for (const { deliveryId, event } of delivered) {
    const change = PublishingEventSchema.safeParse(event)
    if (!change.success) {
      deps.log.error('record_failed', { deliveryId, reason: 'not an event that status lists are published for' })
      failed.push(deliveryId)
      continue
    }
    for (const list of await listsOf(deps, change.data)) byList.set(list, [...(byList.get(list) ?? []), deliveryId])
  }
  for (const [listId, deliveryIds] of byList) {
    try {
      await publishStatusList(deps, listId)
    } catch (cause) {
      deps.log.error('record_failed', { listId, records: deliveryIds.length }, cause)
      failed.push(...deliveryIds)
    }
  }
  return [...new Set(failed)]
}

const listsOf = async ({ statusLists }: PublishStatusListDeps, event: PublishingEvent): Promise<readonly Id[]> =>
  event.type === 'key.compromised' ? statusLists.listIds(event.community) : [event.data.list]
