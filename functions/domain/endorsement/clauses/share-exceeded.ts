import type { ThresholdPolicy } from '../../../../schemas/policy.ts'
import type { CountingClause } from '../decision.ts'
import type { EndorserShare } from '../endorsement.ts'

/** Where fewer endorse, an even share is itself large, and only twice that is too large. */
const FEW_ENDORSERS = 10

/** The share above which an endorser has given too much of everything, as a fraction. */
const largestShare = (maxShare: number, endorsers: number): number =>
  endorsers > 0 && endorsers < FEW_ENDORSERS ? Math.max(maxShare, 2 / endorsers) : maxShare

/** Whether someone gave more than the policy allows; exactly that share is allowed, and anything while there are few. */
export function exceedsShare(
  { given, total, endorsers }: EndorserShare,
  { maxSharePerEndorser, shareFromEndorsements = 0 }: NonNullable<ThresholdPolicy['independence']>,
): boolean {
  if (maxSharePerEndorser === undefined || total < shareFromEndorsements) return false
  return given > total * largestShare(maxSharePerEndorser, endorsers)
}

/**
 * Clause `independence.maxSharePerEndorser`: an `endorse` of someone who gave more than this share of the community's
 * endorsements of the last quarter does not count, once there are `shareFromEndorsements` of them. Not known: nothing against it.
 */
export const shareExceeded: CountingClause = ({ verdict, facts: { share } }, { policy }) =>
  verdict === 'endorse' && share !== undefined && exceedsShare(share, policy.independence ?? {})
    ? [{ reason: 'share_exceeded' }]
    : []
