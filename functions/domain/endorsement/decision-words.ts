import type { Missing } from '../../../schemas/decision.ts'
import { decisionHi } from './decision-words-hi.ts'
import { REASON_WORDS } from './reason-words.ts'
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

/** Every peer gives one endorsement. */
const endorsements = (count: number, one: string, many: string) =>
  count === 1 ? `1 endorsement ${one}` : `${count} endorsements ${many}`

const en: DecisionWords = {
  counted: (counted, required) => `${endorsements(counted, 'counts', 'count')}, ${required} needed.`,
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
        return `${endorsements(missing.endorsers, 'needs stronger proof of who gave it', 'need stronger proof of who gave them')}.`
      case 'endorsementDays':
        return `${endorsements(missing.endorsers, 'is', 'are')} older than this rule allows.`
      case 'requiredLevel':
        return `${peers(missing.endorsers)} did not rate "${nameOf(missing.criterion)}" at the level it needs.`
      case 'disagreement':
        return [
          `${peers(missing.notYet)} said "not yet"`,
          missing.criteria.length === 0 ? '' : ` (${missing.criteria.map(nameOf).join(', ')})`,
          missing.revisionsLeft === 0
            ? ': this rule takes no further evidence for this claim, so withdraw it and open another.'
            : ': new evidence is needed.',
        ].join('')
      case 'independence':
        return `${endorsements(missing.endorsers, 'does', 'do')} not count as independent${missing.reason === 'not_independent' ? '' : `: ${REASON_WORDS.en[missing.reason].brief}`}.`
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
