import { effectiveEndorsers as inverseSimpson } from '../../independence/received.ts'
import type { WholeClause } from '../decision.ts'
import type { Endorsement } from '../endorsement.ts'
import { earliestFirst } from '../is-earlier.ts'
import { countingOf } from './min-endorsers.ts'

/**
 * Clause `independence.minEffectiveEndorsers`: from how many endorsers, evenly, all that the learner received would be as
 * spread out as it is. Asked once enough endorsers count; until then `minEndorsers` says what is missing.
 */
export const minEffectiveEndorsers: WholeClause = (judged, { policy }) => {
  const required = policy.independence?.minEffectiveEndorsers
  const counting = countingOf(judged)
  if (required === undefined || counting.length < policy.minEndorsers) return undefined
  const effective = effectiveEndorsers(counting)
  if (effective >= required) return undefined
  return {
    kind: 'pending',
    missing: [{ clause: 'minEffectiveEndorsers', effective: Math.floor(effective * 10) / 10, required }],
  }
}

/**
 * The inverse Simpson index, (Σn)² / Σn², over how many endorsements each endorser gave the learner: those received before,
 * as the earliest of these endorsements knew them, and one more from each of these. An endorsement of which that is not
 * known adds nothing.
 */
export function effectiveEndorsers(counting: readonly Endorsement[]): number {
  const known = earliestFirst(counting).flatMap(({ facts: { received } }) => received ?? [])
  const [before] = known
  if (before === undefined) return 0
  return inverseSimpson({
    count: before.count + known.length,
    sumOfSquares: known.reduce((sum, { fromEndorser }) => sum + 2 * fromEndorser + 1, before.sumOfSquares),
  })
}
