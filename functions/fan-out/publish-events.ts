import type { EventBus } from '../ports/event-bus.ts'
import type { Log } from '../ports/log.ts'
import type { StreamedEvent } from '../ports/streamed-event.ts'
import type { UnnameEvents } from './unname-events.ts'

/** What publishing touches. */
export interface PublishEventsDeps {
  readonly bus: EventBus
  readonly unname: UnnameEvents
  readonly log: Log
}

/**
 * Puts stored domain events on the bus, in their order, at least once; whoever takes them tells repeats by their id. Of anonymous
 * claims they do not tell who judges.
 *
 * @returns the record ids to deliver again.
 */
export async function publishEvents(
  { bus, unname, log }: PublishEventsDeps,
  records: readonly StreamedEvent[],
): Promise<readonly string[]> {
  const unreadable = records.filter((record) => record.kind === 'unreadable')
  for (const { recordId, reason } of unreadable) log.error('event_not_published', { recordId, reason })
  const readable = records.filter((record) => record.kind === 'event')
  if (readable.length === 0) return unreadable.map(({ recordId }) => recordId)
  const refused = new Set(await bus.publish(await unname(readable.map(({ event }) => event))))
  const unpublished = readable.filter(({ event }) => refused.has(event.id))
  for (const { recordId, event } of unpublished)
    log.warn('event_not_published', { recordId, eventId: event.id, type: event.type })
  return [...unreadable, ...unpublished].map(({ recordId }) => recordId)
}
