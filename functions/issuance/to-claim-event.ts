import type { ClaimEvent } from '../domain/endorsement/claim-event.ts'
import type { ClaimChange } from '../domain/endorsement/claim-transitions.ts'
import type { IssuanceDeps } from './issuance-deps.ts'

/** The event that records a change of a claim, now. */
export const toClaimEvent = (
  { random, now }: Pick<IssuanceDeps, 'random' | 'now'>,
  change: ClaimChange,
): ClaimEvent => ({
  id: random.id(),
  type: change.event,
  at: now(),
  community: change.to.community,
  claimId: change.to.id,
  ...(change.actorId === undefined ? {} : { actorId: change.actorId }),
  data: change.data,
})
