import type { CommunityStatistics } from '../../../schemas/statistics.ts'
import { isSettled, isStandingJudgement } from '../endorsement/blindness.ts'
import type { Claim } from '../endorsement/claim.ts'
import type { Rule } from '../endorsement/decision.ts'
import type { Endorsement } from '../endorsement/endorsement.ts'
import { effectiveEndorsers } from '../independence/received.ts'
import type { Id } from '../shared/ids.ts'
import { type Instant, toEpochMilliseconds } from '../shared/instant.ts'
import { addUnit, noCoincidences, ordinalAlpha } from './agreement.ts'
import { percentile } from './percentile.ts'

/** A claim with what was judged of its current evidence. */
export interface JudgedClaim {
  readonly claim: Claim
  readonly rule: Rule
  readonly endorsements: readonly Endorsement[]
  /** What was judged of the first evidence version that was judged at all, when that is an earlier one. */
  readonly earlier?: readonly Endorsement[]
}

/** Behind every number stand at least so many people … */
const FEWEST_PEOPLE = 5
/** … and so many claims. */
const FEWEST_CLAIMS = 10

/**
 * What the claims of a community say about how it judges. A number is left out, and named in `suppressed`, when fewer than five
 * people or ten claims stand behind it, so that none can be traced to a person. Nor may two looks at a number, before and after
 * somebody judged, tell what is secret: agreement is taken from claims that are decided only, what is sealed is in no
 * number until its claim is settled, and who endorses anonymously is never among the endorsers.
 */
export function communityStatistics(judged: readonly JudgedClaim[], at: Instant): CommunityStatistics {
  const open = judged.filter(({ claim, rule }) => rule.policy.blindness !== 'sealed' || isSettled(claim))
  const firstAnswer = waitOf(open, ({ claim, endorsements, earlier = [] }) => {
    const [first] = [...earlier, ...endorsements]
      .filter(isAnswer)
      .map(({ givenAt }) => givenAt)
      .sort()
    return first === undefined ? undefined : secondsBetween(claim.openedAt, first)
  })
  const award = waitOf(judged, ({ claim }) =>
    claim.issuedAt === undefined ? undefined : secondsBetween(claim.openedAt, claim.issuedAt),
  )
  const endorsers = effectiveEndorsersOf(open.filter(({ rule }) => rule.policy.blindness !== 'anonymous'))
  const { agreement, isPartial } = agreementOf(judged.filter(({ claim }) => isDecided(claim)))
  return {
    at,
    claims: judged.length,
    ...(firstAnswer === undefined ? {} : { firstAnswer }),
    ...(award === undefined ? {} : { award }),
    ...endorsers,
    agreement,
    suppressed: [
      ...(firstAnswer === undefined ? (['firstAnswer'] as const) : []),
      ...(award === undefined ? (['award'] as const) : []),
      ...(endorsers === undefined ? (['effectiveEndorsers'] as const) : []),
      ...(isPartial ? (['agreement'] as const) : []),
    ],
  }
}

const isDecided = ({ status }: Claim): boolean => status === 'issued' || status === 'refused'

const secondsBetween = (from: Instant, to: Instant): number =>
  Math.max(0, Math.round((toEpochMilliseconds(to) - toEpochMilliseconds(from)) / 1000))

function waitOf(judged: readonly JudgedClaim[], secondsOf: (claim: JudgedClaim) => number | undefined) {
  const waited = judged.flatMap((one) => {
    const seconds = secondsOf(one)
    return seconds === undefined ? [] : [{ seconds, learnerId: one.claim.learnerId }]
  })
  const seconds = waited.map((one) => one.seconds)
  const [p50Seconds, p90Seconds] = [percentile(seconds, 0.5), percentile(seconds, 0.9)]
  const learners = new Set(waited.map(({ learnerId }) => learnerId)).size
  if (p50Seconds === undefined || p90Seconds === undefined) return undefined
  if (learners < FEWEST_PEOPLE || waited.length < FEWEST_CLAIMS) return undefined
  return { claims: waited.length, p50Seconds, p90Seconds }
}

function effectiveEndorsersOf(judged: readonly JudgedClaim[]) {
  const given = new Map<Id, number>()
  for (const { endorserId } of judged.flatMap(({ endorsements }) => endorsements.filter(isEndorse)))
    given.set(endorserId, (given.get(endorserId) ?? 0) + 1)
  if (given.size < FEWEST_PEOPLE || judged.length < FEWEST_CLAIMS) return undefined
  const counts = [...given.values()]
  const effective = effectiveEndorsers({
    count: counts.reduce((sum, count) => sum + count, 0),
    sumOfSquares: counts.reduce((sum, count) => sum + count ** 2, 0),
  })
  return { effectiveEndorsers: Math.round(10 * effective) / 10, endorsers: given.size }
}

const isEndorse = ({ state, verdict }: Endorsement): boolean => state === 'given' && verdict === 'endorse'

interface Scale {
  readonly achievement: Id
  readonly version: number
  readonly criterion: string
  readonly levels: readonly string[]
  readonly units: (readonly { readonly endorserId: Id; readonly place: number }[])[]
}

function agreementOf(judged: readonly JudgedClaim[]) {
  const scales = new Map<string, Scale>()
  for (const { claim, rule, endorsements } of judged)
    for (const { id, levels } of rule.rubric) {
      const key = `${claim.achievementId} ${claim.achievementVersion} ${id}`
      const scale = scales.get(key) ?? {
        achievement: claim.achievementId,
        version: claim.achievementVersion,
        criterion: id,
        levels: levels.map((level) => level.id),
        units: [],
      }
      scales.set(key, scale)
      const unit = endorsements.filter(isStandingJudgement).flatMap(({ endorserId, ratings }) => {
        const rating = Object.hasOwn(ratings, id) ? ratings[id] : undefined
        const place = rating === undefined ? -1 : scale.levels.indexOf(rating)
        return place < 0 ? [] : [{ endorserId, place }]
      })
      if (unit.length > 1) scale.units.push(unit)
    }
  const rated = [...scales.values()].filter(({ units }) => units.length > 0)
  const agreement = rated.flatMap(toAgreement)
  return { agreement, isPartial: agreement.length < rated.length || rated.length === 0 }
}

/** Whether somebody answered by it: to decline is no judgement. What was taken back since was an answer all the same. */
export const isAnswer = ({ verdict }: Pick<Endorsement, 'verdict'>): boolean => verdict !== 'decline'

function toAgreement({ achievement, version, criterion, levels, units }: Scale): CommunityStatistics['agreement'] {
  const raters = new Set(units.flatMap((unit) => unit.map(({ endorserId }) => endorserId))).size
  if (units.length < FEWEST_CLAIMS || raters < FEWEST_PEOPLE) return []
  const seen = units.reduce(
    (sum, unit) =>
      addUnit(
        sum,
        unit.map(({ place }) => place),
      ),
    noCoincidences(levels.length),
  )
  const alpha = ordinalAlpha(seen)
  if (alpha === undefined) return []
  return [{ achievement, version, criterion, alpha: Math.round(alpha * 100) / 100, claims: units.length, raters }]
}
