import type { CountingClause } from '../decision.ts'

/** Where fewer endorse, an even share is itself large, and only twice that is too large. */
const FEW_ENDORSERS = 10

/** The share above which an endorser has given too much of everything, as a fraction. */
const largestShare = (maxShare: number, endorsers: number): number =>
  endorsers > 0 && endorsers < FEW_ENDORSERS ? Math.max(maxShare, 2 / endorsers) : maxShare

/**
 * Clause `independence.maxSharePerEndorser`: an `endorse` of someone who gave more than this share of the community's
 * endorsements of the last quarter does not count, once there are `shareFromEndorsements` of them; exactly that share
 * still counts. Not known: nothing against it.
 */
export const shareExceeded: CountingClause = ({ verdict, facts: { share } }, { policy }) => {
  const { maxSharePerEndorser, shareFromEndorsements = 0 } = policy.independence ?? {}
  if (verdict !== 'endorse' || maxSharePerEndorser === undefined || share === undefined) return []
  if (share.total < shareFromEndorsements) return []
  return share.given > share.total * largestShare(maxSharePerEndorser, share.endorsers)
    ? [{ reason: 'share_exceeded' }]
    : []
}
