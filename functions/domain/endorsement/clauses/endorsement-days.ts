import { addDays } from '../../shared/instant.ts'
import type { CountingClause } from '../decision.ts'

/** Clause `endorsementDays`: how old a judgement may be when the decision is made; exactly that old still counts. */
export const endorsementDays: CountingClause = ({ changedAt }, { policy, now }) =>
  policy.endorsementDays !== undefined && addDays(changedAt, policy.endorsementDays) < now
    ? [{ reason: 'too_old' }]
    : []
