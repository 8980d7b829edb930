import type { CountingClause } from '../decision.ts'

/**
 * What one of the clauses of `independence` found before, where an award record is to name nobody and says no more than that.
 * Nothing that is stored with an endorsement says so.
 */
export const notIndependent: CountingClause = ({ verdict, facts: { independent } }, { policy }) =>
  verdict === 'endorse' && policy.independence !== undefined && independent === false
    ? [{ reason: 'not_independent' }]
    : []
