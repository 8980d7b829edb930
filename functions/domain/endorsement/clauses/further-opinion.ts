import type { RubricCriterion } from '../../../../schemas/achievement.ts'
import type { UncountedReason } from '../../../../schemas/decision.ts'
import type { JudgedEndorsement, WholeClause } from '../decision.ts'
import { earliestFirst } from '../is-earlier.ts'
import { levelRank, ratingOf } from './required-levels.ts'

/** A judgement that only these keep from counting was made by somebody who may judge. */
const STILL_AN_OPINION: readonly UncountedReason[] = [
  'verdict_not_endorse',
  'criterion_not_rated',
  'below_required_level',
]

/**
 * Clause `disagreement.maxSpread`: once ratings of a required criterion lie further apart than so many levels, one more
 * opinion on it is needed, whatever it says. `endorse` and `not-yet` are opinions alike. Ratings are taken earliest
 * first: the one that brings the spread about is not itself the further opinion.
 */
export const furtherOpinion: WholeClause = (judged, { policy, rubric, claim }) => {
  const maxSpread = policy.disagreement?.maxSpread
  if (maxSpread === undefined || claim.furtherOpinionGiven === true) return undefined
  const opinions = earliestFirst(judged.filter(isOpinion).map(({ endorsement }) => endorsement))
  const criteria = rubric
    .filter((criterion) => criterion.requiredLevel !== undefined)
    .filter((criterion) =>
      asksForMore(
        opinions.flatMap(({ ratings }) => rankOf(ratings, criterion)),
        maxSpread,
      ),
    )
    .map(({ id }) => id)
    .sort()
  return criteria.length > 0
    ? { kind: 'pending', missing: [{ clause: 'furtherOpinion', opinions: 1, criteria }] }
    : undefined
}

const isOpinion = ({ endorsement: { verdict }, reasons }: JudgedEndorsement): boolean =>
  verdict !== 'decline' && reasons.every((reason) => STILL_AN_OPINION.includes(reason))

function rankOf(ratings: Readonly<Record<string, string>>, criterion: RubricCriterion): readonly number[] {
  const level = ratingOf(ratings, criterion)
  const rank = level === undefined ? -1 : levelRank(criterion, level)
  return rank === -1 ? [] : [rank]
}

/** Whether the last of the ranks is the one by which they first lie further apart than allowed. */
function asksForMore(ranks: readonly number[], maxSpread: number): boolean {
  const spread = (some: readonly number[]) => Math.max(...some) - Math.min(...some)
  return spread(ranks) > maxSpread && !(spread(ranks.slice(0, -1)) > maxSpread)
}
