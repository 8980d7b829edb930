import type { EndorsementCredential } from '../../schemas/open-badges.ts'
import { excerpt } from '../http/pages/markdown.ts'
import { DateInWords, Excerpt, Name } from '../http/pages/words.tsx'
import { MESSAGES, type PageLanguage } from './messages.ts'

/** The most endorsements one page lists. */
const ENDORSEMENTS_A_PAGE = 200

/** The stretch of a badge's endorsements that one page lists; pages count from 1. */
export interface EndorsementPart {
  readonly page: number
  readonly pages: number
  /** How many the badge holds in all. */
  readonly count: number
  /** How many it was given for, with those beside it: a badge holds no JWTs. */
  readonly given: number
  readonly shown: readonly EndorsementCredential[]
}

/** The endorsements on one page; `undefined` when there is no such page. */
export function endorsementsOnPage(
  endorsements: readonly EndorsementCredential[],
  page: number,
  given = endorsements.length,
): EndorsementPart | undefined {
  const pages = Math.max(1, Math.ceil(endorsements.length / ENDORSEMENTS_A_PAGE))
  if (!Number.isInteger(page) || page < 1 || page > pages) return undefined
  const first = (page - 1) * ENDORSEMENTS_A_PAGE
  return {
    page,
    pages,
    count: endorsements.length,
    given,
    shown: endorsements.slice(first, first + ENDORSEMENTS_A_PAGE),
  }
}

interface EndorsementListProps {
  readonly part: EndorsementPart
  readonly language: PageLanguage
  readonly maxCharacters: number
  readonly pageUrl: string
  /** How many counted under the rule, as the badge states it. */
  readonly counted: number
}

/** One entry for each peer: who, when, how they rated the work, what they wrote, how sure it is who they are. */
export const EndorsementList = ({ part, language, maxCharacters, pageUrl, counted }: EndorsementListProps) => {
  const words = MESSAGES[language]
  if (part.given === 0) return null
  const first = (part.page - 1) * ENDORSEMENTS_A_PAGE + 1
  return (
    <section aria-labelledby="endorsements">
      <h2 id="endorsements">{words.endorsedBy(part.given)}</h2>
      {counted < part.given ? <p>{words.someCounted(counted, part.given)}</p> : null}
      {part.count < part.given ? <p>{words.besideBadge(part.given - part.count)}</p> : null}
      {part.pages === 1 ? null : <p>{words.endorsementsShown(first, first + part.shown.length - 1, part.count)}</p>}
      {part.count === 0 ? null : (
        <ol class="people" start={first}>
          {part.shown.map((endorsement) => (
            <Entry endorsement={endorsement} language={language} maxCharacters={maxCharacters} pageUrl={pageUrl} />
          ))}
        </ol>
      )}
      {part.page === 1 ? null : (
        <p>
          <a href={`${pageUrl}?endorsements=${part.page - 1}`}>{words.earlierEndorsements}</a>
        </p>
      )}
      {part.page === part.pages ? null : (
        <p>
          <a href={`${pageUrl}?endorsements=${part.page + 1}`}>{words.laterEndorsements}</a>
        </p>
      )}
    </section>
  )
}

/** Of the ratings this much is shown however full the page is. */
const RATINGS_CHARACTERS = 60

const Entry = ({
  endorsement,
  language,
  maxCharacters,
  pageUrl,
}: {
  readonly endorsement: EndorsementCredential
  readonly language: PageLanguage
  readonly maxCharacters: number
  readonly pageUrl: string
}) => {
  const words = MESSAGES[language]
  // What was signed elsewhere bears an id from elsewhere, and is in the badge as a whole.
  const isOwnKey = !endorsement.id.startsWith(pageUrl.replace(/\/credentials\/[^/]*$/, '/endorsements/'))
  const address = isOwnKey ? `${pageUrl}.json` : endorsement.id
  const name = endorsement.issuer.name ?? words.unnamedPeer
  const ratings = endorsement.evidence?.[0]?.narrative
  const comment = endorsement.credentialSubject.endorsementComment
  return (
    <li>
      <p>
        <a href={address}>
          <strong>
            <Name name={name} />
          </strong>
        </a>
        , <DateInWords at={endorsement.validFrom} language={language} />
        {ratings === undefined ? null : <> · {excerpt(ratings, Math.max(maxCharacters, RATINGS_CHARACTERS)).text}</>}
      </p>
      {comment === undefined ? null : (
        <blockquote>
          <Excerpt text={comment} max={maxCharacters} rest={{ href: address, words: words.wholeEndorsement(name) }} />
        </blockquote>
      )}
      {endorsement.description === undefined ? null : <p class="soft">{endorsement.description}</p>}
      {isOwnKey ? <p class="soft">{words.signedWithOwnKey}</p> : null}
    </li>
  )
}
