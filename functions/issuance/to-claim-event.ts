import type { ClaimEvent } from '../domain/endorsement/claim-event.ts'
import type { ClaimChange } from '../domain/endorsement/claim-transitions.ts'
import { toClaimEvent as toEvent } from '../domain/endorsement/to-claim-event.ts'
import type { IssuanceDeps } from './issuance-deps.ts'

/** The event that records a change of a claim, now. */
export const toClaimEvent = ({ random, now }: Pick<IssuanceDeps, 'random' | 'now'>, change: ClaimChange): ClaimEvent =>
  toEvent(change, random.id(), now())
