import type { DomainEvent } from '../domain/shared/domain-event.ts'
import type { Now } from '../ports/clock.ts'
import type { DueItem, DueStore } from '../ports/due-store.ts'
import type { Log } from '../ports/log.ts'
import type { StreamedEvent } from '../ports/streamed-event.ts'

/** What noting outcomes touches. */
export interface NoteOutcomesDeps {
  readonly due: Pick<DueStore, 'put'>
  readonly now: Now
  readonly log: Log
}

/**
 * Has the clock weigh the judgements that an outcome bears on. Events that come twice do no harm: each judgement counts once.
 *
 * @returns the record ids to deliver again, since the table took no write.
 */
export async function noteOutcomes(
  { due, now, log }: NoteOutcomesDeps,
  records: readonly StreamedEvent[],
): Promise<readonly string[]> {
  const outcomes = records.flatMap((record) => {
    const item = record.kind === 'event' ? toDue(record.event) : undefined
    return item ? [{ recordId: record.recordId, item: { ...item, at: now() } }] : []
  })
  const answers = await Promise.allSettled(outcomes.map(({ item }) => due.put(item)))
  const lost = outcomes.filter((_, index) => answers[index]?.status === 'rejected')
  for (const { recordId, item } of lost) log.error('outcome_not_noted', { recordId, claimId: item.claimId })
  return lost.map(({ recordId }) => recordId)
}

function toDue(event: DomainEvent): Omit<DueItem, 'at'> | undefined {
  const ref = refOf(event)
  return ref === undefined || !('claimId' in event)
    ? undefined
    : { kind: 'review-weighing', claimId: event.claimId, ref, attempt: 0 }
}

/** Which outcome it is; of planted samples, which one as well. */
function refOf({ id, type, data }: DomainEvent): string | undefined {
  switch (type) {
    case 'claim.issued':
      return 'issued'
    case 'claim.refused':
      return 'refused'
    case 'claim.revision-asked':
      return `revision-${data['evidenceVersion']}`
    case 'licence.prolonged':
      return `passed-${id}`
    case 'licence.shortened':
      return `failed-${id}`
    default:
      return undefined
  }
}
