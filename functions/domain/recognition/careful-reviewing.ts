import type { RubricCriterion } from '../../../schemas/achievement.ts'
import type { Endorsement } from '../endorsement/endorsement.ts'
import { addDays, type Instant } from '../shared/instant.ts'

/** What one judgement says of how its giver reviews. */
export interface Weighed {
  readonly agreed: boolean
  readonly timely: boolean
}

/** What is known of a member's reviewing in one quarter. */
export interface ReviewTally {
  /** Judgements that could be compared with those of others, and samples with known levels. */
  readonly compared: number
  readonly agreed: number
  readonly timely: number
}

/** Fewer say too little; how many more there are makes no difference. */
const ENOUGH_COMPARED = 5
const SHARE_AGREED = 0.8
const SHARE_TIMELY = 0.8

/** Days in which a judgement comes in time when the queue set no time. */
const TIMELY_DAYS = 7

/** Ratings this many levels apart still agree. */
const AGREEING_LEVELS = 1

/** Whether a quarter's reviewing was careful: enough of it agreed and came in time. More of it earns nothing more. */
export const isCareful = ({ compared, agreed, timely }: ReviewTally): boolean =>
  compared >= ENOUGH_COMPARED && agreed >= compared * SHARE_AGREED && timely >= compared * SHARE_TIMELY

/**
 * Compares one judgement with the outcome and with what other peers found of the same evidence version. It agrees when its
 * verdict is that of the outcome and each of its ratings lies within one level of the middle of the others'.
 *
 * @param outcome  The verdict that turned out right.
 * @param offeredAt  Since when the evidence could be judged, when that is still known.
 * @returns `undefined` for what cannot be compared: declined, withdrawn or erased, or the only judgement there is.
 */
export function weighJudgement(
  own: Endorsement,
  all: readonly Endorsement[],
  outcome: 'endorse' | 'not-yet',
  rubric: readonly RubricCriterion[],
  offeredAt: Instant | undefined,
): Weighed | undefined {
  const others = all.filter((one) => one.endorserId !== own.endorserId && isJudgement(one))
  if (!isJudgement(own) || others.length === 0) return undefined
  const near = rubric.every((criterion) => {
    const rank = rankOf(criterion, own)
    const middle = middleOf(others.map((one) => rankOf(criterion, one)).filter((one) => one >= 0))
    return rank < 0 || middle === undefined || Math.abs(rank - middle) <= AGREEING_LEVELS
  })
  const inTime = offeredAt !== undefined && own.givenAt <= addDays(offeredAt, TIMELY_DAYS)
  return { agreed: near && own.verdict === outcome, timely: own.facts.drawn === true || inTime }
}

const isJudgement = ({ state, verdict }: Endorsement): boolean => state === 'given' && verdict !== 'decline'

const rankOf = ({ id, levels }: RubricCriterion, { ratings }: Endorsement): number =>
  levels.findIndex((level) => level.id === ratings[id])

function middleOf(ranks: readonly number[]): number | undefined {
  const sorted = ranks.toSorted((a, b) => a - b)
  const [low, high] = [sorted[Math.floor((sorted.length - 1) / 2)], sorted[Math.floor(sorted.length / 2)]]
  return low === undefined || high === undefined ? undefined : (low + high) / 2
}
