import type { RubricCriterion } from '../../../../schemas/achievement.ts'
import type { CountingClause, CountingFinding } from '../decision.ts'

/** The place of a level in its criterion, lowest 0; -1 when the criterion has no such level. */
export const levelRank = (criterion: RubricCriterion, level: string): number =>
  criterion.levels.findIndex(({ id }) => id === level)

/** The level given to a criterion, if any was. */
export const ratingOf = (ratings: Readonly<Record<string, string>>, { id }: RubricCriterion): string | undefined =>
  Object.hasOwn(ratings, id) ? ratings[id] : undefined

/** Only an `endorse` that rates every required criterion at or above its required level counts. */
export const requiredLevels: CountingClause = ({ verdict, ratings }, { rubric }) => {
  if (verdict !== 'endorse') return [{ reason: 'verdict_not_endorse' }]
  return rubric.flatMap((criterion): readonly CountingFinding[] => {
    if (criterion.requiredLevel === undefined) return []
    const rating = ratingOf(ratings, criterion)
    if (rating === undefined) return [{ reason: 'criterion_not_rated', criterion: criterion.id }]
    return levelRank(criterion, rating) < levelRank(criterion, criterion.requiredLevel)
      ? [{ reason: 'below_required_level', criterion: criterion.id }]
      : []
  })
}
