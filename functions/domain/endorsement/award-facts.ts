import type { AwardRecord } from '../../../schemas/award-record.ts'
import type { Role } from '../../../schemas/member.ts'
import type { Eligibility, ThresholdPolicy } from '../../../schemas/policy.ts'
import type { Digests } from '../shared/ids.ts'
import { addDays, type Instant, wholeDaysBetween } from '../shared/instant.ts'
import type { Claim } from './claim.ts'
import { exceedsShare } from './clauses/share-exceeded.ts'
import type { Endorsement, EndorserFacts } from './endorsement.ts'
import { pseudonymOf } from './pseudonym.ts'

type AwardFacts = AwardRecord['endorsements'][number]['facts']

const reads = ({ eligibility }: ThresholdPolicy, kind: Eligibility['kind']): boolean =>
  eligibility.some((way) => way.kind === kind)

/**
 * Of what was known of an endorser, only what the clauses of this policy look at, and nothing that names them elsewhere:
 * people and circles under pseudonyms of the claim; of instants, distances and running numbers only on which side of what the
 * policy asks they lie. Two records that told somebody's days of membership, or how much they had endorsed by then, would
 * tell that two pseudonyms are one person.
 */
export function toAwardFacts(
  policy: ThresholdPolicy,
  { facts, assurance, changedAt, endorserId }: Endorsement,
  claim: Pick<Claim, 'salt'>,
  digests: Digests,
): AwardFacts {
  const { independence } = policy
  const circle = (name: string) => circlePseudonymOf(claim, name, digests)
  const person = facts.person ?? endorserId
  return {
    ...(reads(policy, 'role') ? { role: facts.role } : {}),
    ...(reads(policy, 'member-for')
      ? { memberDays: reachedDays(policy, wholeDaysBetween(facts.memberSince, changedAt)) }
      : {}),
    ...(reads(policy, 'holds') ? { holds: [...facts.holds] } : {}),
    ...(reads(policy, 'same-challenge') ? { workedOnChallenge: facts.workedOnChallenge === true } : {}),
    ...(reads(policy, 'challenge-badge') ? { holdsChallengeBadge: facts.holdsChallengeBadge === true } : {}),
    ...(reads(policy, 'licence') ? { licensed: facts.licensed === true } : {}),
    assurance,
    ...(facts.sharesWork === true ? { sharesWork: true } : {}),
    ...(independence === undefined || person === endorserId ? {} : { person: pseudonymOf(claim, person, digests) }),
    ...(isReturned(independence?.reciprocityWindowDays, facts, changedAt) ? { endorsedByLearner: true } : {}),
    ...(independence?.ringSize === undefined || facts.closesRingOf === undefined
      ? {}
      : { closesRingOf: facts.closesRingOf }),
    ...(independence?.maxSharePerEndorser === undefined || facts.share === undefined
      ? {}
      : { shareExceeded: exceedsShare(facts.share, independence) }),
    ...(independence?.minCircles === undefined ? {} : { circles: facts.circles.map(circle).sort() }),
    ...(independence?.minDrawn === undefined ? {} : { drawn: facts.drawn === true }),
    ...(independence?.minEffectiveEndorsers === undefined || facts.received === undefined
      ? {}
      : { received: facts.received }),
    ...(asksForAnchored(policy) ? { anchored: (facts.reach ?? 0) > 0 } : {}),
  }
}

/** The most days of membership that the policy asks for and that were reached. */
const reachedDays = ({ eligibility }: ThresholdPolicy, days: number): number =>
  Math.max(0, ...eligibility.flatMap((way) => (way.kind === 'member-for' && way.days <= days ? [way.days] : [])))

const isReturned = (
  windowDays: number | undefined,
  { endorsedByLearnerAt }: EndorserFacts,
  changedAt: Instant,
): boolean =>
  windowDays !== undefined &&
  endorsedByLearnerAt !== undefined &&
  wholeDaysBetween(endorsedByLearnerAt, changedAt) < windowDays

/** A circle's name in one claim's award record: the same for all who are in it, and for nobody else. */
const circlePseudonymOf = ({ salt }: Pick<Claim, 'salt'>, name: string, { sha256Hex }: Digests): string =>
  `circle-${sha256Hex(`${salt}|circle|${name}`).slice(0, 20)}`

const asksForAnchored = ({ anchored }: ThresholdPolicy): boolean => (anchored ?? 0) > 0

/** The facts as decisions read them, from what an award record says of an endorser who gave at `changedAt`. */
export function fromAwardFacts(facts: AwardFacts, changedAt: Instant): EndorserFacts {
  const { memberDays, anchored } = facts
  return {
    role: roleOf(facts) ?? 'member',
    memberSince: daysBefore(changedAt, memberDays ?? 0),
    circles: facts.circles ?? [],
    holds: facts.holds ?? [],
    workedOnChallenge: facts.workedOnChallenge,
    holdsChallengeBadge: facts.holdsChallengeBadge,
    licensed: facts.licensed,
    drawn: facts.drawn,
    sharesWork: facts.sharesWork,
    person: facts.person,
    endorsedByLearnerAt: endorsedByLearnerAt(facts, changedAt),
    closesRingOf: facts.closesRingOf,
    reach: anchored === undefined ? undefined : Number(anchored),
    share: facts.share ?? (facts.shareExceeded === true ? WHOLE_SHARE : undefined),
    received: facts.received,
    eligible: facts.eligible,
    independent: facts.independent,
  }
}

/** Earlier records say how many days before. */
function endorsedByLearnerAt(facts: AwardFacts, changedAt: Instant): Instant | undefined {
  if (facts.endorsedByLearner) return changedAt
  const { learnerEndorsedDaysBefore: days } = facts
  return days === undefined ? undefined : daysBefore(changedAt, days)
}

/** What exceeds every share, however few or many endorsements it is asked from. */
const WHOLE_SHARE = { given: 1_000_000, total: 1_000_000, endorsers: 1_000_000 }

/** Clauses compare whole days, of which no policy asks for more. */
const MOST_DAYS = 36_500

const daysBefore = (at: Instant, days: number): Instant => addDays(at, -Math.min(days, MOST_DAYS))

const ROLES: readonly Role[] = ['owner', 'facilitator', 'member']

const roleOf = ({ role }: AwardFacts): Role | undefined => ROLES.find((known) => known === role)

/**
 * Whether what the policy reads of every endorser is left out of one. What may be unknown may be absent, and so may, where nobody is
 * to be told from others, who was drawn and whom the panel's trust reaches, beyond as many as are asked for.
 */
export const lacksAwardFact = (policy: ThresholdPolicy, facts: AwardFacts): boolean =>
  (facts.eligible === undefined && policy.eligibility.some((way) => !holdsFactFor(way, facts))) ||
  (policy.independence?.minCircles !== undefined && facts.circles === undefined) ||
  (policy.blindness !== 'anonymous' &&
    ((policy.independence?.minDrawn !== undefined && facts.drawn === undefined) ||
      (asksForAnchored(policy) && facts.anchored === undefined)))

function holdsFactFor(way: Eligibility, facts: AwardFacts): boolean {
  switch (way.kind) {
    case 'any-member':
      return true
    case 'role':
      return roleOf(facts) !== undefined
    case 'holds':
      return facts.holds !== undefined
    case 'member-for':
      return facts.memberDays !== undefined
    case 'same-challenge':
      return facts.workedOnChallenge !== undefined
    case 'challenge-badge':
      return facts.holdsChallengeBadge !== undefined
    case 'licence':
      return facts.licensed !== undefined
  }
}
