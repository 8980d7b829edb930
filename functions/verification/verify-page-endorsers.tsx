import type { EndorsementReport } from '../../schemas/verification-report.ts'
import { Name } from '../http/pages/words.tsx'
import { hostOf, mostTelling } from './report-findings.ts'
import { CheckLine } from './verify-page-checks.tsx'
import { VERIFY_WORDS, type VerifyLanguage } from './verify-page-languages.ts'
import { SaidId } from './verify-page-parts.tsx'
import type { ResultProps } from './verify-page-verdict.tsx'

/** How much of the endorsements a page shows: of how many, and whether with the checks that passed. */
export interface EndorsementDetail {
  readonly count: number
  readonly withPassed: boolean
}

/** One line for each endorser with a verdict of its own (PE-14). */
export const Endorsers = ({ report, language, detail }: ResultProps & { readonly detail: EndorsementDetail }) => {
  const words = VERIFY_WORDS[language]
  const { endorsements } = report
  if (endorsements.length === 0) return null
  const shown = mostTelling(endorsements, detail.count)
  return (
    <section aria-labelledby="endorsers">
      <h2 id="endorsers">{words.endorsersHeading(endorsements.length)}</h2>
      {shown.length === endorsements.length ? null : <p>{words.endorsersShown(shown.length, endorsements.length)}</p>}
      <ol class="people">
        {shown.map((endorsement) => (
          <Endorser endorsement={endorsement} language={language} withPassed={detail.withPassed} />
        ))}
      </ol>
    </section>
  )
}

const LOOKS = { verified: 'good', 'not-verified': 'bad', undetermined: 'open' } as const satisfies Readonly<
  Record<EndorsementReport['outcome'], string>
>

const Endorser = ({
  endorsement: { name, issuer, id, outcome, checks },
  language,
  withPassed,
}: {
  readonly endorsement: EndorsementReport
  readonly language: VerifyLanguage
  readonly withPassed: boolean
}) => {
  const words = VERIFY_WORDS[language]
  const host = issuer === undefined ? undefined : hostOf(issuer)
  const findings = checks.filter(({ status }) => status !== 'pass')
  return (
    <li>
      <p>
        <strong>{name === undefined ? words.unnamedEndorser : <Name name={name} />}</strong>
        {host === undefined ? null : ` (${words.issuerAt(host)})`}:{' '}
        <strong class={LOOKS[outcome]}>{words.endorserVerdicts[outcome]}</strong>
      </p>
      {findings.length === 0 ? null : (
        <ul class="checks">
          {findings.map((check) => (
            <CheckLine check={check} language={language} />
          ))}
        </ul>
      )}
      {id === undefined ? null : (
        <p class="soft">
          <SaidId id={id} />
        </p>
      )}
      {withPassed ? (
        <details>
          <summary>{words.allChecks(checks.length)}</summary>
          <ul class="checks">
            {checks.map((check) => (
              <CheckLine check={check} language={language} />
            ))}
          </ul>
        </details>
      ) : null}
    </li>
  )
}
