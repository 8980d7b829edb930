import { MaybeLink } from '../http/pages/words.tsx'
import { hostOf } from './report-findings.ts'
import { VERIFY_WORDS } from './verify-page-languages.ts'
import { Said, SaidDate, SaidId, toSaidDate } from './verify-page-parts.tsx'
import type { ResultProps } from './verify-page-verdict.tsx'

/** What the badge says of itself, with a word of caution when nothing shows that it is true. */
export const Facts = ({ report, language }: ResultProps) => {
  const words = VERIFY_WORDS[language]
  const { credential, outcome } = report
  if (Object.keys(credential).length === 0) return null
  return (
    <section aria-labelledby="facts">
      <h2 id="facts">{words.factsHeading}</h2>
      {outcome === 'verified' ? null : <p>{words.factsUnproven}</p>}
      <dl>
        <dt>{words.badge}</dt>
        <dd>
          <strong>{credential.name === undefined ? words.unnamedBadge : <Said text={credential.name} />}</strong>
          {credential.id === undefined ? null : (
            <p class="soft">
              <SaidId id={credential.id} />
            </p>
          )}
        </dd>
        <Issuer report={report} language={language} />
        {credential.achievement === undefined ? null : (
          <>
            <dt>{words.achievement}</dt>
            <dd>
              <SaidId id={credential.achievement} />
            </dd>
          </>
        )}
        {(
          [
            [words.awarded, credential.awardedDate],
            [words.signed, credential.validFrom],
            [words.expires, credential.validUntil],
          ] as const
        ).map(([label, at]) =>
          at === undefined ? null : (
            <>
              <dt>{label}</dt>
              <dd>
                <SaidDate at={at} language={language} />
              </dd>
            </>
          ),
        )}
      </dl>
    </section>
  )
}

const Issuer = ({ report: { credential, issuer }, language }: ResultProps) => {
  const words = VERIFY_WORDS[language]
  const id = issuer?.id ?? credential.issuer
  const name = issuer?.name ?? credential.issuerName
  if (id === undefined && name === undefined) return null
  const host = id === undefined ? undefined : hostOf(id)
  return (
    <>
      <dt>{words.issuer}</dt>
      <dd>
        {name === undefined ? words.unnamedIssuer : <Said text={name} />},{' '}
        {host === undefined ? words.issuerNowhere : <strong>{words.issuerAt(host)}</strong>}
        {id === undefined ? null : (
          <p class="soft">
            <SaidId id={id} />
          </p>
        )}
      </dd>
    </>
  )
}

/** What was looked at, by which standard and when: what one needs to tell later what a report was about. */
export const AboutCheck = ({ report: { presented, standard, verifiedAt, receipt }, language }: ResultProps) => {
  const words = VERIFY_WORDS[language]
  return (
    <dl>
      {verifiedAt === undefined ? null : (
        <>
          <dt>{words.verifiedAt}</dt>
          <dd>
            <SaidDate at={verifiedAt} language={language} />, {verifiedAt.slice(11, 16)} UTC
          </dd>
        </>
      )}
      {receipt === undefined ? null : (
        <>
          <dt>{words.receipt}</dt>
          <dd>
            <SaidId id={receipt.id} />
            <p class="soft">{words.receiptHint}</p>
          </dd>
        </>
      )}
      {standard === undefined ? null : (
        <>
          <dt>{words.standard}</dt>
          <dd>{words.standards[standard]}</dd>
        </>
      )}
      {presented === undefined ? null : (
        <>
          <dt>{words.presented}</dt>
          <dd>
            {words.forms[presented.form]}
            {presented.url === undefined ? null : (
              <>
                {' '}
                {words.presentedFrom} <SaidId id={presented.url} />
              </>
            )}
          </dd>
          <dt>{words.digest}</dt>
          <dd>
            <code>{presented.digest}</code>
          </dd>
        </>
      )}
    </dl>
  )
}

/** Of a badge of this service: what came of deciding once more. */
export const Award = ({ report: { award }, language }: ResultProps) => {
  const words = VERIFY_WORDS[language].award
  if (award === undefined) return null
  const { id, met, counted, required, firstGivenAt, lastGivenAt, decidedAt } = award
  return (
    <section aria-labelledby="award">
      <h2 id="award">{words.heading}</h2>
      <p class="lead">{met ? words.met(counted, required) : words.unmet(counted, required)}</p>
      <p>
        {firstGivenAt === undefined || lastGivenAt === undefined
          ? null
          : `${words.given(toSaidDate(firstGivenAt, language), toSaidDate(lastGivenAt, language))} `}
        {words.decided(toSaidDate(decidedAt, language))}
      </p>
      <p class="soft">{words.found}</p>
      <p>
        {words.record}: <SaidId id={id} />
      </p>
    </section>
  )
}

/** What is known of the issuer; an issuer in no registry is nothing unusual. */
export const IssuerFacts = ({ report: { issuer }, language }: ResultProps) => {
  const words = VERIFY_WORDS[language].issuerFacts
  if (issuer === undefined) return null
  const { domain, listedIn, unreachedRegistries, firstSeenAt, badgesIssued } = issuer
  return (
    <section aria-labelledby="issuer">
      <h2 id="issuer">{words.heading}</h2>
      <p class="soft">{words.intro}</p>
      <ul>
        <li>
          {domain === undefined ? (
            words.noDomain
          ) : (
            <>
              {words.domain} <strong>{domain}</strong>
            </>
          )}
        </li>
        {listedIn.length === 0 ? (
          <li>{words.unlisted}</li>
        ) : (
          listedIn.map(({ name, url }) => (
            <li>
              {words.listed} <MaybeLink uri={url} words={name} />
            </li>
          ))
        )}
        {unreachedRegistries.length === 0 ? null : (
          <li>
            {words.unreached}: {unreachedRegistries.join(', ')}
          </li>
        )}
        {firstSeenAt === undefined ? null : (
          <li>
            {words.firstSeen} <SaidDate at={firstSeenAt} language={language} />
          </li>
        )}
        {badgesIssued === undefined ? null : (
          <li>
            {words.badges}: {badgesIssued}
          </li>
        )}
      </ul>
    </section>
  )
}
