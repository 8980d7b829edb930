import type { RubricCriterion } from '../../schemas/achievement.ts'
import type { RevisionView } from '../../schemas/claim.ts'
import type { Endorsement, EndorsementTexts } from '../domain/endorsement/endorsement.ts'
import type { Id } from '../domain/shared/ids.ts'

/** What would turn each `not-yet` into more, criterion by criterion in the order of the rubric; what names none goes last. */
export function collectFixes(
  rubric: readonly RubricCriterion[],
  endorsements: readonly Endorsement[],
  texts: ReadonlyMap<Id, EndorsementTexts>,
): RevisionView['criteria'] {
  const notYet = endorsements.filter(({ verdict, state }) => verdict === 'not-yet' && state === 'given')
  const fixesOf = (criterion: string | undefined) =>
    notYet
      .filter((one) => one.criterion === criterion)
      .flatMap(({ id }) => {
        const fix = texts.get(id)?.fix
        return fix === undefined ? [] : [{ endorsement: id, fix }]
      })
  const named = rubric.map(({ id, name }) => ({ criterion: id, name, fixes: fixesOf(id) }))
  return [...named, { fixes: fixesOf(undefined) }].filter(({ fixes }) => fixes.length > 0)
}
