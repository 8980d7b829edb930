import type { Rule } from '../domain/endorsement/decision.ts'
import { describeClauses } from '../domain/endorsement/describe-policy.ts'
import type { PageLanguage } from './messages.ts'

/** A rule in words, one clause after the other; a rule that says only one thing is a sentence. */
export const RuleInWords = ({ rule, language }: { readonly rule: Rule; readonly language: PageLanguage }) => {
  const clauses = describeClauses(rule, language)
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
