import type { AwardRecord } from '../../../schemas/award-record.ts'
import type { ThresholdPolicy } from '../../../schemas/policy.ts'
import type { Id } from '../shared/ids.ts'
import { isEligible } from './clauses/eligibility.ts'
import { matchCircles } from './clauses/min-circles.ts'
import { countingOf } from './clauses/min-endorsers.ts'
import type { JudgedEndorsement } from './decision.ts'
import type { Endorsement } from './endorsement.ts'
import { isAboutOthers } from './independence-reasons.ts'
import { earliestFirst } from './is-earlier.ts'

type AwardFacts = AwardRecord['endorsements'][number]['facts']

/**
 * Clause `blindness: anonymous`: facts by which nobody can be told from others, and the rule decides as before. They say what
 * came of each clause instead of what it was found by: eligible or not, independent or not. Of what endorsements must show
 * together only as much is told as the rule asks for: as many who were drawn, whom the panel's trust reaches, and who stand for a
 * circle; and from whom the learner had received before only as one sum.
 *
 * @param judged  All that the award record lists.
 * @returns the facts by the id of the endorsement.
 */
export function toAnonymousFacts(
  policy: ThresholdPolicy,
  judged: readonly JudgedEndorsement[],
): ReadonlyMap<Id, AwardFacts> {
  const { independence, eligibility, anchored } = policy
  const counting = countingOf(judged)
  const circles =
    independence?.minCircles === undefined ? undefined : standForCircles(counting, independence.minCircles)
  const drawn = firstOf(counting, independence?.minDrawn, ({ facts }) => facts.drawn === true)
  const reached = firstOf(counting, anchored, ({ facts }) => (facts.reach ?? 0) > 0)
  const received = independence?.minEffectiveEndorsers === undefined ? undefined : receivedBefore(counting)
  const restricts = eligibility.some(({ kind }) => kind !== 'any-member')
  return new Map(
    judged.map(({ endorsement, reasons }) => {
      const { id, assurance, facts, changedAt } = endorsement
      return [
        id,
        {
          assurance,
          ...(facts.sharesWork === true ? { sharesWork: true as const } : {}),
          ...(restricts ? { eligible: isEligible(eligibility, facts, changedAt) } : {}),
          ...(reasons.some(isAboutOthers) ? { independent: false as const } : {}),
          ...(circles ? { circles: [...(circles.get(id) ?? [])] } : {}),
          ...(drawn.has(id) ? { drawn: true } : {}),
          ...(reached.has(id) ? { anchored: true } : {}),
          ...(received && facts.received && reasons.length === 0 ? { received } : {}),
        },
      ]
    }),
  )
}

/** As many of those who count as a clause asks for. */
const firstOf = (
  counting: readonly Endorsement[],
  asked: number | undefined,
  isOne: (endorsement: Endorsement) => boolean,
): ReadonlySet<Id> =>
  new Set(
    counting
      .filter(isOne)
      .slice(0, asked ?? 0)
      .map(({ id }) => id),
  )

/** As many as are asked for of those who stand for a circle, each under a number for its name. */
function standForCircles(counting: readonly Endorsement[], asked: number): ReadonlyMap<Id, readonly string[]> {
  const matched = matchCircles(counting.map(({ facts }) => facts.circles))
  const standing = counting.filter((_endorsement, person) => matched.has(person)).slice(0, asked)
  return new Map(standing.map(({ id }, index) => [id, [`circle-${index + 1}`]]))
}

/** What the learner had received before, with what came from these endorsers taken together. */
function receivedBefore(counting: readonly Endorsement[]): AwardFacts['received'] {
  const known = earliestFirst(counting).flatMap(({ facts: { received } }) => received ?? [])
  const [before] = known
  return (
    before && {
      count: before.count,
      sumOfSquares: known.reduce((sum, { fromEndorser }) => sum + 2 * fromEndorser, before.sumOfSquares),
      fromEndorser: 0,
    }
  )
}
