import type { DecisionView } from '../../../schemas/decision.ts'
import type { Decision, Rule } from './decision.ts'
import { DECISION_WORDS } from './decision-words.ts'
import type { RuleLanguage } from './rule-language.ts'

/** That a rule is met, in plain words. */
export function describeMet(counted: number, required: number, language: RuleLanguage = 'en'): string {
  const words = DECISION_WORDS[language]
  // What a badge is given for without endorsement needs none.
  return required === 0 ? words.met : `${words.counted(counted, required)} ${words.met}`
}

/** The decision as callers see it: numbers, clauses and plain words. */
export function describeDecision(decision: Decision, rule: Rule, language: RuleLanguage = 'en'): DecisionView {
  const words = DECISION_WORDS[language]
  const counted = decision.counted.length
  const nameOf = (criterion: string) => rule.rubric.find(({ id }) => id === criterion)?.name ?? criterion
  const opening = decision.required === 0 ? [] : [words.counted(counted, decision.required)]
  return {
    kind: decision.kind,
    evidenceVersion: decision.evidenceVersion,
    counted,
    required: decision.required,
    notYet: decision.notYet,
    missing: [...decision.missing],
    text:
      decision.kind === 'met'
        ? describeMet(counted, decision.required, language)
        : [...opening, ...decision.missing.map((missing) => words.missing(missing, nameOf))].join(' '),
  }
}
