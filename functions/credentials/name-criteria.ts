import type { RubricCriterion } from '../../schemas/achievement.ts'
import type { AwardRecord } from '../../schemas/award-record.ts'

/**
 * The criteria of an award record, which knows them by their ids alone, with the names that were published with the achievement.
 * What was not published keeps its id for a name.
 */
export const nameCriteria = (
  rubric: AwardRecord['rubric'],
  published: readonly RubricCriterion[] = [],
): readonly RubricCriterion[] =>
  rubric.map(({ id, levels, requiredLevel }) => {
    const criterion = published.find((one) => one.id === id)
    return {
      id,
      name: criterion?.name ?? id,
      levels: levels.map((level) => ({
        id: level,
        name: criterion?.levels.find((one) => one.id === level)?.name ?? level,
      })),
      ...(requiredLevel === undefined ? {} : { requiredLevel }),
    }
  })

/** A rating in words: the name of the criterion, and that of the level. */
export function nameRating(rubric: readonly RubricCriterion[], criterionId: string, levelId: string): string {
  const criterion = rubric.find(({ id }) => id === criterionId)
  const level = criterion?.levels.find(({ id }) => id === levelId)
  return `${criterion?.name ?? criterionId}: ${level?.name ?? levelId}`
}
