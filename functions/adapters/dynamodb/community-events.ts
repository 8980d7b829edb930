import type { CommunityEvent } from '../../domain/community/community-event.ts'
import { keys } from './keys.ts'
import type { TransactItem } from './transact.ts'
import { IF_NEW, put } from './writes.ts'

/** Puts an immutable event of a community as a whole. */
export const putCommunityEvent = ({ id, ...event }: CommunityEvent): TransactItem =>
  put({ ...keys.communityEvent(event.community, event.at, id), entity: 'event', eventId: id, ...event }, IF_NEW)
