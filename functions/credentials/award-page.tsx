import type { RubricCriterion } from '../../schemas/achievement.ts'
import type { AwardRecord } from '../../schemas/award-record.ts'
import { REASON_WORDS } from '../domain/endorsement/reason-words.ts'
import { Layout } from '../http/pages/layout.tsx'
import { DateInWords } from '../http/pages/words.tsx'
import { MESSAGES, type PageLanguage } from './messages.ts'
import { RuleInWords } from './rule-in-words.tsx'

interface AwardPageProps {
  readonly award: AwardRecord
  /** Address of an endorsement → the name its giver agreed to have shown. */
  readonly names: ReadonlyMap<string, string>
  readonly community: { readonly name: string; readonly url: string }
  readonly language: PageLanguage
}

/** The award record in words: rule, endorsements by pseudonym, decision. */
export const AwardPage = ({ award, names, community, language }: AwardPageProps) => {
  const words = MESSAGES[language]
  const json = `${award.id}.json`
  return (
    <Layout
      language={language}
      title={words.award.title}
      siteName={community.name}
      description={words.award.outcome(award.decision.counted, award.decision.required)}
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
      <p class="lead">{words.award.outcome(award.decision.counted, award.decision.required)}</p>
      <p>{words.award.intro}</p>
      <dl>
        <dt>{words.award.badge}</dt>
        <dd>
          <a href={award.credential}>{award.credential}</a>
        </dd>
        <dt>{words.award.rule}</dt>
        <dd>
          <a href={award.achievement}>{award.achievement}</a>
        </dd>
        <dt>{words.award.ruleInWords}</dt>
        <dd>
          <RuleInWords rule={{ policy: award.policy, rubric: award.rubric.map(toCriterion) }} language={language} />
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
      <Endorsements award={award} names={names} language={language} />
    </Layout>
  )
}

/** The record names criteria and levels by their ids only. */
const toCriterion = ({ id, levels, requiredLevel }: AwardRecord['rubric'][number]): RubricCriterion => ({
  id,
  name: id,
  levels: levels.map((level) => ({ id: level, name: level })),
  ...(requiredLevel === undefined ? {} : { requiredLevel }),
})

const Endorsements = ({ award, names, language }: Omit<AwardPageProps, 'community'>) => {
  const words = MESSAGES[language]
  return (
    <section aria-labelledby="endorsements">
      <h2 id="endorsements">{words.award.endorsements}</h2>
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
                  {Object.entries(ratings)
                    .map(([criterion, level]) => `${criterion}: ${level}`)
                    .join(', ')}
                </td>
                <td>
                  {counted ? (
                    words.yes
                  ) : (
                    <>
                      {words.no}: {reasons.map((reason) => REASON_WORDS[language][reason]).join(', ')}
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
