import type { VerificationReceipt } from '../../schemas/verification-receipt.ts'
import { Layout } from '../http/pages/layout.tsx'
import { DateInWords, MaybeLink } from '../http/pages/words.tsx'
import { MESSAGES, type PageLanguage } from './messages.ts'

interface ReceiptPageProps {
  readonly receipt: VerificationReceipt
  readonly serviceUrl: string
  readonly language: PageLanguage
}

const LOOKS = {
  verified: 'status',
  'not-verified': 'status bad',
  undetermined: 'status open',
} as const satisfies Readonly<Record<VerificationReceipt['outcome'], string>>

/** A receipt in words: what was found, when, of which bytes. */
export const ReceiptPage = ({ receipt, serviceUrl, language }: ReceiptPageProps) => {
  const words = MESSAGES[language].receipt
  const { credential, presented, endorsementCounts: counts } = receipt
  const json = `${receipt.id}.json`
  const all = counts.verified + counts['not-verified'] + counts.undetermined
  return (
    <Layout
      language={language}
      title={words.title}
      siteName={new URL(serviceUrl).host}
      description={words.outcome[receipt.outcome]}
      url={receipt.id}
      alternate={{ url: json, mediaType: 'application/json' }}
      isUnlisted={true}
      header={<p class="by">{new URL(serviceUrl).host}</p>}
      footer={
        <section aria-labelledby="check">
          <h2 id="check">{words.check}</h2>
          <p>{words.checkIntro}</p>
          <ul>
            <li>
              <a href={json} type="application/json">
                {words.signed}
              </a>
            </li>
            <li>
              <a href={`${serviceUrl}${new URL(serviceUrl).pathname === '/' ? '/.well-known' : ''}/did.json`}>
                {words.keys}
              </a>
            </li>
          </ul>
        </section>
      }
    >
      <h1>{words.title}</h1>
      <div class={LOOKS[receipt.outcome]}>
        <p>
          <strong>{words.outcome[receipt.outcome]}</strong>
        </p>
      </div>
      <p>{words.intro}</p>
      <dl>
        <dt>{words.verifiedAt}</dt>
        <dd>
          <DateInWords at={receipt.verifiedAt} language={language} /> <span class="soft">{receipt.verifiedAt}</span>
        </dd>
        <dt>{words.keptUntil}</dt>
        <dd>
          <DateInWords at={receipt.validUntil} language={language} />
        </dd>
        {credential.achievementName === undefined ? null : (
          <>
            <dt>{words.achievement}</dt>
            <dd>
              <MaybeLink uri={credential.achievement} words={credential.achievementName} />
            </dd>
          </>
        )}
        <Place label={words.badge} uri={credential.id} />
        <Place label={words.issuer} uri={credential.issuer} />
        <Place label={words.readFrom} uri={presented.url} />
        <dt>{words.digest}</dt>
        <dd>
          <code>{presented.digest}</code>
        </dd>
        {receipt.recipient === undefined ? null : (
          <>
            <dt>{words.recipient}</dt>
            <dd>{words.recipientOutcome[receipt.recipient.outcome]}</dd>
          </>
        )}
        {all === 0 ? null : (
          <>
            <dt>{words.endorsements}</dt>
            <dd>{words.endorsementCounts(counts.verified, all)}</dd>
          </>
        )}
      </dl>
      <h2>{words.checks}</h2>
      <Checks checks={receipt.checks} language={language} />
      {receipt.endorsements.length === 0 ? null : <h2>{words.endorsements}</h2>}
      {receipt.endorsements.map((endorsement) => (
        <section>
          <h3>{words.endorsementOutcome[endorsement.outcome]}</h3>
          <p>
            <MaybeLink uri={endorsement.id} words={endorsement.id ?? endorsement.pointer ?? ''} />
          </p>
          <Checks checks={endorsement.checks.filter(({ status }) => status !== 'pass')} language={language} />
        </section>
      ))}
    </Layout>
  )
}

const Place = ({ label, uri }: { readonly label: string; readonly uri: string | undefined }) =>
  uri === undefined ? null : (
    <>
      <dt>{label}</dt>
      <dd>
        <MaybeLink uri={uri} words={uri} />
      </dd>
    </>
  )

interface ChecksProps {
  readonly checks: VerificationReceipt['checks']
  readonly language: PageLanguage
}

const Checks = ({ checks, language }: ChecksProps) => {
  const words = MESSAGES[language].receipt
  return checks.length === 0 ? null : (
    <ul>
      {checks.map(({ id, status, code, pointer, spec }) => (
        <li>
          <a href={spec} rel="noreferrer">
            {words.step[id]}
          </a>
          {`: ${words.status[status]}`}
          {code === 'OK' ? null : (
            <>
              {' '}
              <code>{code}</code>
            </>
          )}
          {pointer === undefined ? null : (
            <>
              {' '}
              <code>{pointer}</code>
            </>
          )}
        </li>
      ))}
    </ul>
  )
}
