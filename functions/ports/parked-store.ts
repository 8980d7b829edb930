import type { Id } from '../domain/shared/ids.ts'
import type { Instant } from '../domain/shared/instant.ts'

/** A stream record that could not be handled, with its reason; handled again when the clock says so. */
export interface ParkedRecord {
  /** The claim whose partition the record came from; absent when the record told none. */
  readonly claimId?: Id | undefined
  readonly eventId: string
  readonly reason: string
  readonly attempt: number
  readonly parkedAt: Instant
}

export interface ParkedStore {
  /** Keeps a record and, when it belongs to a claim, puts its next try on the clock. Safe to repeat. */
  park(record: ParkedRecord, nextTryAt: Instant): Promise<void>
  load(claimId: Id): Promise<readonly ParkedRecord[]>
  /** Forgets these records of a claim, unless one was parked once more since; safe to repeat. */
  clear(claimId: Id, records: readonly ParkedRecord[]): Promise<void>
}
