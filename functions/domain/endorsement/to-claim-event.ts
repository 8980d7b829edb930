import type { Id } from '../shared/ids.ts'
import type { Instant } from '../shared/instant.ts'
import type { ClaimEvent } from './claim-event.ts'
import type { ClaimChange } from './claim-transitions.ts'

/** The event that records a change of a claim. */
export const toClaimEvent = (change: ClaimChange, id: Id, at: Instant): ClaimEvent => ({
  id,
  type: change.event,
  at,
  community: change.to.community,
  claimId: change.to.id,
  ...(change.actorId === undefined ? {} : { actorId: change.actorId }),
  data: change.data,
})
