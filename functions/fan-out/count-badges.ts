import type { Id, Slug } from '../domain/shared/ids.ts'
import type { Now } from '../ports/clock.ts'
import type { DueStore } from '../ports/due-store.ts'
import type { IssuedBadges } from '../ports/issued-badges.ts'
import type { Log } from '../ports/log.ts'
import type { StreamedEvent } from '../ports/streamed-event.ts'

/** What counting touches. */
export interface CountBadgesDeps {
  readonly issuedBadges: Pick<IssuedBadges, 'count'>
  readonly due: Pick<DueStore, 'put'>
  readonly now: Now
  readonly log: Log
}

interface IssuedBadge {
  readonly recordId: string
  readonly community: Slug
  readonly claimId: Id
}

/**
 * Counts the badges that stored events say were issued, each once however often its event comes. When one cannot be counted,
 * it and those after it are left to the clock: later events do not wait for a number.
 *
 * @returns the record ids to deliver again: of badges that could not be left to the clock either, since the table takes no write.
 */
export async function countBadges(
  deps: CountBadgesDeps,
  records: readonly StreamedEvent[],
): Promise<readonly string[]> {
  const badges = records.flatMap(toIssuedBadge)
  for (const [index, { community, claimId }] of badges.entries()) {
    try {
      await deps.issuedBadges.count(community, claimId)
    } catch (cause) {
      deps.log.error('badge_not_counted', { claimId, leftToClock: badges.length - index }, cause)
      return leaveToClock(deps, badges.slice(index))
    }
  }
  return []
}

const toIssuedBadge = (record: StreamedEvent): readonly IssuedBadge[] =>
  record.kind === 'event' && record.event.type === 'claim.issued'
    ? [{ recordId: record.recordId, community: record.event.community, claimId: record.event.claimId }]
    : []

async function leaveToClock({ due, now, log }: CountBadgesDeps, badges: readonly IssuedBadge[]): Promise<string[]> {
  const at = now()
  const put = ({ claimId }: IssuedBadge) => due.put({ at, kind: 'badge-count', claimId, attempt: 0 })
  const answers = await Promise.allSettled(badges.map(put))
  const lost = badges.filter((_, index) => answers[index]?.status === 'rejected')
  for (const { recordId, claimId } of lost) log.error('badge_not_counted', { claimId, recordId })
  return lost.map(({ recordId }) => recordId)
}
