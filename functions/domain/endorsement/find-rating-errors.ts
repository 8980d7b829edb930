import type { RubricCriterion } from '../../../schemas/achievement.ts'
import type { FieldError } from '../shared/refusal.ts'

/**
 * What is wrong with ratings under a rubric: criteria or levels it does not have.
 *
 * @param member  The member of the request that holds them.
 */
export function findRatingErrors(
  rubric: readonly RubricCriterion[],
  ratings: Readonly<Record<string, string>>,
  member: 'ratings' | 'selfRatings',
): readonly FieldError[] {
  return Object.entries(ratings).flatMap(([criterionId, level]) => {
    const pointer = `/${member}/${criterionId}`
    const criterion = rubric.find(({ id }) => id === criterionId)
    if (!criterion) return [{ pointer, detail: 'the rubric has no criterion with this id' }]
    const levels = criterion.levels.map(({ id }) => id)
    return levels.includes(level) ? [] : [{ pointer, detail: `must be one of ${levels.join(', ')}` }]
  })
}
