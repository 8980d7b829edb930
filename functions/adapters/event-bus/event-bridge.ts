import { type EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge'
import type { DomainEvent } from '../../domain/shared/domain-event.ts'
import type { EventBus } from '../../ports/event-bus.ts'

/** The most entries one call takes. */
const ENTRIES_PER_CALL = 10

/** `source` of every event of this service. */
const EVENT_SOURCE = 'peerbadge'

/**
 * Puts domain events on an EventBridge bus: the type as `detail-type`, the event itself as `detail`.
 *
 * @returns from `publish` the ids of the entries EventBridge refused; a call that fails as a whole is thrown.
 * @see https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html
 */
export const eventBridgeBus = (client: EventBridgeClient, busName: string): EventBus => ({
  async publish(events) {
    const refused: string[] = []
    for (let start = 0; start < events.length; start += ENTRIES_PER_CALL) {
      const batch = events.slice(start, start + ENTRIES_PER_CALL)
      const answer = await client.send(new PutEventsCommand({ Entries: batch.map((event) => toEntry(event, busName)) }))
      // The answer lists its entries in the order of the request.
      refused.push(...batch.flatMap(({ id }, index) => (answer.Entries?.[index]?.EventId === undefined ? [id] : [])))
    }
    return refused
  },
})

const toEntry = (event: DomainEvent, busName: string) => ({
  EventBusName: busName,
  Source: EVENT_SOURCE,
  DetailType: event.type,
  Time: new Date(event.at),
  Detail: JSON.stringify(event),
})
