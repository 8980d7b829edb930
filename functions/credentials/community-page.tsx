import type { Community } from '../domain/community/community.ts'
import type { DidDocument } from '../domain/credential/to-did-document.ts'
import { publicUrls } from '../domain/shared/public-urls.ts'
import { Layout } from '../http/pages/layout.tsx'
import { BadgePicture, DateInWords, MaybeLink, Prose } from '../http/pages/words.tsx'
import { MESSAGES, type PageLanguage } from './messages.ts'

/** A community as the issuer of badges: who it is, and the keys that sign in its name. */
export const CommunityPage = ({
  community,
  didDocument,
  language,
}: {
  readonly community: Community
  readonly didDocument: DidDocument
  readonly language: PageLanguage
}) => {
  const words = MESSAGES[language]
  const url = publicUrls(community.baseUrl).community(community.slug)
  return (
    <Layout
      language={language}
      title={community.name}
      siteName={community.name}
      description={community.description ?? words.community.kind}
      url={url}
      imageUrl={community.image?.id}
      alternate={{ url: `${url}.json`, mediaType: 'application/ld+json' }}
      header={<p class="by">{words.community.kind}</p>}
      footer={
        <section aria-labelledby="keys">
          <h2 id="keys">{words.community.keys}</h2>
          <p>{words.community.keysIntro}</p>
          <ul>
            {didDocument.verificationMethod.map((method) => (
              <li>
                <code>{method.type === 'Multikey' ? method.publicKeyMultibase : method.publicKeyJwk.kid}</code>
                {method.revoked === undefined ? null : (
                  <>
                    {' · '}
                    {words.community.notTrustedSince} <DateInWords at={method.revoked} language={language} />
                  </>
                )}
              </li>
            ))}
          </ul>
          <ul>
            <li>
              <a href={`${url}/did.json`}>{words.didDocument}</a>
            </li>
            <li>
              <a href={`${url}.json`}>{words.community.json}</a>
            </li>
          </ul>
        </section>
      }
    >
      <h1>{community.name}</h1>
      <BadgePicture image={community.image} />
      {community.description === undefined ? null : <Prose text={community.description} />}
      <dl>
        {community.url === undefined ? null : (
          <>
            <dt>{words.community.website}</dt>
            <dd>
              <MaybeLink uri={community.url} words={community.url} />
            </dd>
          </>
        )}
        {community.email === undefined ? null : (
          <>
            <dt>{words.community.email}</dt>
            <dd>{community.email}</dd>
          </>
        )}
        <dt>{words.community.issuerId}</dt>
        <dd>
          <code>{community.issuer}</code>
        </dd>
        <dt>{words.community.since}</dt>
        <dd>
          <DateInWords at={community.createdAt} language={language} />
        </dd>
      </dl>
    </Layout>
  )
}
