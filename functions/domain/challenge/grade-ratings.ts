import type { CalibrationCriterion, CalibrationResult, RatedCriterion } from '../../../schemas/calibration.ts'
import type { Id } from '../shared/ids.ts'
import type { GoldSample } from './calibration.ts'

type Ratings = Readonly<Record<string, string>>

/**
 * Compares ratings with the gold levels, sample by sample and criterion by criterion. How many are inside does not depend
 * on the order of samples.
 *
 * @param ratings  Sample id → criterion id → level id; each complete, as {@link findRatingErrors} asks.
 * @param required  How many must be inside their tolerance.
 */
export function gradeRatings(
  criteria: readonly CalibrationCriterion[],
  samples: readonly Pick<GoldSample, 'id' | 'gold'>[],
  ratings: Readonly<Record<Id, Ratings>>,
  required: number,
): CalibrationResult {
  const rated = samples.map(({ id, gold }) => ({
    sample: id,
    criteria: criteria.map((criterion) => rateOne(criterion, ratings[id] ?? {}, gold)),
  }))
  const inside = rated.flatMap((one) => one.criteria).filter((one) => one.inside).length
  return { passed: inside >= required, inside, required, samples: rated }
}

function rateOne({ id, levels, tolerance }: CalibrationCriterion, ratings: Ratings, gold: Ratings): RatedCriterion {
  const rated = ratings[id] ?? ''
  const right = gold[id] ?? ''
  const levelsOff = levels.indexOf(rated) - levels.indexOf(right)
  return {
    criterion: id,
    rated,
    gold: right,
    levelsOff,
    inside: levels.includes(rated) && Math.abs(levelsOff) <= tolerance,
  }
}
