import type { RubricCriterion } from '../../../schemas/achievement.ts'
import type { Endorsement } from '../endorsement/endorsement.ts'
import type { AssessorLicence } from './assessor-licence.ts'
import type { GoldSample } from './calibration.ts'
import { gradeRatings } from './grade-ratings.ts'

/** How a judgement of a planted sample compares with its right levels. */
export interface PlantedGrade {
  readonly inside: number
  /** Of so many criteria something was said. */
  readonly compared: number
  readonly passed: boolean
}

/**
 * Compares a judgement with the right levels of a sample. Ratings are compared level by level. Of a criterion without a
 * rating the verdict may say something: `endorse` that its required level is reached, `not-yet` that the one it names is not.
 *
 * @param rubric  Of the version that the sample was shown under.
 * @returns `undefined` when nothing was said that can be compared.
 */
export function gradePlanted(
  { criteria, requiredInside }: AssessorLicence['terms'],
  rubric: readonly RubricCriterion[],
  sample: GoldSample,
  judgement: Pick<Endorsement, 'verdict' | 'ratings' | 'criterion'>,
): PlantedGrade | undefined {
  const { ratings } = judgement
  const rated = criteria.filter(({ id }) => ratings[id] !== undefined)
  const said = criteria.flatMap(({ id, levels }) => {
    const required = rubric.find((one) => one.id === id)?.requiredLevel
    if (ratings[id] !== undefined || required === undefined) return []
    const isReached = levels.indexOf(sample.gold[id] ?? '') >= levels.indexOf(required)
    if (judgement.verdict === 'endorse') return isReached
    return judgement.verdict === 'not-yet' && judgement.criterion === id ? !isReached : []
  })
  const compared = rated.length + said.length
  if (compared === 0) return undefined
  const inside =
    gradeRatings(rated, [sample], { [sample.id]: ratings }, 0).inside + said.filter((right) => right).length
  return { inside, compared, passed: inside >= Math.min(requiredInside, compared) }
}
