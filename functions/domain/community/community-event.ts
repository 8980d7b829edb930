import type { Id, Slug } from '../shared/ids.ts'
import type { Instant } from '../shared/instant.ts'

/** What can happen to a community as a whole. Published as domain events under these names. */
export type CommunityEventType =
  | 'key.added'
  | 'key.compromised'
  | 'challenge.created'
  | 'challenge.changed'
  | 'challenge.joined'
  | 'reviewing.paused'
  | 'reviewing.resumed'
  | 'calibration.changed'

/** An immutable fact in a community's history: ids, codes and instants only. */
export interface CommunityEvent {
  readonly id: Id
  readonly type: CommunityEventType
  readonly at: Instant
  readonly community: Slug
  /** The member who acted; absent when a key of the community did. */
  readonly actorId?: Id | undefined
  readonly data: Readonly<Record<string, string | number | boolean>>
}
