import type { CountingClause } from '../decision.ts'

/**
 * Clause `independence.ringSize`: an `endorse` that closes a ring of up to so many people does not count. Not known: it
 * closes none.
 */
export const closedRing: CountingClause = ({ verdict, facts: { closesRingOf } }, { policy }) => {
  const ringSize = policy.independence?.ringSize
  if (verdict !== 'endorse' || ringSize === undefined || closesRingOf === undefined) return []
  return closesRingOf <= ringSize ? [{ reason: 'closed_ring' }] : []
}
