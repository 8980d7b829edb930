import type { Verdict } from '../../../schemas/endorsement.ts'
import type { Role } from '../../../schemas/member.ts'
import type { Assurance } from '../../../schemas/policy.ts'
import type { Id } from '../shared/ids.ts'
import type { Instant } from '../shared/instant.ts'

/** What is known of the endorser at the moment the endorsement is given; decisions read only this. */
export interface EndorserFacts {
  readonly role: Role
  readonly memberSince: Instant
  readonly circles: readonly string[]
  /** Of the achievements the policy asks about, those held. */
  readonly holds: readonly Id[]
  /** Whether they had worked on the challenge of the achievement; absent when it has none. */
  readonly workedOnChallenge?: boolean | undefined
  /** Whether they held an unrevoked badge of that challenge. */
  readonly holdsChallengeBadge?: boolean | undefined
  /** Whether they held a licence for that challenge that had not expired. */
  readonly licensed?: boolean | undefined
  /** Whether the queue drew them for this claim; otherwise they came by themselves or were asked by name. */
  readonly drawn?: boolean | undefined
  /** Who they are to the community: the same for all accounts that share an identifier. Absent: they themselves. */
  readonly person?: Id | undefined
  /** Set when a claim named them and the learner as sharing the work, on the same achievement or in the same challenge. */
  readonly sharesWork?: true | undefined
  /** When the learner had last endorsed them. */
  readonly endorsedByLearnerAt?: Instant | undefined
  /** How many people the smallest ring has that this endorsement closes, from 3; absent when it closes none. */
  readonly closesRingOf?: number | undefined
  /** How far the founding panel's trust reaches them: the capacity left, 0 when not at all. */
  readonly reach?: number | undefined
  /** Of the community's endorsements of the last quarter, before this one. */
  readonly share?: EndorserShare | undefined
  /** What the learner had received in 365 days for other claims than this one, and from this endorser. */
  readonly received?: ReceivedEndorsements | undefined
  /** Never stored. Of award records that name nobody: what came of the clause `eligibility`. */
  readonly eligible?: boolean | undefined
  /** Never stored. Of award records that name nobody: that a clause of `independence` keeps the endorsement from counting. */
  readonly independent?: false | undefined
  /** As of when the summaries held that ring, reach, share and received were taken from. */
  readonly summarisedAt?: Instant | undefined
}

/** How much of what a community endorsed in a quarter came from one member. */
export interface EndorserShare {
  readonly given: number
  readonly total: number
  /** How many different members endorsed. */
  readonly endorsers: number
}

/** Endorsements received by one learner, as an inverse Simpson index needs them. */
export interface ReceivedEndorsements {
  readonly count: number
  /** The sum, over endorsers, of the square of how many each gave. */
  readonly sumOfSquares: number
  /** How many of `count` this endorser gave. */
  readonly fromEndorser: number
}

/** One peer's judgement of one evidence version, without its texts. */
export interface Endorsement {
  readonly id: Id
  readonly claimId: Id
  readonly endorserId: Id
  readonly evidenceVersion: number
  /** From 1; every change adds one. */
  readonly version: number
  /** The version that stood before this one, 0 for none; absent when it is the one numbered before. */
  readonly previous?: number | undefined
  /** Set once a judgement was changed for another; a decline that becomes a judgement was none. */
  readonly revised?: true | undefined
  /** `erased`: what they wrote is gone; only that they once judged stays. */
  readonly state: 'given' | 'withdrawn' | 'erased'
  readonly verdict: Verdict
  /** Criterion id → level id. */
  readonly ratings: Readonly<Record<string, string>>
  /** With `not-yet`: the criterion named. */
  readonly criterion?: string | undefined
  readonly relationship?: string | undefined
  readonly consentToBeNamed: boolean
  readonly assurance: Assurance
  readonly givenAt: Instant
  readonly changedAt: Instant
  readonly facts: EndorserFacts
}

/** The texts of an endorsement; they live with the endorser and are erased with them. */
export interface EndorsementTexts {
  readonly comment?: string | undefined
  readonly fix?: string | undefined
  readonly reason?: string | undefined
  /** Why it was changed to this. */
  readonly changeReason?: string | undefined
}
