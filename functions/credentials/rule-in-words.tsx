import type { Rule } from '../domain/endorsement/decision.ts'
import { describeClauses, type HeldNames } from '../domain/endorsement/describe-policy.ts'
import type { PageLanguage } from './messages.ts'

interface RuleInWordsProps {
  readonly rule: Rule
  /** @default none is known */
  readonly names?: HeldNames
  readonly language: PageLanguage
}

/** A rule in words, one clause after the other; a rule that says only one thing is a sentence. */
export const RuleInWords = ({ rule, names, language }: RuleInWordsProps) => {
  const clauses = describeClauses(rule, language, names)
  return clauses.length === 1 ? (
    <p>{clauses[0]}</p>
  ) : (
    <ul>
      {clauses.map((clause) => (
        <li>{clause}</li>
      ))}
    </ul>
  )
}
