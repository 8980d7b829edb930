import type { Id } from '../domain/shared/ids.ts'
import type { Now } from '../ports/clock.ts'
import type { DueStore } from '../ports/due-store.ts'
import type { Log } from '../ports/log.ts'
import type { ReviewStore } from '../ports/review-store.ts'
import type { StreamedEvent } from '../ports/streamed-event.ts'

/** What waking requests touches. */
export interface WakeReviewRequestsDeps {
  readonly reviews: Pick<ReviewStore, 'loadRequests'>
  readonly due: Pick<DueStore, 'put'>
  readonly now: Now
  readonly log: Log
}

/** What changes whether a claim may be judged, or takes a judge away. */
const WAKING: ReadonlySet<string> = new Set([
  'claim.met',
  'claim.withdrawn',
  'claim.erased',
  'claim.expired',
  'claim.issued',
  'claim.refused',
  'claim.evidence-added',
  'claim.reopened',
  'claim.objection-dismissed',
  'claim.appeal-upheld',
  'endorsement.erased',
])

/**
 * Has the clock look at the requests of claims that are met or over, so that nobody goes on judging for nothing, and of those that
 * may be judged again or have lost a judge, so that nobody has to wait for the next look.
 *
 * @returns the record ids to deliver again.
 */
export async function wakeReviewRequests(
  { reviews, due, now, log }: WakeReviewRequestsDeps,
  records: readonly StreamedEvent[],
): Promise<readonly string[]> {
  const lost: string[] = []
  for (const record of records) {
    const claimId = wokenClaimOf(record)
    if (claimId === undefined) continue
    try {
      const requests = await reviews.loadRequests(claimId)
      const woken = isAnswerGone(record) ? requests : requests.filter(({ state }) => state === 'open')
      for (const { number } of woken)
        await due.put({ at: now(), kind: 'review-request', claimId, ref: String(number), attempt: 0 })
    } catch (cause) {
      log.error('review_requests_not_woken', { claimId, recordId: record.recordId }, cause)
      lost.push(record.recordId)
    }
  }
  return lost
}

const wokenClaimOf = (record: StreamedEvent): Id | undefined =>
  record.kind === 'event' && 'claimId' in record.event && WAKING.has(record.event.type)
    ? record.event.claimId
    : undefined

/** An answer that is erased may have been the last of a request that was closed with it. */
const isAnswerGone = (record: StreamedEvent): boolean =>
  record.kind === 'event' && record.event.type === 'endorsement.erased'
