import type { AmongClause, ClauseContext, JudgedEndorsement } from '../decision.ts'
import { isEarlier } from '../is-earlier.ts'
import { countingNotYet } from './disagreement.ts'

/**
 * Part of `independence`: nobody counts twice, nor for themselves, by a second account. What the learner or a collaborator
 * gives under another account does not count; of the accounts of one person only the earliest does among the `endorse`
 * that would count, and among the `not-yet`. Not known who somebody is: they are nobody else.
 */
export const samePerson: AmongClause = (judged, context) => {
  if (context.policy.independence === undefined) return []
  const sharing = judged.filter((one) => sharesTheWork(one, context))
  const others = judged.filter((one) => !sharing.includes(one))
  const endorsing = others.filter(({ reasons }) => reasons.length === 0)
  return [...sharing, ...allButTheEarliest(endorsing), ...allButTheEarliest(countingNotYet(others))].map(
    ({ endorsement }) => ({ endorsementId: endorsement.id, reason: 'same_person' }),
  )
}

const personOf = ({ endorsement: { endorserId, facts } }: JudgedEndorsement): string => facts.person ?? endorserId

/** Under another account than those that {@link whoMayJudge} knows. */
function sharesTheWork(one: JudgedEndorsement, { claim }: ClauseContext): boolean {
  const known = [claim.learnerId, ...claim.collaborators]
  return !known.includes(one.endorsement.endorserId) && [...known, claim.learnerPerson ?? ''].includes(personOf(one))
}

function allButTheEarliest(judged: readonly JudgedEndorsement[]): readonly JudgedEndorsement[] {
  const earliest = new Map<string, JudgedEndorsement>()
  for (const one of judged) {
    const seen = earliest.get(personOf(one))
    if (!seen || isEarlier(one.endorsement, seen.endorsement)) earliest.set(personOf(one), one)
  }
  return judged.filter((one) => earliest.get(personOf(one)) !== one)
}
