import type { DomainEvent } from '../domain/shared/domain-event.ts'

/** Where domain events go once they are stored. */
export interface EventBus {
  /** Delivers each event at least once to every consumer; returns the ids of those it could not take. */
  publish(events: readonly DomainEvent[]): Promise<readonly string[]>
}
