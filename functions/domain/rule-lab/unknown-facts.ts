import type { Eligibility, ThresholdPolicy } from '../../../schemas/policy.ts'
import type { MissingFact } from '../../../schemas/rule-lab.ts'
import type { Claim } from '../endorsement/claim.ts'
import type { Endorsement, EndorserFacts } from '../endorsement/endorsement.ts'
import type { Id } from '../shared/ids.ts'

/** What tells which facts of a claim's endorsements are known. */
export interface KnownOfClaim {
  readonly claim: Pick<Claim, 'challengeId'>
  /** The rule the claim was endorsed under. */
  readonly endorsedUnder: Pick<ThresholdPolicy, 'eligibility'>
}

/** Facts as they would be at best or at worst for the learner. */
type Bound = 'best' | 'worst'

const EVERYBODYS = 1_000_000

/** What a rule reads of an endorsement, with the facts that stand for it when it is not known. */
interface Reading {
  readonly fact: MissingFact
  readonly isKnown: (facts: EndorserFacts, known: KnownOfClaim) => boolean
  readonly fill: (endorsement: Endorsement, bound: Bound) => Partial<EndorserFacts>
}

/** All facts of independence came to be kept at once; the share is there from then on. */
const hasSummaries = ({ share }: EndorserFacts): boolean => share !== undefined

/** Which facts a policy reads that endorsements have not always had. */
function readingsOf({ eligibility, independence = {}, anchored = 0 }: ThresholdPolicy): readonly Reading[] {
  const readings: Reading[] = eligibility.flatMap(toReading)
  if (independence.reciprocityWindowDays !== undefined)
    readings.push({
      fact: 'endorsedByLearner',
      isKnown: hasSummaries,
      fill: ({ changedAt }, bound) => (bound === 'worst' ? { endorsedByLearnerAt: changedAt } : {}),
    })
  if (independence.ringSize !== undefined)
    readings.push({
      fact: 'ring',
      isKnown: hasSummaries,
      fill: (_endorsement, bound) => (bound === 'worst' ? { closesRingOf: 3 } : {}),
    })
  if (independence.maxSharePerEndorser !== undefined)
    readings.push({
      fact: 'share',
      isKnown: hasSummaries,
      fill: (_endorsement, bound) =>
        bound === 'worst' ? { share: { given: EVERYBODYS, total: EVERYBODYS, endorsers: EVERYBODYS } } : {},
    })
  if (independence.minEffectiveEndorsers !== undefined)
    readings.push({
      fact: 'received',
      isKnown: ({ received }) => received !== undefined,
      fill: (_endorsement, bound) => ({
        received:
          bound === 'best'
            ? { count: 0, sumOfSquares: 0, fromEndorser: 0 }
            : { count: EVERYBODYS, sumOfSquares: EVERYBODYS ** 2, fromEndorser: EVERYBODYS },
      }),
    })
  if (anchored > 0)
    readings.push({
      fact: 'reach',
      isKnown: ({ reach }) => reach !== undefined,
      fill: (_endorsement, bound) => ({ reach: bound === 'best' ? 1 : 0 }),
    })
  if (independence.minDrawn !== undefined)
    readings.push({
      fact: 'drawn',
      // The queue says of whom it drew that it did; that nobody was drawn is known since summaries are kept.
      isKnown: (facts) => facts.drawn !== undefined || hasSummaries(facts),
      fill: (_endorsement, bound) => ({ drawn: bound === 'best' }),
    })
  return readings
}

function toReading(way: Eligibility): Reading[] {
  switch (way.kind) {
    case 'any-member':
    case 'role':
    case 'member-for':
      return []
    case 'holds':
      return [
        {
          fact: 'holds',
          isKnown: ({ holds }, { endorsedUnder }) =>
            holds.includes(way.achievement) || asksFor(endorsedUnder, way.achievement),
          fill: ({ facts }, bound) => (bound === 'best' ? { holds: [...facts.holds, way.achievement] } : {}),
        },
      ]
    case 'same-challenge':
      return [ofChallenge('workedOnChallenge', 'workedOnChallenge')]
    case 'challenge-badge':
      return [ofChallenge('holdsChallengeBadge', 'holdsChallengeBadge')]
    case 'licence':
      return [ofChallenge('licensed', 'licensed')]
  }
}

const ofChallenge = (fact: MissingFact, name: 'workedOnChallenge' | 'holdsChallengeBadge' | 'licensed'): Reading => ({
  fact,
  isKnown: (facts, { claim }) => claim.challengeId === undefined || facts[name] !== undefined,
  fill: (_endorsement, bound) => ({ [name]: bound === 'best' }),
})

const asksFor = ({ eligibility }: KnownOfClaim['endorsedUnder'], achievement: Id): boolean =>
  eligibility.some((way) => way.kind === 'holds' && way.achievement === achievement)

/** The facts that a policy reads and that some standing endorsement lacks, each once. */
export const missingFactsOf = (
  policy: ThresholdPolicy,
  endorsements: readonly Endorsement[],
  known: KnownOfClaim,
): readonly MissingFact[] => [
  ...new Set(
    readingsOf(policy)
      .filter(({ isKnown }) => endorsements.some(({ state, facts }) => state === 'given' && !isKnown(facts, known)))
      .map(({ fact }) => fact),
  ),
]

/** The endorsements with every fact that is not known as it would be at best, or at worst, for the learner. */
export const withUnknown = (
  bound: Bound,
  policy: ThresholdPolicy,
  endorsements: readonly Endorsement[],
  known: KnownOfClaim,
): readonly Endorsement[] => {
  const readings = readingsOf(policy)
  return endorsements.map((endorsement) => {
    let filled = endorsement
    for (const { isKnown, fill } of readings)
      if (!isKnown(endorsement.facts, known)) filled = { ...filled, facts: { ...filled.facts, ...fill(filled, bound) } }
    return filled
  })
}
