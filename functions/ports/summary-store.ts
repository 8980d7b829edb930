import type { ClaimEvent } from '../domain/endorsement/claim-event.ts'
import type { Id } from '../domain/shared/ids.ts'

/**
 * What is known of members and communities beyond single claims: who endorsed how much, received what, from whom to whom endorsements
 * lead, and how far the founding panel's trust reaches. It is kept from events, seconds after they happened.
 */
export interface SummaryStore {
  /**
   * Takes events of claims into the summaries; those that say nothing of it are passed over. Safe to repeat and in any order:
   * each endorsement of a claim and each badge is counted once.
   *
   * @throws A fault of the store; some of the events may be in the summaries by then.
   */
  keep(events: readonly ClaimEvent[]): Promise<void>
  /**
   * Does the same with an event that is stored with its claim; nothing when it is not there.
   *
   * @param ref  The instant of the event and its id, with a `/` between them.
   */
  keepStored(claimId: Id, ref: string): Promise<void>
}
