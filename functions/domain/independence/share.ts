import type { EndorserShare } from '../endorsement/endorsement.ts'
import type { Id } from '../shared/ids.ts'
import type { Instant } from '../shared/instant.ts'
import type { Recount } from './heard.ts'
import { inRollingQuarter, isInRollingQuarter, type MonthlyCounts, moveInMonths } from './monthly-counts.ts'

/** What a community endorsed of late. */
export interface CommunityTally {
  readonly given: MonthlyCounts
  /** The members who endorsed last, at most {@link KNOWN_ENDORSERS}, with the month of their newest endorsement. */
  readonly endorsers: Readonly<Record<Id, string>>
}

/** How many endorsers are told apart; a clause asks no more than whether there are ten. */
const KNOWN_ENDORSERS = 20

/** A community that has not endorsed yet. */
export const NO_TALLY: CommunityTally = { given: {}, endorsers: {} }

/**
 * Counts an endorsement where it counts now, and no more where it did.
 *
 * @param given  What its endorser has given by then, of which the newest month is when they last endorsed.
 */
export function recountTally(
  { given: all, endorsers }: CommunityTally,
  endorserId: Id,
  recount: Recount,
  given: MonthlyCounts,
): CommunityTally {
  const { [endorserId]: _known, ...others } = endorsers
  const newest = Object.keys(given).sort().at(-1)
  const newestFirst = Object.entries(newest === undefined ? others : { ...others, [endorserId]: newest }).sort(
    ([a, x], [b, y]) => (x === y ? (a < b ? -1 : 1) : x > y ? -1 : 1),
  )
  return {
    given: moveInMonths(all, recount),
    endorsers: Object.fromEntries(newestFirst.slice(0, KNOWN_ENDORSERS)),
  }
}

/** How much of what the community endorsed in the last quarter came from one member. */
export const shareOf = (given: MonthlyCounts, tally: CommunityTally, now: Instant): EndorserShare => ({
  given: inRollingQuarter(given, now),
  total: inRollingQuarter(tally.given, now),
  endorsers: Object.values(tally.endorsers).filter((month) => isInRollingQuarter(month, now)).length,
})
