import type { ClaimEvent } from '../domain/endorsement/claim-event.ts'

/** Where domain events go once they are stored. */
export interface EventBus {
  /** Delivers each event at least once to every consumer; returns the ids of those it could not take. */
  publish(events: readonly ClaimEvent[]): Promise<readonly string[]>
}
