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
}

/** One peer's judgement of one evidence version, without its texts. */
export interface Endorsement {
  readonly id: Id
  readonly claimId: Id
  readonly endorserId: Id
  readonly evidenceVersion: number
  /** From 1; a revision adds one. */
  readonly version: number
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
}
