import type { CommunityEvent } from '../community/community-event.ts'
import type { ClaimEvent } from '../endorsement/claim-event.ts'

/** Everything that is published once it has happened. */
export type DomainEvent = ClaimEvent | CommunityEvent

export type DomainEventType = DomainEvent['type']
