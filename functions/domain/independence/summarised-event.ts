import type { ClaimEvent } from '../endorsement/claim-event.ts'

/** Whether an event changes a summary. */
export const isSummarised = (event: Pick<ClaimEvent, 'type' | 'data'>): boolean =>
  event.type === 'claim.issued' || event.type === 'credential.revoked' || tellsEndorse(event)

/** Whether it says that a claim was endorsed: of a sample of known levels there is nobody who was. */
export const tellsEndorse = ({ type, data }: Pick<ClaimEvent, 'type' | 'data'>): boolean =>
  (type === 'endorsement.given' || type === 'endorsement.revised') &&
  data['verdict'] === 'endorse' &&
  data['planted'] !== true
