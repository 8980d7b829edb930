import type { Outcome, VerificationReport } from '../../schemas/verification-report.ts'
import { reasonsFor } from './report-findings.ts'
import { CheckLine, Sentence } from './verify-page-checks.tsx'
import { VERIFY_WORDS, type VerifyLanguage } from './verify-page-languages.ts'
import { toSaidDate } from './verify-page-parts.tsx'

export interface ResultProps {
  readonly report: VerificationReport
  readonly language: VerifyLanguage
}

/** What each outcome looks like: a mark that needs no colour to be told apart, and the look of the words beside it. */
const LOOKS: Readonly<Record<Outcome, { readonly mark: string; readonly look: string }>> = {
  verified: { mark: 'M6 12.5l4 4 8-9', look: 'status' },
  'not-verified': { mark: 'M7.5 7.5l9 9M16.5 7.5l-9 9', look: 'status bad' },
  undetermined: { mark: 'M9 9.5a3 3 0 1 1 4.2 2.8q-1.2.5-1.2 1.9M12 17.4v.1', look: 'status open' },
}

/** The verdict, before anything else. */
export const Verdict = ({ report: { outcome, refreshed, checks }, language }: ResultProps) => {
  const words = VERIFY_WORDS[language]
  const { mark, look } = LOOKS[outcome]
  const { heading, meaning } = words.verdicts[outcome]
  const reasons = reasonsFor(outcome, checks)
  return (
    <>
      <div class={look}>
        <h1>
          <svg class="mark" viewBox="0 0 24 24" width="32" height="32" aria-hidden="true" focusable="false">
            <circle cx="12" cy="12" r="11" />
            <path d={mark} />
          </svg>{' '}
          <strong>{heading}</strong>
        </h1>
        <p>{meaning}</p>
        {reasons.length === 0 ? null : (
          <ul>
            {reasons.map((check) => (
              <li>
                <Sentence check={check} language={language} />
              </li>
            ))}
          </ul>
        )}
      </div>
      {refreshed === undefined ? null : (
        <p>{words.refreshed(toSaidDate(refreshed.from, language), toSaidDate(refreshed.to, language))}</p>
      )}
    </>
  )
}

const RECIPIENT_LOOKS = {
  matched: 'status',
  'not-matched': 'status bad',
  undetermined: 'status open',
} as const satisfies Readonly<Record<NonNullable<VerificationReport['recipient']>['outcome'], string>>

/** Whether it was given to whom the reader named (RCP-05); what they typed is not repeated. */
export const RecipientVerdict = ({ report: { recipient }, language }: ResultProps) => {
  const words = VERIFY_WORDS[language]
  if (recipient === undefined) return null
  return (
    <section aria-labelledby="recipient-result">
      <h2 id="recipient-result">{words.recipientHeading}</h2>
      <div class={RECIPIENT_LOOKS[recipient.outcome]}>
        <p>
          <strong>{words.recipient[recipient.outcome]}</strong>
        </p>
      </div>
      <ul class="checks">
        {recipient.checks.map((check) => (
          <CheckLine check={check} language={language} />
        ))}
      </ul>
      <p class="soft">{words.recipientApart}</p>
    </section>
  )
}
