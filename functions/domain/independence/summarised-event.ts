import type { ClaimEvent } from '../endorsement/claim-event.ts'
import type { Id } from '../shared/ids.ts'
import { type EndorsementNews, rankOf } from './heard.ts'

/** An event of an endorsement, as the summaries read it: of people, whatever accounts they used. */
export interface SummarisedEndorsement extends EndorsementNews {
  readonly event: ClaimEvent & { readonly actorId: Id }
  readonly endorserId: Id
  readonly learnerId: Id
}

/** Whether an event changes a summary. */
export const isSummarised = (event: ClaimEvent): boolean =>
  event.type === 'claim.issued' || event.type === 'credential.revoked' || toSummarised(event) !== undefined

/**
 * What an event says of an endorsement; `undefined` when it says nothing that is not so without it. Events stored before they
 * named learners are in no summary; of a sample of known levels there is nobody who was endorsed. One that is erased goes on to count: who gave it is known to the numbers alone.
 */
export function toSummarised(event: ClaimEvent): SummarisedEndorsement | undefined {
  const { actorId, data, at } = event
  const [endorsementId, version, account] = [data['endorsementId'], Number(data['version']), data['learnerId']]
  const standing = standingAfter(event)
  if (standing === undefined || actorId === undefined || data['planted'] === true) return undefined
  if (typeof account !== 'string' || typeof endorsementId !== 'string' || !(version > 0)) return undefined
  return {
    event: { ...event, actorId },
    endorserId: String(data['endorserPerson'] ?? actorId),
    learnerId: String(data['learnerPerson'] ?? account),
    endorsementId,
    at,
    ...standing,
  }
}

function standingAfter({ type, data }: ClaimEvent): Pick<EndorsementNews, 'rank' | 'endorses'> | undefined {
  const endorses = data['verdict'] === 'endorse'
  const rank = rankOf(Number(data['version']), type === 'endorsement.undone')
  switch (type) {
    case 'endorsement.given':
      return endorses ? { rank, endorses } : undefined
    case 'endorsement.revised':
      return { rank, endorses }
    case 'endorsement.withdrawn':
      return { rank, endorses: false }
    case 'endorsement.undone':
      return { rank, endorses: data['restoredVerdict'] === 'endorse' && data['restoredState'] === 'given' }
    default:
      return undefined
  }
}
