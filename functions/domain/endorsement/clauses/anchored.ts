import type { WholeClause } from '../decision.ts'
import { countingOf } from './min-endorsers.ts'

/**
 * Clause `anchored`: how many of those who count the founding panel's trust must reach. Not known whether it does: it does
 * not.
 */
export const anchored: WholeClause = (judged, { policy }) => {
  const reached = countingOf(judged).filter(({ facts }) => (facts.reach ?? 0) > 0).length
  const endorsers = (policy.anchored ?? 0) - reached
  return endorsers > 0 ? { kind: 'pending', missing: [{ clause: 'anchored', endorsers }] } : undefined
}
