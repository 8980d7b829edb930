import type { DomainEvent, DomainEventType } from '../../domain/shared/domain-event.ts'
import type { EventBus } from '../../ports/event-bus.ts'

/** Something in the same process that takes domain events of some kinds. */
export interface EventSubscriber {
  readonly takes: readonly DomainEventType[]
  /**
   * Handles events in their order; must bear repeats.
   *
   * @returns the ids of those to deliver again.
   */
  deliver(events: readonly DomainEvent[]): Promise<readonly string[]>
}

/**
 * A bus for a single process: hands events over before `publish` returns, so that whoever published delivers again what
 * a subscriber could not take. A subscriber that throws is taken to have handled none.
 */
export const inProcessBus = (subscribers: readonly EventSubscriber[]): EventBus => ({
  async publish(events) {
    const refused = new Set<string>()
    for (const { takes, deliver } of subscribers) {
      const taken = events.filter(({ type }) => takes.includes(type))
      if (taken.length === 0) continue
      for (const id of await deliverOrRefuse(deliver, taken)) refused.add(id)
    }
    return [...refused]
  },
})

async function deliverOrRefuse(
  deliver: EventSubscriber['deliver'],
  events: readonly DomainEvent[],
): Promise<readonly string[]> {
  try {
    return await deliver(events)
  } catch {
    return events.map(({ id }) => id)
  }
}
