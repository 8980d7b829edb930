import type { Evidence } from '../../schemas/open-badges/parts.ts'
import type { publicUrls } from '../domain/shared/public-urls.ts'
import { toDateInWords } from '../http/pages/languages.ts'
import { DateInWords, Excerpt, isWebAddress, MaybeLink, Name } from '../http/pages/words.tsx'
import type { EndorsementPart } from './endorsement-list.tsx'
import { MESSAGES, type PageLanguage } from './messages.ts'
import type { Badge } from './read-badge.ts'

export interface BadgePageProps {
  readonly badge: Badge
  /** The community's name in URLs, and the badge's id. */
  readonly slug: string
  readonly id: string
  /** Whether there is a JWT form. */
  readonly hasJwt: boolean
  readonly urls: ReturnType<typeof publicUrls>
  readonly language: PageLanguage
  /** At most so many characters of each free text. */
  readonly maxCharacters: number
  readonly part: EndorsementPart
}

/** What it recognises and takes is shown at this length however full the page is. */
export const ESSENTIAL_CHARACTERS = 1_000

/** Whether the badge stands, in words. */
export const Standing = ({ badge: { standing, support }, language }: Pick<BadgePageProps, 'badge' | 'language'>) => {
  const words = MESSAGES[language]
  const at = (instant: string | undefined) => (instant === undefined ? '' : toDateInWords(instant, language))
  switch (standing.kind) {
    case 'valid':
      return (
        <section class="status" aria-label={words.statusHeading}>
          <p>
            <strong>{words.statusValid}</strong>
          </p>
          {support === undefined ? null : (
            <p>{support.state === 'lost' ? words.supportLost(at(support.until)) : words.supportSettled}</p>
          )}
        </section>
      )
    case 'suspended':
    case 'revoked':
      return (
        <section class="status bad" aria-label={words.statusHeading}>
          <p>
            <strong>
              {standing.kind === 'revoked'
                ? words.statusRevoked(at(standing.at))
                : words.statusSuspended(at(standing.at))}
            </strong>
          </p>
          {standing.by === 'rule' ? (
            <p>{words.supportSettled}</p>
          ) : standing.reason === undefined ? null : (
            <p>{words.statusReason(standing.reason)}</p>
          )}
        </section>
      )
    case 'expired':
      return (
        <section class="status bad" aria-label={words.statusHeading}>
          <p>
            <strong>{words.statusExpired(at(standing.at))}</strong>
          </p>
        </section>
      )
  }
}

export const Facts = ({
  badge: { credential },
  slug,
  urls,
  language,
  issuerName,
}: BadgePageProps & { issuerName: string }) => {
  const words = MESSAGES[language]
  const { id: subjectId, identifier } = credential.credentialSubject
  const isHashed = identifier?.some(({ hashed }) => hashed) ?? false
  return (
    <section aria-label={words.facts}>
      <dl>
        <dt>{words.heldBy}</dt>
        <dd>
          {words.holderUnnamed}
          {subjectId === undefined ? null : (
            <p class="soft">
              {words.holderKnownAs} <code>{subjectId}</code>.
            </p>
          )}
          {isHashed ? <p class="soft">{words.holderIsHashed}</p> : null}
        </dd>
        <dt>{words.issuer}</dt>
        <dd>
          <a href={urls.community(slug)}>{issuerName}</a>
        </dd>
        {credential.awardedDate === undefined ? null : (
          <>
            <dt>{words.awarded}</dt>
            <dd>
              <DateInWords at={credential.awardedDate} language={language} />
            </dd>
          </>
        )}
        <dt>{words.validFrom}</dt>
        <dd>
          <DateInWords at={credential.validFrom} language={language} />
        </dd>
        {credential.validUntil === undefined ? null : (
          <>
            <dt>{words.validUntil}</dt>
            <dd>
              <DateInWords at={credential.validUntil} language={language} />
            </dd>
          </>
        )}
      </dl>
    </section>
  )
}

