import type { WholeClause } from '../decision.ts'
import { countingOf } from './min-endorsers.ts'

/** Clause `independence.minDrawn`: how many of those who count the review queue must have drawn. Not known: not drawn. */
export const minDrawn: WholeClause = (judged, { policy }) => {
  const drawn = countingOf(judged).filter(({ facts }) => facts.drawn === true).length
  const endorsers = (policy.independence?.minDrawn ?? 0) - drawn
  return endorsers > 0 ? { kind: 'pending', missing: [{ clause: 'minDrawn', endorsers }] } : undefined
}
