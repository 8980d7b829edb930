import type { EndorsementCredential } from '../../schemas/open-badges.ts'
import { generatedCaption } from '../domain/achievement/achievement-image.ts'
import { Layout } from '../http/pages/layout.tsx'
import { Alignments, BadgePicture, Excerpt } from '../http/pages/words.tsx'
import { type BadgePageProps, ESSENTIAL_CHARACTERS, Facts, HowToCheck, Standing, Why, Work } from './badge-sections.tsx'
import { EmbedSection } from './embed-section.tsx'
import { EndorsementList } from './endorsement-list.tsx'
import { MESSAGES } from './messages.ts'
import type { Badge } from './read-badge.ts'

/** The page of the achievement lists them all. */
const MAX_ALIGNMENTS = 10

/** The badge as a person reads it: what, who, why, when, by whom endorsed, and how it stands. */
export const BadgePage = (props: BadgePageProps) => {
  const { badge, slug, id, urls, language, part } = props
  const words = MESSAGES[language]
  const { credential } = badge
  const { achievement } = credential.credentialSubject
  const issuerName = credential.issuer.name ?? credential.issuer.id
  const json = `${urls.credential(id)}.json`
  const name = credential.name ?? achievement.name
  // Badges of earlier editions name no image; their achievement has one all the same.
  const image = achievement.image ?? { id: `${achievement.id}/image`, caption: generatedCaption(achievement.name) }
  return (
    <Layout
      language={language}
      title={`${name} · ${issuerName}`}
      siteName={issuerName}
      description={achievement.description.slice(0, 200)}
      url={urls.credential(id)}
      imageUrl={image.id}
      alternate={{ url: json, mediaType: 'application/vc+ld+json' }}
      header={
        <p class="by">
          {words.awardedBy}{' '}
          <a href={urls.community(slug)}>
            <bdi>{issuerName}</bdi>
          </a>
        </p>
      }
      footer={
        <>
          <HowToCheck {...props} json={json} />
          <EmbedSection urls={urls} id={id} name={name} issuerName={issuerName} language={language} />
        </>
      }
    >
      <h1 lang={achievement.inLanguage}>{name}</h1>
      <Standing badge={badge} language={language} />
      <p>
        <a href={urls.verify(urls.credential(id))}>{words.checkNow}</a>
      </p>
      <Facts {...props} issuerName={issuerName} />
      <section aria-labelledby="what">
        <h2 id="what">{words.what}</h2>
        <BadgePicture image={image} />
        <Excerpt
          text={achievement.description}
          max={Math.max(props.maxCharacters, ESSENTIAL_CHARACTERS)}
          rest={{ href: achievement.id, words: words.wholeAchievement }}
          lang={achievement.inLanguage}
        />
        {achievement.alignment === undefined ? null : (
          <>
            <h3>{words.alignment}</h3>
            <Alignments alignment={achievement.alignment.slice(0, MAX_ALIGNMENTS)} />
          </>
        )}
        <p>
          <a href={achievement.id}>{words.achievementPage}</a>
        </p>
      </section>
      <Why {...props} />
      <Work {...props} json={json} />
      <EndorsementList
        part={part}
        language={language}
        maxCharacters={props.maxCharacters}
        pageUrl={urls.credential(id)}
        counted={Number(badge.counted ?? part.given)}
      />
    </Layout>
  )
}

/** The lengths of all texts that {@link BadgePage} may cut. */
export const freeTextLengths = (
  { credential }: Badge,
  endorsements: readonly EndorsementCredential[],
): readonly number[] =>
  [
    credential.credentialSubject.narrative,
    credential.credentialSubject.achievement.description,
    credential.credentialSubject.achievement.criteria.narrative,
    ...(credential.evidence ?? []).flatMap(({ description, narrative }) => [description, narrative]),
    ...endorsements.flatMap(({ credentialSubject, evidence }) => [
      credentialSubject.endorsementComment,
      evidence?.[0]?.narrative,
    ]),
  ].map((text) => text?.length ?? 0)
