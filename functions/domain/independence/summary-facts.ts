import type { KnownFacts } from '../endorsement/known-facts.ts'
import type { Id } from '../shared/ids.ts'
import { type Instant, toEpochDays, toEpochSeconds } from '../shared/instant.ts'
import type { MonthlyCounts } from './monthly-counts.ts'
import { reachLeft, type Standing } from './reach.ts'
import { type Received, receivedBefore } from './received.ts'
import { type CommunityTally, shareOf } from './share.ts'
import { smallestRing, type Tie } from './ties.ts'

/** The summaries that an endorsement rests on, as they are kept of community, endorser and learner. */
export interface Summaries {
  readonly tally: CommunityTally
  readonly panel: readonly Id[]
  readonly endorser: {
    /** The account that endorses: trust comes to accounts, all else to people. */
    readonly accountId: Id
    readonly given: MonthlyCounts
    readonly in: readonly Tie[]
    readonly standing: Standing
  }
  readonly learner: { readonly received: readonly Received[]; readonly out: readonly Tie[] }
}

/** Who would endorse whom, and when: the people, whatever accounts they use. */
export interface SummarisedGiving {
  readonly claimId: Id
  readonly endorserId: Id
  readonly learnerId: Id
  readonly now: Instant
}

type SummaryFacts = Pick<KnownFacts, 'share' | 'received' | 'closesRingOf' | 'reach'>

/** The facts that come from summaries; the same for the service and for a simulation of it. */
export function toSummaryFacts(
  { tally, panel, endorser, learner }: Summaries,
  { claimId, endorserId, learnerId, now }: SummarisedGiving,
): SummaryFacts {
  const closesRingOf = smallestRing(endorserId, learnerId, learner.out, endorser.in, toEpochSeconds(now))
  return {
    share: shareOf(endorser.given, tally, now),
    received: receivedBefore(learner.received, claimId, endorserId, toEpochDays(now)),
    reach: reachLeft(endorser.accountId, endorser.standing, panel, now),
    ...(closesRingOf === undefined ? {} : { closesRingOf }),
  }
}
