import type { Claim, ClaimStatus } from '../domain/endorsement/claim.ts'
import type { ClaimEvent } from '../domain/endorsement/claim-event.ts'
import type { ClaimChange } from '../domain/endorsement/claim-transitions.ts'
import type { EvidenceDocument } from '../domain/endorsement/open-claim.ts'
import type { Id, Slug } from '../domain/shared/ids.ts'
import type { Instant } from '../domain/shared/instant.ts'
import type { Refusal } from '../domain/shared/refusal.ts'
import type { Result } from '../domain/shared/result.ts'
import type { DueItem } from './due-store.ts'
import type { IdempotencyKey, Page, PageRequest, Written } from './written.ts'

/** What lists show of a claim; from an index, at most seconds old. */
export interface ClaimSummary {
  readonly id: Id
  readonly community: Slug
  readonly achievementId: Id
  readonly achievementVersion: number
  readonly learnerId: Id
  readonly status: ClaimStatus
  readonly openedAt: Instant
}

/** Everything that opening a claim writes, as one. */
export interface ClaimOpening {
  readonly claim: Claim
  readonly evidence: EvidenceDocument
  readonly event: ClaimEvent
  /** Whether a live or issued claim of the learner for the achievement stands in the way (`once`, `per-period`). */
  readonly unique: boolean
  readonly due?: DueItem | undefined
  readonly idempotency?: IdempotencyKey | undefined
}

export interface ClaimStore {
  /** Refuses with `claim_exists` when the uniqueness item stands in the way, or `idempotency_key_reused`. */
  open(opening: ClaimOpening): Promise<Result<Written, Refusal>>
  /** Strongly consistent. */
  load(id: Id): Promise<Claim | undefined>
  /** The claim a badge was allotted to, also before it exists. */
  loadByCredential(credentialId: Id): Promise<Claim | undefined>
  /**
   * Stores a change with its event while the claim is still exactly `change.from`; otherwise `stale`. With `evidence`,
   * the new evidence version is stored with it; with `due`, something for the clock.
   */
  apply(
    change: ClaimChange,
    event: ClaimEvent,
    extra?: {
      readonly evidence?: EvidenceDocument | undefined
      readonly due?: DueItem | undefined
      /** Whether its badge is to say that its endorsements no longer meet the rule, or no more. */
      readonly marksBadge?: boolean | undefined
      readonly idempotency?: IdempotencyKey | undefined
    },
  ): Promise<Result<Written, Refusal>>
  /** The evidence versions of a claim, oldest first; those erased are left out. */
  loadEvidence(claim: Claim): Promise<readonly EvidenceDocument[]>
  /** One evidence version's exact bytes as text. */
  loadEvidenceVersion(claim: Claim, version: number): Promise<EvidenceDocument | undefined>
  listByCommunity(community: Slug, page: PageRequest): Promise<Result<Page<ClaimSummary>, Refusal>>
  /** The newest claims of a community, newest first, at most `limit`; found by an index that is at most seconds old. */
  listNewest(community: Slug, limit: number): Promise<readonly Claim[]>
  listByLearner(learnerId: Id, page: PageRequest): Promise<Result<Page<ClaimSummary>, Refusal>>
  /** Makes the stream deliver the claim to issuance again; safe to repeat. */
  nudge(claimId: Id, at: Instant): Promise<void>
}
