import type { DomainEvent } from '../domain/shared/domain-event.ts'

/** What one record of the table's stream holds for the bus. */
export type StreamedEvent =
  | { readonly kind: 'event'; readonly recordId: string; readonly event: DomainEvent }
  /** A record that should hold an event but cannot be read. */
  | { readonly kind: 'unreadable'; readonly recordId: string; readonly reason: string }
