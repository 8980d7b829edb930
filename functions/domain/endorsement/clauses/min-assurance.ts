import type { Assurance } from '../../../../schemas/policy.ts'
import type { CountingClause } from '../decision.ts'

const STRENGTH: Readonly<Record<Assurance, number>> = { asserted: 0, 'signed-in': 1, 'own-key': 2 }

/** Clause `minAssurance`: how sure the community must be of who endorsed. */
export const minAssurance: CountingClause = ({ assurance }, { policy }) =>
  policy.minAssurance !== undefined && STRENGTH[assurance] < STRENGTH[policy.minAssurance]
    ? [{ reason: 'assurance_too_low' }]
    : []
