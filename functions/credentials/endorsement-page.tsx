import type { EndorsementCredential } from '../../schemas/open-badges.ts'
import { Layout } from '../http/pages/layout.tsx'
import { DateInWords, MaybeLink, Prose } from '../http/pages/words.tsx'
import { MESSAGES, type PageLanguage } from './messages.ts'

/** One peer's endorsement, in full. `url` is its address here; who signed with their own key gave it another id. */
export const EndorsementPage = ({
  endorsement,
  url,
  signed,
  language,
}: {
  readonly endorsement: EndorsementCredential
  readonly url: string
  readonly signed: { readonly url: string; readonly mediaType: string; readonly words: string }
  readonly language: PageLanguage
}) => {
  const words = MESSAGES[language]
  const { id, issuer, credentialSubject, evidence = [] } = endorsement
  const name = issuer.name ?? words.unnamedPeer
  const comment = credentialSubject.endorsementComment
  return (
    <Layout
      language={language}
      title={`${endorsement.name} · ${name}`}
      siteName={name}
      description={`${words.endorsement.by} ${name}`}
      url={url}
      alternate={signed}
      header={
        <p class="by">
          {words.endorsement.by} <bdi>{name}</bdi>
        </p>
      }
      footer={
        <section aria-labelledby="check">
          <h2 id="check">{words.check}</h2>
          <p>{words.endorsement.checkIntro}</p>
          <ul>
            <li>
              <a href={signed.url} type={signed.mediaType}>
                {signed.words}
              </a>
            </li>
          </ul>
        </section>
      }
    >
      <h1>{words.endorsement.title(endorsement.name)}</h1>
      <dl>
        <dt>{words.endorsement.about}</dt>
        <dd>
          <MaybeLink uri={credentialSubject.id} words={credentialSubject.id} />
        </dd>
        <dt>{words.endorsement.given}</dt>
        <dd>
          <DateInWords at={endorsement.validFrom} language={language} />
        </dd>
        <dt>{words.endorsement.signature}</dt>
        <dd>
          <code>{issuer.id}</code>
          {issuer.description === undefined ? null : <p class="soft">{issuer.description}</p>}
        </dd>
      </dl>
      {endorsement.description === undefined ? null : <p>{endorsement.description}</p>}
      {id === url ? null : <p>{words.signedWithOwnKey}</p>}
      {comment === undefined ? null : (
        <section aria-labelledby="comment">
          <h2 id="comment">{words.endorsement.comment}</h2>
          <Prose text={comment} />
        </section>
      )}
      {evidence.map((entry) => (
        <section>
          <h2>{words.endorsement.judged}</h2>
          {entry.narrative === undefined ? null : <p>{entry.narrative}</p>}
          <p>
            {words.endorsement.evidenceJudged}: <MaybeLink uri={entry.id} words={entry.name ?? entry.id ?? ''} />
          </p>
        </section>
      ))}
    </Layout>
  )
}
