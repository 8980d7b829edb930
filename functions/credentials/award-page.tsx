import type { RubricCriterion } from '../../schemas/achievement.ts'
import type { AwardRecord } from '../../schemas/award-record.ts'
import type { HeldNames } from '../domain/endorsement/describe-policy.ts'
import { REASON_WORDS } from '../domain/endorsement/reason-words.ts'
import { Layout } from '../http/pages/layout.tsx'
import { DateInWords } from '../http/pages/words.tsx'
import { MESSAGES, type PageLanguage } from './messages.ts'
import { nameRating } from './name-criteria.ts'
import { RuleInWords } from './rule-in-words.tsx'
import type { AchievementTexts } from './translate-achievement.ts'

interface AwardPageProps {
  readonly award: AwardRecord
  /** Address of an endorsement → the name its giver agreed to have shown. */
  readonly names: ReadonlyMap<string, string>
  /** What the badge is for, as it was published; absent when that is not known. */
  readonly achievement: Pick<AchievementTexts, 'name' | 'inLanguage'> | undefined
  readonly heldNames: HeldNames
  /** Criteria and levels of the record with the names they were published under. */
  readonly rubric: readonly RubricCriterion[]
  readonly community: { readonly name: string; readonly url: string }
  readonly language: PageLanguage
}

/** The award record in words: rule, endorsements by pseudonym, decision. */
export const AwardPage = ({ award, names, achievement, heldNames, rubric, community, language }: AwardPageProps) => {
  const words = MESSAGES[language]
  const json = `${award.id}.json`
  const outcome =
    award.policy.attainment === undefined
      ? words.award.outcome(award.decision.counted, award.decision.required)
      : words.award.recorded
  return (
    <Layout
      language={language}
      title={words.award.title}
      siteName={community.name}
      description={outcome}
      url={award.id}
      alternate={{ url: json, mediaType: 'application/json' }}
      header={
        <p class="by">
          {words.awardedBy}{' '}
          <a href={community.url}>
            <bdi>{community.name}</bdi>
          </a>
        </p>
      }
      footer={
        <section aria-labelledby="check">
          <h2 id="check">{words.check}</h2>
          <p>{words.award.checkIntro}</p>
          <ul>
            <li>
              <a href={json} type="application/json">
                {words.awardRecord} (JSON)
              </a>
            </li>
            <li>
              <a href={`${community.url}/did.json`}>{words.didDocument}</a>
            </li>
          </ul>
        </section>
      }
    >
      <h1>{words.award.title}</h1>
      <p class="lead">{outcome}</p>
      <p>{words.award.intro}</p>
      <dl>
        <dt>{words.award.badge}</dt>
        <dd>
          <a href={award.credential}>{award.credential}</a>
        </dd>
        <dt>{words.award.rule}</dt>
        <dd>
          <a href={award.achievement} lang={achievement?.inLanguage}>
            <bdi>{achievement?.name ?? award.achievement}</bdi>
          </a>
        </dd>
        <dt>{words.award.ruleInWords}</dt>
        <dd>
          <RuleInWords rule={{ policy: award.policy, rubric }} names={heldNames} language={language} />
        </dd>
        <dt>{words.award.opened}</dt>
        <dd>
          <DateInWords at={award.openedAt} language={language} />
        </dd>
        <dt>{words.award.decided}</dt>
        <dd>
          <DateInWords at={award.decidedAt} language={language} />
        </dd>
        <dt>{words.award.evidence}</dt>
        <dd>
          <a href={award.evidenceVersion.url}>{words.award.evidenceVersion(award.evidenceVersion.number)}</a>
          <p class="soft">
            {words.award.digest}: <code>{award.evidenceVersion.digest}</code>
          </p>
        </dd>
        <dt>{words.award.policyDigest}</dt>
        <dd>
          <code>{award.policyDigest}</code>
        </dd>
      </dl>
      {award.policy.attainment === undefined ? (
        <Endorsements award={award} names={names} rubric={rubric} language={language} />
      ) : null}
    </Layout>
  )
}

const Endorsements = ({
  award,
  names,
  rubric,
  language,
}: Omit<AwardPageProps, 'community' | 'achievement' | 'heldNames'>) => {
  const words = MESSAGES[language]
  return (
    <section aria-labelledby="endorsements">
      <h2 id="endorsements">{words.award.endorsements}</h2>
      {award.furtherOpinionGiven ? <p>{words.award.furtherOpinion}</p> : null}
      {/* What scrolls must be reachable by keyboard. */}
      <section class="scroll" aria-label={words.award.endorsementsCaption} tabindex={0}>
        <table>
          <caption>{words.award.endorsementsCaption}</caption>
          <thead>
            <tr>
              <th scope="col">{words.award.endorser}</th>
              <th scope="col">{words.award.given}</th>
              <th scope="col">{words.award.knownBy}</th>
              <th scope="col">{words.award.ratings}</th>
              <th scope="col">{words.award.counts}</th>
            </tr>
          </thead>
          <tbody>
            {award.endorsements.map(({ id, endorser, givenAt, facts, form, ratings, counted, reasons }) => (
              <tr>
                <th scope="row">
                  <code>{endorser.replace(/^endorser-/, '').slice(0, 8)}</code>
                  {names.has(id) ? (
                    <>
                      {' '}
                      <bdi>{names.get(id)}</bdi>
                    </>
                  ) : null}
                </th>
                <td>
                  <DateInWords at={givenAt} language={language} />
                </td>
                <td>
                  {words.award.assurance[facts.assurance]}
                  {form === undefined ? null : (
                    <>
                      : <a href={id}>{words.award.signedText}</a>
                    </>
                  )}
                </td>
                <td>
                  {Object.entries(ratings).map(([criterion, level]) => (
                    <div>
                      <bdi>{nameRating(rubric, criterion, level)}</bdi>
                    </div>
                  ))}
                </td>
                <td>
                  {counted ? (
                    words.yes
                  ) : (
                    <>
                      {words.no}: {reasons.map((reason) => REASON_WORDS[language][reason].brief).join(', ')}
                    </>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </section>
  )
}
