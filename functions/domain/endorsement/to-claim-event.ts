import type { Id } from '../shared/ids.ts'
import type { Instant } from '../shared/instant.ts'
import type { Claim } from './claim.ts'
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

/** The event that records that a claim was opened. */
export const toOpenedEvent = (claim: Claim, id: Id, actorId?: Id): ClaimEvent => ({
  id,
  type: 'claim.opened',
  at: claim.openedAt,
  community: claim.community,
  claimId: claim.id,
  ...(actorId === undefined ? {} : { actorId }),
  data: {
    achievementId: claim.achievementId,
    achievementVersion: claim.achievementVersion,
    credentialId: claim.credentialId,
    evidenceVersion: claim.evidenceVersion,
    evidenceDigest: claim.evidenceDigest,
    ...(claim.attained === undefined ? {} : { attained: claim.attained }),
  },
})
