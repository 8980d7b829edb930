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
    case 'independence':
      return `The endorsements of ${people(missing.endorsers)} do not count as independent of the learner.`
    case 'minCircles':
      return `Those who count must come from ${missing.circles} more ${missing.circles === 1 ? 'circle' : 'circles'}.`
    case 'minDrawn':
      return `${people(missing.endorsers)} drawn by the review queue must still endorse.`
    case 'minEffectiveEndorsers':
      return `Too much of what the learner has received comes from the same peers (${missing.effective} of ${missing.required} effective endorsers).`
    case 'anchored':
      return `${people(missing.endorsers)} whom the founding panel's trust reaches must still endorse.`
    case 'furtherOpinion':
      return `The ratings of ${missing.criteria.map(named).join(', ')} are far apart: one more opinion is needed.`
    case 'objection':
      return 'An objection is being settled.'
    case 'attainment':
      return missing.attainment === 'calibration'
        ? 'The calibration must be passed.'
        : 'It is given for careful reviewing.'
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
    case 'same-challenge':
      return 'members who have worked on the same challenge'
    case 'challenge-badge':
      return 'members who hold a badge of the same challenge'
    case 'licence':
      return 'members who hold an assessor licence for the same challenge'
  }
}
