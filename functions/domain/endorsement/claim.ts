import type { ClaimStatus } from '../../../schemas/claim.ts'
import type { ThresholdPolicy } from '../../../schemas/policy.ts'
import type { Did, Id, Slug, UrnUuid } from '../shared/ids.ts'
import type { Instant } from '../shared/instant.ts'

export type { ClaimStatus }

/** Where the badge of a claim stands in its community's status list; drawn once, never reused. */
export interface StatusEntry {
  readonly list: Id
  /** 0 to the size of the list less one. */
  readonly index: number
}

/** That a badge's endorsements no longer meet its rule, and what becomes of it (clause `living`). */
export interface LostSupport {
  /** `lost` until the time to gather others is over; then `settled`: what the rule says was done. */
  readonly state: 'lost' | 'settled'
  readonly since: Instant
  /** Until when nothing is done. */
  readonly until: Instant
  readonly action: NonNullable<ThresholdPolicy['living']>
}

/** Whose judgement of a sample is waited for, and the claim whose badge is the licence that it keeps alive. */
export interface PlantedFor {
  readonly reviewerId: Id
  readonly licenceClaimId: Id
}

/** A learner's request to be recognised for one achievement version. Holds no personal text. */
export interface Claim {
  readonly id: Id
  readonly community: Slug
  readonly achievementId: Id
  readonly achievementVersion: number
  readonly learnerId: Id
  readonly collaborators: readonly Id[]
  /** The challenge that the achievement version belongs to. */
  readonly challengeId?: Id | undefined
  /** BCP 47 tag of the language the evidence is in. */
  readonly language?: string | undefined
  /** Who the learner is to the community, when they have more than one account. */
  readonly learnerPerson?: Id | undefined
  /** What this service itself has recorded of the learner, of badges given without endorsement. */
  readonly attained?: ThresholdPolicy['attainment'] | undefined
  /** Set when it is a sample whose right levels are known, offered as if somebody had asked. Its rule is never carried out. */
  readonly planted?: PlantedFor | undefined
  /** When the badge ends by itself; it is good for as long as it stands otherwise. */
  readonly validUntil?: Instant | undefined
  /** Set while an objection is being settled. */
  readonly objection?: 'raised' | undefined
  /** The objection or appeal that is being settled, or was settled last. */
  readonly disputeId?: Id | undefined
  /**
   * Of a rule with an objection window: until when a met claim can be objected to. No badge is made before, and only what was
   * given by `decidedAt` goes into it. Once an appeal was upheld: when that was.
   */
  readonly objectableUntil?: Instant | undefined
  /** When an objection was upheld. */
  readonly refusedAt?: Instant | undefined
  /** How the learner's appeal against the last refusal stands; there is one at most. */
  readonly appeal?: 'raised' | 'upheld' | 'dismissed' | undefined
  /** Set while the endorsements that stand do not meet the rule any more that the badge was given under. */
  readonly support?: LostSupport | undefined
  /** Identifiers of the learner to put into the badge as salted hashes. */
  readonly identify: readonly 'emailAddress'[]
  /** `credentialSubject.id` of the badge to come: the DID the learner proved last before they opened the claim, if any. */
  readonly subjectId: UrnUuid | Did
  /** Id of the badge and of the award record, allotted when the claim opens. */
  readonly credentialId: Id
  readonly status: ClaimStatus
  /** The current evidence version, from 1. */
  readonly evidenceVersion: number
  /** SHA-256 of the stored bytes of that version, base64url. */
  readonly evidenceDigest: string
  readonly openedAt: Instant
  readonly expiresAt?: Instant | undefined
  /** How often the claim has gone `open → met`; names the freeze an issuance belongs to. */
  readonly round: number
  /** The instant of the decision while `met`, `contested`, `refused` or `issued`. */
  readonly decidedAt?: Instant | undefined
  readonly issuedAt?: Instant | undefined
  readonly statusEntry?: StatusEntry | undefined
  /** Random text that makes pseudonyms and salts of this claim unguessable. */
  readonly salt: string
  /** Grows by one with every change. */
  readonly version: number
}
