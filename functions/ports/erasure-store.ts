import type { ClaimEvent } from '../domain/endorsement/claim-event.ts'
import type { Endorsement } from '../domain/endorsement/endorsement.ts'
import type { Id } from '../domain/shared/ids.ts'
import type { Refusal } from '../domain/shared/refusal.ts'
import type { Result } from '../domain/shared/result.ts'
import type { ClaimGuard } from './endorsement-store.ts'

/** An evidence version that a member judged. */
export interface JudgedEvidence {
  readonly claimId: Id
  readonly evidenceVersion: number
}

/** An endorsement on its way to being erased. */
export interface Erasure {
  readonly from: Endorsement
  readonly to: Endorsement
  /** The badge that embeds it or would have. */
  readonly credentialId: Id
  readonly event: ClaimEvent
  readonly guard: ClaimGuard
  /** Whether the badge is to be issued again without it. */
  readonly reissues: boolean
}

/** Erases what a member wrote as an endorser. Every step is safe to repeat. */
export interface ErasureStore {
  /** Some of what is left to erase; none when all is done. */
  loadJudged(memberId: Id): Promise<readonly JudgedEvidence[]>
  /**
   * Takes an endorsement out of every decision, closes its public address for good, and asks for the badge to be issued again,
   * as one. `stale` when endorsement or claim moved on.
   */
  erase(erasure: Erasure): Promise<Result<void, Refusal>>
  /** Deletes what the member wrote about this evidence: signed forms, earlier versions, texts. */
  removeWords(memberId: Id, judged: JudgedEvidence): Promise<void>
  /** Deletes the key kept for the member. */
  removeKey(memberId: Id): Promise<void>
}
