import type { RubricCriterion } from '../../schemas/achievement.ts'
import type { ComparedCriterionView } from '../../schemas/claim.ts'
import { isStandingJudgement } from '../domain/endorsement/blindness.ts'
import type { Endorsement } from '../domain/endorsement/endorsement.ts'

/**
 * How the learner and their peers rate the same evidence, criterion by criterion in the order of the rubric, levels from the
 * lowest; criteria that nobody rated are left out.
 *
 * @param endorsements  Those of that evidence version that the viewer may see.
 * @param self  The learner's own ratings, where the viewer may see them.
 */
export const compareRatings = (
  rubric: readonly RubricCriterion[],
  endorsements: readonly Endorsement[],
  self: Readonly<Record<string, string>> = {},
): readonly ComparedCriterionView[] =>
  rubric.flatMap(({ id, name, levels }) => {
    const given = endorsements.filter(isStandingJudgement).map(({ ratings }) => ratings[id])
    const peers = levels.flatMap((level) => {
      const endorsers = given.filter((rating) => rating === level.id).length
      return endorsers === 0 ? [] : [{ level: level.id, endorsers }]
    })
    const own = self[id]
    if (peers.length === 0 && own === undefined) return []
    return [{ criterion: id, name, ...(own === undefined ? {} : { self: own }), peers }]
  })
