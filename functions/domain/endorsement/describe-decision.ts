import type { DecisionView, Missing } from '../../../schemas/decision.ts'
import type { Eligibility } from '../../../schemas/policy.ts'
import type { Decision, Rule } from './decision.ts'

const people = (count: number) => (count === 1 ? '1 peer' : `${count} peers`)

/** One sentence on what a clause still asks for. */
function describeMissing(missing: Missing, rule: Rule): string {
  const named = (criterion: string) => rule.rubric.find(({ id }) => id === criterion)?.name ?? criterion
  switch (missing.clause) {
    case 'minEndorsers':
      return missing.endorsers === 1
        ? '1 more peer must endorse the current evidence.'
        : `${missing.endorsers} more peers must endorse the current evidence.`
    case 'eligibility':
      return `${people(missing.endorsers)} endorsed without being eligible under this rule.`
    case 'minAssurance':
      return `The endorsements of ${people(missing.endorsers)} need stronger proof of who gave them.`
    case 'endorsementDays':
      return `The endorsements of ${people(missing.endorsers)} are older than this rule allows.`
    case 'requiredLevel':
      return `${people(missing.endorsers)} did not rate "${named(missing.criterion)}" at the level it needs.`
    case 'disagreement':
      return missing.criteria.length === 0
        ? `${people(missing.notYet)} said "not yet": new evidence is needed.`
        : `${people(missing.notYet)} said "not yet" (${missing.criteria.map(named).join(', ')}): new evidence is needed.`
  }
}

const opening = (counted: number, required: number) => `${counted} of ${required} endorsements count.`

/** That a rule is met, in plain English. */
export const describeMet = (counted: number, required: number): string =>
  `${opening(counted, required)} The rule is met.`

/** The decision as callers see it: numbers, clauses and plain English. */
export function describeDecision(decision: Decision, rule: Rule): DecisionView {
  const counted = decision.counted.length
  return {
    kind: decision.kind,
    evidenceVersion: decision.evidenceVersion,
    counted,
    required: decision.required,
    notYet: decision.notYet,
    missing: [...decision.missing],
    text:
      decision.kind === 'met'
        ? describeMet(counted, decision.required)
        : [
            opening(counted, decision.required),
            ...decision.missing.map((missing) => describeMissing(missing, rule)),
          ].join(' '),
  }
}

/** The rule in plain English, as `criteria.narrative` and pages state it. */
export function describePolicy({ policy, rubric }: Rule): string {
  const ways = policy.eligibility.map(describeWay)
  const levels = rubric.flatMap((criterion) => {
    const required = criterion.levels.find(({ id }) => id === criterion.requiredLevel)
    return required ? [`"${criterion.name}" at "${required.name}" or above`] : []
  })
  return [
    policy.minEndorsers === 1
      ? 'Given when 1 peer endorses the evidence.'
      : `Given when ${people(policy.minEndorsers)} endorse the same evidence.`,
    `Who may endorse: ${ways.join(', or ')}; never the learner or those who share the evidence.`,
    ...(levels.length > 0 ? [`Each must rate ${levels.join(' and ')}.`] : []),
    ...(policy.minAssurance === 'signed-in' ? ['Endorsers must have signed in themselves.'] : []),
    ...(policy.minAssurance === 'own-key' ? ['Endorsers must sign with their own key.'] : []),
  ].join(' ')
}

function describeWay(way: Eligibility): string {
  switch (way.kind) {
    case 'any-member':
      return 'any member of the community'
    case 'role':
      return `members with the role ${way.roles.join(' or ')}`
    case 'holds':
      return 'members who hold a given achievement'
    case 'member-for':
      return `members of at least ${way.days} ${way.days === 1 ? 'day' : 'days'}`
  }
}
