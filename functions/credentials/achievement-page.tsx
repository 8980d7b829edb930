import type { RubricCriterion } from '../../schemas/achievement.ts'
import type { AchievementVersion } from '../domain/achievement/achievement.ts'
import { toAchievementImage } from '../domain/achievement/achievement-image.ts'
import type { Community } from '../domain/community/community.ts'
import type { HeldNames } from '../domain/endorsement/describe-policy.ts'
import { publicUrls } from '../domain/shared/public-urls.ts'
import { Layout } from '../http/pages/layout.tsx'
import { Alignments, BadgePicture, DateInWords, MaybeLink, Prose } from '../http/pages/words.tsx'
import { MESSAGES, type PageLanguage } from './messages.ts'
import { RuleInWords } from './rule-in-words.tsx'
import type { AchievementTexts } from './translate-achievement.ts'

interface AchievementPageProps {
  readonly version: AchievementVersion
  readonly community: Community
  /** Name, description and criteria in the language the reader asked for, as far as there are any. */
  readonly texts: AchievementTexts
  readonly heldNames: HeldNames
  readonly language: PageLanguage
}

/** One published version: what it recognises, what it takes, and the rule in words. */
export const AchievementPage = ({ version, community, texts, heldNames, language }: AchievementPageProps) => {
  const words = MESSAGES[language]
  const { content, policy } = version
  const urls = publicUrls(community.baseUrl)
  const url = urls.achievement(version.achievementId, version.version)
  const rubric = content.rubric ?? []
  const image = toAchievementImage(version, community.baseUrl)
  return (
    <Layout
      language={language}
      title={`${texts.name} · ${community.name}`}
      siteName={community.name}
      description={texts.description.slice(0, 200)}
      url={url}
      imageUrl={image.id}
      alternate={{ url: `${url}.json`, mediaType: 'application/ld+json' }}
      header={
        <p class="by">
          {words.achievement.by}{' '}
          <a href={urls.community(community.slug)}>
            <bdi>{community.name}</bdi>
          </a>
        </p>
      }
      footer={
        <p>
          <a href={`${url}.json`}>{words.achievement.json}</a>
        </p>
      }
    >
      <h1 lang={texts.inLanguage}>{texts.name}</h1>
      <dl>
        <dt>{words.achievement.version}</dt>
        <dd>{version.version}</dd>
        <dt>{words.achievement.published}</dt>
        <dd>
          <DateInWords at={version.publishedAt} language={language} />
        </dd>
        {texts.languages.length < 2 ? null : (
          <>
            <dt>{words.achievement.languages}</dt>
            <dd>{texts.languages.join(', ')}</dd>
          </>
        )}
        {content.tag === undefined ? null : (
          <>
            <dt>{words.achievement.tags}</dt>
            <dd>{content.tag.join(', ')}</dd>
          </>
        )}
      </dl>
      <section aria-labelledby="what">
        <h2 id="what">{words.achievement.description}</h2>
        <BadgePicture image={image} />
        <Prose text={texts.description} lang={texts.inLanguage} />
      </section>
      <section aria-labelledby="criteria">
        <h2 id="criteria">{words.achievement.criteria}</h2>
        {texts.criteria === undefined ? null : <Prose text={texts.criteria} lang={texts.inLanguage} />}
        {content.criteria.id === undefined ? null : (
          <p>
            <MaybeLink uri={content.criteria.id} words={content.criteria.id} />
          </p>
        )}
        <h3>{words.achievement.rule}</h3>
        <RuleInWords rule={{ policy, rubric }} names={heldNames} language={language} />
      </section>
      {rubric.length === 0 ? null : <Rubric rubric={rubric} inLanguage={content.inLanguage} language={language} />}
      {content.alignment === undefined ? null : (
        <section aria-labelledby="alignment">
          <h2 id="alignment">{words.alignment}</h2>
          <Alignments alignment={content.alignment} />
        </section>
      )}
    </Layout>
  )
}

interface RubricProps {
  readonly rubric: readonly RubricCriterion[]
  /** The one the community wrote it in. */
  readonly inLanguage: string | undefined
  readonly language: PageLanguage
}

const Rubric = ({ rubric, inLanguage, language }: RubricProps) => {
  const words = MESSAGES[language]
  return (
    <section aria-labelledby="rubric">
      <h2 id="rubric">{words.achievement.rubric}</h2>
      {rubric.map((criterion) => (
        <>
          <h3 lang={inLanguage}>{criterion.name}</h3>
          {criterion.description === undefined ? null : <p lang={inLanguage}>{criterion.description}</p>}
          <ol aria-label={words.achievement.criterionLevels(criterion.name)}>
            {criterion.levels.map((level) => (
              <li>
                <strong lang={inLanguage}>{level.name}</strong>
                {level.id === criterion.requiredLevel ? ` (${words.achievement.required})` : ''}
                {level.description === undefined ? null : <span lang={inLanguage}>: {level.description}</span>}
              </li>
            ))}
          </ol>
        </>
      ))}
    </section>
  )
}
