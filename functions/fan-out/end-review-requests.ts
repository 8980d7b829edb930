import type { Id } from '../domain/shared/ids.ts'
import type { Now } from '../ports/clock.ts'
import type { DueStore } from '../ports/due-store.ts'
import type { Log } from '../ports/log.ts'
import type { ReviewStore } from '../ports/review-store.ts'
import type { StreamedEvent } from '../ports/streamed-event.ts'

/** What ending requests touches. */
export interface EndReviewRequestsDeps {
  readonly reviews: Pick<ReviewStore, 'loadRequests'>
  readonly due: Pick<DueStore, 'put'>
  readonly now: Now
  readonly log: Log
}

/** What ends the review requests of a claim. */
const ENDING: ReadonlySet<string> = new Set([
  'claim.met',
  'claim.withdrawn',
  'claim.expired',
  'claim.issued',
  'claim.refused',
])

/**
 * Has the clock look at the open requests of claims that are met or over, so that nobody goes on judging for nothing.
 *
 * @returns the record ids to deliver again.
 */
export async function endReviewRequests(
  { reviews, due, now, log }: EndReviewRequestsDeps,
  records: readonly StreamedEvent[],
): Promise<readonly string[]> {
  const lost: string[] = []
  for (const record of records) {
    const claimId = endedClaimOf(record)
    if (claimId === undefined) continue
    try {
      const open = (await reviews.loadRequests(claimId)).filter(({ state }) => state === 'open')
      for (const { number } of open)
        await due.put({ at: now(), kind: 'review-request', claimId, ref: String(number), attempt: 0 })
    } catch (cause) {
      log.error('review_requests_not_ended', { claimId, recordId: record.recordId }, cause)
      lost.push(record.recordId)
    }
  }
  return lost
}

const endedClaimOf = (record: StreamedEvent): Id | undefined =>
  record.kind === 'event' && 'claimId' in record.event && ENDING.has(record.event.type)
    ? record.event.claimId
    : undefined