export const Why = ({ badge, urls, id, language, maxCharacters }: BadgePageProps) => {
  const words = MESSAGES[language]
  const { id: achievementUrl, criteria, inLanguage } = badge.credential.credentialSubject.achievement
  return (
    <section aria-labelledby="why">
      <h2 id="why">{words.why}</h2>
      {badge.counted === undefined || badge.required === undefined ? null : (
        <p class="lead">{words.countOfRequired(badge.counted, badge.required)}</p>
      )}
      {criteria.narrative === undefined ? null : (
        <Excerpt
          text={criteria.narrative}
          max={Math.max(maxCharacters, ESSENTIAL_CHARACTERS)}
          rest={{ href: achievementUrl, words: words.wholeAchievement }}
          lang={inLanguage}
        />
      )}
      {criteria.id === undefined ? null : (
        <p>
          <MaybeLink uri={criteria.id} words={criteria.id} />
        </p>
      )}
      {badge.levels.length === 0 ? null : <Levels badge={badge} language={language} />}
      <p>
        <a href={urls.award(id)}>{words.awardRecord}</a>: {words.awardRecordSays}.
      </p>
    </section>
  )
}

const Levels = ({ badge: { levels, required = '' }, language }: Pick<BadgePageProps, 'badge' | 'language'>) => {
  const words = MESSAGES[language]
  return (
    <table>
      <caption>{words.levelsCaption(required)}</caption>
      <thead>
        <tr>
          <th scope="col">{words.criterion}</th>
          <th scope="col">{words.levelReached}</th>
          <th scope="col">{words.levelRequired}</th>
        </tr>
      </thead>
      <tbody>
        {levels.map(({ criterion, level, requiredLevel }) => (
          <tr>
            <th scope="row">
              <Name name={criterion} />
            </th>
            <td>
              <Name name={level} />
            </td>
            <td>
              <Name name={requiredLevel ?? words.noneRequired} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

export const Work = ({
  badge: { credential },
  urls,
  id,
  language,
  maxCharacters,
  json,
}: BadgePageProps & { json: string }) => {
  const words = MESSAGES[language]
  const { narrative } = credential.credentialSubject
  const evidence = workOf(credential.evidence, urls.award(id))
  const rest = { href: json, words: words.wholeText }
  if (narrative === undefined && evidence.length === 0) return null
  return (
    <section aria-labelledby="work">
      <h2 id="work">{words.work}</h2>
      {narrative === undefined ? null : <Excerpt text={narrative} max={maxCharacters} rest={rest} />}
      {evidence.length === 0 ? null : (
        <ul>
          {evidence.map((entry) => (
            <li>
              <MaybeLink uri={entry.id} words={entry.name ?? entry.id ?? words.unnamedEvidence} />
              {entry.description === undefined ? null : (
                <Excerpt text={entry.description} max={maxCharacters} rest={rest} />
              )}
              {entry.narrative === undefined ? null : (
                <Excerpt text={entry.narrative} max={maxCharacters} rest={rest} />
              )}
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

/** The evidence a learner offered: all but the award record, which has its own place. */
const workOf = (evidence: readonly Evidence[] | undefined, awardUrl: string): readonly Evidence[] =>
  (evidence ?? []).filter(({ id }) => id !== awardUrl)

export const HowToCheck = ({
  badge: { credential },
  slug,
  id,
  hasJwt,
  urls,
  language,
  json,
}: BadgePageProps & { json: string }) => {
  const words = MESSAGES[language]
  const list = credential.credentialStatus?.statusListCredential
  return (
    <section aria-labelledby="check">
      <h2 id="check">{words.check}</h2>
      <p>{words.checkIntro}</p>
      <ul>
        <li>{words.checkSignature}</li>
        <li>{words.checkStatus}</li>
        <li>{words.checkKeys}</li>
      </ul>
      <ul>
        <li>
          <a href={json} type="application/vc+ld+json">
            {words.signedJson}
          </a>
        </li>
        {hasJwt ? (
          <li>
            <a href={`${urls.credential(id)}.jwt`} type="text/plain">
              {words.signedJwt}
            </a>
          </li>
        ) : null}
        <li>
          <a href={`${urls.credential(id)}.png`} type="image/png">
            {words.bakedPng}
          </a>
        </li>
        <li>
          <a href={`${urls.credential(id)}.svg`} type="image/svg+xml">
            {words.bakedSvg}
          </a>
        </li>
        {list !== undefined && isWebAddress(list) ? (
          <li>
            <a href={list}>{words.statusList}</a>
          </li>
        ) : null}
        <li>
          <a href={`${urls.community(slug)}/did.json`}>{words.didDocument}</a>
        </li>
      </ul>
    </section>
  )
}
