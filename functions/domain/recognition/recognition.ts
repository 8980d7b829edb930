import type { Id, Slug } from '../shared/ids.ts'
import { addMilliseconds, type Instant } from '../shared/instant.ts'
import { endOfQuarter, type Quarter, quarterOf } from './quarter.ts'

/** Whether a member wants to be thanked for careful reviewing. */
export interface Recognition {
  readonly memberId: Id
  readonly community: Slug
  readonly optedIn: boolean
  /** Since when it is so. */
  readonly since: Instant
  /** The achievement that thanks are given with, once the member opted in. */
  readonly achievementId?: Id | undefined
  /** The last quarter that was looked at. */
  readonly settled?: Quarter | undefined
  readonly version: number
}

const HOUR_MILLISECONDS = 3_600_000

/** What the clock looks at for a quarter: an hour after its end, once what happened in it is weighed. */
export const thanksDue = (memberId: Id, at: Instant) =>
  ({
    at: addMilliseconds(endOfQuarter(at), HOUR_MILLISECONDS),
    kind: 'thanks',
    claimId: memberId,
    ref: quarterOf(at),
    attempt: 0,
  }) as const
