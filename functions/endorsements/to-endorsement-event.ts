import type { ReviseEndorsement } from '../../schemas/endorsement.ts'
import type { Claim } from '../domain/endorsement/claim.ts'
import type { ClaimEvent, ClaimEventType } from '../domain/endorsement/claim-event.ts'
import type { Endorsement, EndorsementTexts } from '../domain/endorsement/endorsement.ts'
import type { Id } from '../domain/shared/ids.ts'
import type { Instant } from '../domain/shared/instant.ts'

type EndorsementEventType = Extract<ClaimEventType, `endorsement.${string}`>

/** The event that records a version of an endorsement: ids, codes and numbers, never its words. */
export const toEndorsementEvent = (
  type: EndorsementEventType,
  claim: Claim,
  endorsement: Endorsement,
  id: Id,
): ClaimEvent => ({
  id,
  type,
  at: endorsement.changedAt,
  community: claim.community,
  claimId: claim.id,
  actorId: endorsement.endorserId,
  data: {
    endorsementId: endorsement.id,
    learnerId: claim.learnerId,
    ...personsOf(claim, endorsement),
    version: endorsement.version,
    evidenceVersion: endorsement.evidenceVersion,
    verdict: endorsement.verdict,
    ...(isReached(endorsement) ? { reached: true } : {}),
    ...(claim.planted === undefined ? {} : { planted: true }),
  },
})

/** What was undone, and what is left. */
export interface Undone {
  readonly from: Endorsement
  /** What stands again. */
  readonly restored?: Endorsement | undefined
  readonly at: Instant
}

/** Says what was taken out and, where something stands again, which version and verdict that is. */
export const toUndoneEvent = (claim: Claim, { from, restored, at }: Undone, id: Id): ClaimEvent => ({
  ...toEndorsementEvent('endorsement.undone', claim, from, id),
  at,
  data: {
    ...toEndorsementEvent('endorsement.undone', claim, from, id).data,
    state: from.state,
    ...(restored
      ? { restoredVersion: restored.version, restoredVerdict: restored.verdict, restoredState: restored.state }
      : {}),
  },
})

/** Who they are to the community, where that is another account of theirs. */
const personsOf = (
  { learnerPerson }: Pick<Claim, 'learnerPerson'>,
  { facts: { person } }: Pick<Endorsement, 'facts'>,
): Pick<ClaimEvent, 'data'>['data'] => ({
  ...(person === undefined ? {} : { endorserPerson: person }),
  ...(learnerPerson === undefined ? {} : { learnerPerson }),
})

/** Whether the trust of the founding panel reached the endorser. */
const isReached = ({ verdict, facts: { reach = 0 } }: Endorsement): boolean => verdict === 'endorse' && reach > 0

/** The words of a judgement, which are kept apart from what is decided on. */
export const toTexts = ({ comment, fix, reason, changeReason }: ReviseEndorsement): EndorsementTexts => ({
  ...(comment === undefined ? {} : { comment }),
  ...(fix === undefined ? {} : { fix }),
  ...(reason === undefined ? {} : { reason }),
  ...(changeReason === undefined ? {} : { changeReason }),
})
