import { wholeDaysBetween } from '../../shared/instant.ts'
import type { CountingClause } from '../decision.ts'

/**
 * Clause `independence.reciprocityWindowDays`: an `endorse` of someone whom the learner endorsed less than so many whole
 * days before does not count. Of two people who endorse each other that is the later one, since the earlier was given
 * before there was anything to return. Not known: nothing against it. A `not-yet` is no favour, and stays one.
 */
export const mutualPair: CountingClause = ({ verdict, facts: { endorsedByLearnerAt }, changedAt }, { policy }) => {
  const windowDays = policy.independence?.reciprocityWindowDays
  if (verdict !== 'endorse' || windowDays === undefined || endorsedByLearnerAt === undefined) return []
  return wholeDaysBetween(endorsedByLearnerAt, changedAt) < windowDays ? [{ reason: 'mutual_pair' }] : []
}
