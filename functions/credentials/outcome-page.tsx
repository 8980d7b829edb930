import type { DisputeOutcome } from '../../schemas/objection.ts'
import { Layout } from '../http/pages/layout.tsx'
import { DateInWords } from '../http/pages/words.tsx'
import { OUTCOME_WORDS, type OutcomeLanguage } from './outcome-words.ts'

interface OutcomePageProps {
  readonly outcome: DisputeOutcome
  readonly community: { readonly name: string; readonly url: string }
  /** The lot of a pseudonym. */
  readonly lotOf: (pseudonym: string) => string
  readonly language: OutcomeLanguage
}

/** More lots than this would make the page heavy; the JSON has them all. */
const MOST_LOTS = 30
const LOT_CHARACTERS = 10

/** The outcome of an objection or appeal in words: what was decided, by whom, how they were drawn, and how to check that. */
export const OutcomePage = ({ outcome, community, lotOf, language }: OutcomePageProps) => {
  const words = OUTCOME_WORDS[language]
  const { kind, settlement } = outcome
  const json = `${outcome.id}.json`
  const says = settlement.basis === 'withdrawn' ? words.takenBack : words.outcome[kind][settlement.status]
  return (
    <Layout
      language={language}
      title={words.title[kind]}
      siteName={community.name}
      description={says}
      url={outcome.id}
      alternate={{ url: json, mediaType: 'application/json' }}
      isUnlisted={true}
      header={
        <p class="by">
          {words.settledIn}{' '}
          <a href={community.url}>
            <bdi>{community.name}</bdi>
          </a>
        </p>
      }
      footer={
        <section aria-labelledby="check">
          <h2 id="check">{words.check}</h2>
          <p>{words.checkSignature(String(outcome.proof?.['cryptosuite'] ?? ''))}</p>
          <p>{words.checkLots}</p>
          <p>{words.checkDigest}</p>
          <ul>
            <li>
              <a href={json} type="application/json">
                {words.json}
              </a>
            </li>
            <li>
              <a href={`${community.url}/did.json`}>{words.keys}</a>
            </li>
          </ul>
        </section>
      }
    >
      <h1>{words.title[kind]}</h1>
      <div class="status open">
        <p>
          <strong>{says}</strong>
        </p>
        <p>
          {settlement.basis === 'votes'
            ? words.votes(settlement.upheld, settlement.dismissed)
            : words.basis[settlement.basis]}
        </p>
      </div>
      <p>{words.intro}</p>
      <Facts outcome={outcome} language={language} />
      <Objectors outcome={outcome} language={language} />
      <Panel outcome={outcome} language={language} />
      <Lots outcome={outcome} lotOf={lotOf} language={language} />
    </Layout>
  )
}

type PartProps = Pick<OutcomePageProps, 'outcome' | 'language'>

const Facts = ({ outcome, language }: PartProps) => {
  const words = OUTCOME_WORDS[language]
  return (
    <dl>
      <dt>{words.achievement}</dt>
      <dd>
        <a href={outcome.achievement}>{outcome.achievement}</a>
      </dd>
      {outcome.against === undefined ? null : (
        <>
          <dt>{words.against}</dt>
          <dd>
            <a href={outcome.against}>{outcome.against}</a>
          </dd>
        </>
      )}
      <When label={words.met} at={outcome.decidedAt} language={language} />
      <When label={words.raised} at={outcome.raisedAt} language={language} />
      <When label={words.settled} at={outcome.settlement.at} language={language} />
      <Digest label={words.policyDigest} digest={outcome.policyDigest} />
      <Digest label={words.evidenceDigest} digest={outcome.evidenceDigest} />
    </dl>
  )
}

interface WhenProps {
  readonly label: string
  readonly at: string | undefined
  readonly language: OutcomeLanguage
}

const When = ({ label, at, language }: WhenProps) =>
  at === undefined ? null : (
    <>
      <dt>{label}</dt>
      <dd>
        <DateInWords at={at} language={language} /> <span class="soft">{at}</span>
      </dd>
    </>
  )

