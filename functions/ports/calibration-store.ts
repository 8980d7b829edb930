import type { PublishedAttainment } from '../domain/attainment/attainment-achievement.ts'
import type { AttainedClaim } from '../domain/attainment/open-attained-claim.ts'
import type { AssessorLicence } from '../domain/challenge/assessor-licence.ts'
import type { Calibration, GoldSample } from '../domain/challenge/calibration.ts'
import type { CalibrationAttempt, CalibrationRecord } from '../domain/challenge/calibration-attempt.ts'
import type { PlantedSample } from '../domain/challenge/plant-sample.ts'
import type { CommunityEvent } from '../domain/community/community-event.ts'
import type { ClaimEvent } from '../domain/endorsement/claim-event.ts'
import type { ClaimChange } from '../domain/endorsement/claim-transitions.ts'
import type { Id } from '../domain/shared/ids.ts'
import type { Refusal } from '../domain/shared/refusal.ts'
import type { Result } from '../domain/shared/result.ts'
import type { IdempotencyKey, Page, PageRequest, Written } from './written.ts'

/** A licence, and which badges of the challenge's licence are revoked or suspended for its holder. */
interface HeldLicence {
  readonly licence: AssessorLicence | undefined
  readonly lostBadges: readonly Id[]
}

/** A licence that was earned, with the claim that its badge comes from. */
export interface LicenceGrant {
  readonly licence: AssessorLicence
  readonly attained: AttainedClaim
  readonly event: ClaimEvent
}

export interface CalibrationStore {
  /** Strongly consistent. */
  load(challengeId: Id): Promise<Calibration | undefined>
  /**
   * Stores `to` while the stored version is still that before it; otherwise `stale`. With it a new sample, and the first time
   * the achievement whose badge is the licence.
   */
  write(
    to: Calibration,
    event: CommunityEvent,
    more?: { readonly sample?: GoldSample | undefined; readonly licence?: PublishedAttainment | undefined },
    idempotency?: IdempotencyKey,
  ): Promise<Result<Written, Refusal>>
  /** Also those that were taken out. */
  loadSamples(challengeId: Id, ids: readonly Id[]): Promise<readonly GoldSample[]>
  listSamples(challengeId: Id, page: PageRequest): Promise<Result<Page<GoldSample>, Refusal>>
  /** What a member did in the calibration, and the licence they hold: one batch read. */
  loadStanding(memberId: Id, challengeId: Id): Promise<HeldLicence & { readonly record: CalibrationRecord | undefined }>
  loadAttempt(memberId: Id, challengeId: Id, id: Id): Promise<CalibrationAttempt | undefined>
  /** Stores a new attempt with the record of it; `stale` when the record changed meanwhile. */
  start(attempt: CalibrationAttempt, record: CalibrationRecord): Promise<Result<void, Refusal>>
  /**
   * Stores the answer with the record of it and, when it earned a licence, the licence, its claim and what the clock looks at,
   * as one; `stale` when attempt, record or licence changed meanwhile.
   */
  answer(attempt: CalibrationAttempt, record: CalibrationRecord, grant?: LicenceGrant): Promise<Result<void, Refusal>>
}

export interface LicenceStore {
  /** Strongly consistent. */
  load(memberId: Id, challengeId: Id): Promise<HeldLicence>
  /**
   * Stores a licence in place of the version before it, with its event, what else comes of it and what the clock looks at
   * next, as one. When its badge is to last longer than before, the claim says so and the badge is asked for anew. `stale`
   * when any of them changed meanwhile.
   */
  change(
    from: Pick<AssessorLicence, 'version' | 'badgeUntil'>,
    to: AssessorLicence,
    event: ClaimEvent | undefined,
    more?: LicenceConsequences,
  ): Promise<Result<void, Refusal>>
}

/** What comes of a change of a licence. */
interface LicenceConsequences {
  /** What the holder has seen. */
  readonly record?: CalibrationRecord | undefined
  readonly planted?: PlantedSample | undefined
  /** The claim that a sample came as, taken back. */
  readonly takenBack?: { readonly change: ClaimChange; readonly event: ClaimEvent } | undefined
}
