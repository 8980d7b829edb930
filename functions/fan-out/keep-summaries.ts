import type { ClaimEvent } from '../domain/endorsement/claim-event.ts'
import { isSummarised } from '../domain/independence/summarised-event.ts'
import type { Now } from '../ports/clock.ts'
import type { DueStore } from '../ports/due-store.ts'
import type { Log } from '../ports/log.ts'
import type { StreamedEvent } from '../ports/streamed-event.ts'
import type { SummaryStore } from '../ports/summary-store.ts'

/** What keeping summaries touches. */
export interface KeepSummariesDeps {
  readonly summaries: Pick<SummaryStore, 'keep'>
  readonly due: Pick<DueStore, 'put'>
  readonly now: Now
  readonly log: Log
}

interface Summarised {
  readonly recordId: string
  readonly event: ClaimEvent
}

/**
 * Takes the events of a batch into the summaries. When that fails they are all left to the clock, one by one: what is in the
 * summaries already is not taken twice, and later events do not wait.
 *
 * @returns the record ids to deliver again: of events that could not be left to the clock either, since the table takes no write.
 */
export async function keepSummaries(
  deps: KeepSummariesDeps,
  records: readonly StreamedEvent[],
): Promise<readonly string[]> {
  const summarised = records.flatMap(toSummarised)
  if (summarised.length === 0) return []
  try {
    await deps.summaries.keep(summarised.map(({ event }) => event))
    return []
  } catch (cause) {
    deps.log.error('summary_not_kept', { leftToClock: summarised.length }, cause)
    return leaveToClock(deps, summarised)
  }
}

const toSummarised = (record: StreamedEvent): readonly Summarised[] =>
  record.kind === 'event' && 'claimId' in record.event && isSummarised(record.event)
    ? [{ recordId: record.recordId, event: record.event }]
    : []

async function leaveToClock({ due, now, log }: KeepSummariesDeps, left: readonly Summarised[]): Promise<string[]> {
  const at = now()
  const answers = await Promise.allSettled(
    left.map(({ event }) =>
      due.put({ at, kind: 'summary', claimId: event.claimId, ref: `${event.at}/${event.id}`, attempt: 0 }),
    ),
  )
  const lost = left.filter((_, index) => answers[index]?.status === 'rejected')
  for (const { recordId, event } of lost) log.error('summary_not_kept', { claimId: event.claimId, recordId })
  return lost.map(({ recordId }) => recordId)
}