const Digest = ({ label, digest }: { readonly label: string; readonly digest: string }) => (
  <>
    <dt>{label}</dt>
    <dd>
      <code>{digest}</code>
    </dd>
  </>
)

const Objectors = ({ outcome, language }: PartProps) => {
  const words = OUTCOME_WORDS[language]
  return (
    <section aria-labelledby="objected">
      <h2 id="objected">{words.objected[outcome.kind]}</h2>
      <ul>
        {outcome.objectors.map(({ pseudonym, grounds, at }) => (
          <li>
            {outcome.kind === 'appeal' ? null : `${grounds ? words.grounds[grounds] : words.withoutGrounds} `}
            <span class="soft">
              <code>{pseudonym}</code>, <DateInWords at={at} language={language} />
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}

const Panel = ({ outcome, language }: PartProps) => {
  const words = OUTCOME_WORDS[language]
  return (
    <section aria-labelledby="panel">
      <h2 id="panel">{words.panel}</h2>
      {outcome.panel.length === 0 ? (
        <p>{words.nobodyDrawn}</p>
      ) : (
        <section class="scroll" aria-label={words.panelCaption} tabindex={0}>
          <table>
            <caption>{words.panelCaption}</caption>
            <thead>
              <tr>
                <th scope="col">{words.seat.member}</th>
                <th scope="col">{words.seat.drawnIn}</th>
                <th scope="col">{words.seat.said}</th>
                <th scope="col">{words.seat.when}</th>
              </tr>
            </thead>
            <tbody>
              {outcome.panel.map(({ pseudonym, draw, vote, votedAt, declinedAt, replacedAt }) => (
                <tr>
                  <th scope="row">
                    <code>{pseudonym}</code>
                  </th>
                  <td>{draw}</td>
                  <td>
                    {vote !== undefined
                      ? words.vote[vote]
                      : declinedAt !== undefined
                        ? words.declined
                        : replacedAt !== undefined
                          ? words.replaced
                          : words.noVote}
                  </td>
                  <td>
                    {(votedAt ?? declinedAt ?? replacedAt) === undefined ? null : (
                      <DateInWords at={votedAt ?? declinedAt ?? replacedAt ?? ''} language={language} />
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
    </section>
  )
}

const Lots = ({ outcome, lotOf, language }: Omit<OutcomePageProps, 'community'>) => {
  const words = OUTCOME_WORDS[language]
  return (
    <section aria-labelledby="lots">
      <h2 id="lots">{words.lots}</h2>
      <p>{words.lotsIntro}</p>
      <dl>
        <Digest label={words.seed} digest={outcome.lots.seed} />
      </dl>
      {outcome.lots.draws.map(({ number, at, members, candidates, digest }) => (
        <section aria-labelledby={`draw-${number}`}>
          <h3 id={`draw-${number}`}>{words.draw(number, members)}</h3>
          <p class="soft">
            <DateInWords at={at} language={language} /> {at}
          </p>
          {/* What scrolls must be reachable by keyboard. */}
          <section class="scroll" aria-label={`${words.drawCaption}: ${number}`} tabindex={0}>
            <table>
              <caption>{words.drawCaption}</caption>
              <thead>
                <tr>
                  <th scope="col">{words.seat.member}</th>
                  <th scope="col">{words.lot}</th>
                  <th scope="col">{words.became}</th>
                </tr>
              </thead>
              <tbody>
                {candidates.slice(0, MOST_LOTS).map(({ pseudonym, code }) => (
                  <tr>
                    <th scope="row">
                      <code>{pseudonym}</code>
                    </th>
                    <td>
                      <code>{lotOf(pseudonym).slice(0, LOT_CHARACTERS)}…</code>
                    </td>
                    <td>{words.code[code]}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </section>
          {candidates.length > MOST_LOTS ? <p class="soft">{words.more(candidates.length - MOST_LOTS)}</p> : null}
          <p class="soft">
            {words.listDigest}: <code>{digest}</code>
          </p>
        </section>
      ))}
    </section>
  )
}
