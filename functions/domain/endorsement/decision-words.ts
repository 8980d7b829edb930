import type { Missing } from '../../../schemas/decision.ts'
import { decisionHi } from './decision-words-hi.ts'
import type { RuleLanguage } from './rule-language.ts'

/** Names of criteria by their ids. */
type NameCriterion = (criterion: string) => string

/** What a decision says. Numbers and names of criteria only: nobody learns from it who endorsed whom. */
export interface DecisionWords {
  readonly counted: (counted: number, required: number) => string
  readonly met: string
  readonly missing: (missing: Missing, nameOf: NameCriterion) => string
}

const peers = (count: number) => (count === 1 ? '1 peer' : `${count} peers`)

const INDEPENDENCE: Readonly<Record<Extract<Missing, { clause: 'independence' }>['reason'], string>> = {
  mutual_pair: 'the learner had endorsed them shortly before',
  closed_ring: 'they close a ring of people who endorse each other',
  share_exceeded: 'they come from people who gave too large a share of all endorsements here',
  same_person: 'they come from a second account of one person',
}

const en: DecisionWords = {
  counted: (counted, required) => `${counted} of ${required} endorsements count.`,
  met: 'The rule is met.',
  missing: (missing, nameOf) => {
    switch (missing.clause) {
      case 'minEndorsers':
        return missing.endorsers === 1
          ? '1 more peer must endorse the current evidence.'
          : `${missing.endorsers} more peers must endorse the current evidence.`
      case 'eligibility':
        return `${peers(missing.endorsers)} endorsed without being eligible under this rule.`
      case 'minAssurance':
        return `The endorsements of ${peers(missing.endorsers)} need stronger proof of who gave them.`
      case 'endorsementDays':
        return `The endorsements of ${peers(missing.endorsers)} are older than this rule allows.`
      case 'requiredLevel':
        return `${peers(missing.endorsers)} did not rate "${nameOf(missing.criterion)}" at the level it needs.`
      case 'disagreement':
        return missing.criteria.length === 0
          ? `${peers(missing.notYet)} said "not yet": new evidence is needed.`
          : `${peers(missing.notYet)} said "not yet" (${missing.criteria.map(nameOf).join(', ')}): new evidence is needed.`
      case 'independence':
        return `The endorsements of ${peers(missing.endorsers)} do not count as independent: ${INDEPENDENCE[missing.reason]}.`
      case 'minCircles':
        return `Those who count must come from ${missing.circles} more ${missing.circles === 1 ? 'circle' : 'circles'}.`
      case 'minDrawn':
        return `${peers(missing.endorsers)} drawn by the review queue must still endorse.`
      case 'minEffectiveEndorsers':
        return `Too much of what the learner has received comes from the same peers: it is spread as over ${missing.effective}, and must be as over ${missing.required}.`
      case 'anchored':
        return `${peers(missing.endorsers)} whom the founding panel's trust reaches must still endorse.`
      case 'furtherOpinion':
        return `The ratings of ${missing.criteria.map(nameOf).join(', ')} are far apart: one more opinion is needed.`
      case 'objection':
        return 'An objection is being settled.'
      case 'attainment':
        return missing.attainment === 'calibration'
          ? 'The calibration must be passed.'
          : 'It is given for careful reviewing, which this service records.'
    }
  },
}

/** The words of each language. */
export const DECISION_WORDS: Readonly<Record<RuleLanguage, DecisionWords>> = { en, hi: decisionHi }
