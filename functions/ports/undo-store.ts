import type { ClaimEvent } from '../domain/endorsement/claim-event.ts'
import type { Endorsement } from '../domain/endorsement/endorsement.ts'
import type { Refusal } from '../domain/shared/refusal.ts'
import type { Result } from '../domain/shared/result.ts'
import type { ClaimGuard, SeenItems } from './endorsement-store.ts'
import type { IdempotencyKey, Written } from './written.ts'

/** The newest version of an endorsement on its way out. */
export interface EndorsementUndoing {
  readonly from: Endorsement
  /** What stands again: the version before, and the same under its new number. */
  readonly restored?: { readonly before: Endorsement; readonly next: Endorsement } | undefined
  /** Whether a badge may hold what was signed so far. */
  readonly keepsSigned: boolean
  readonly event: ClaimEvent
  readonly guard: ClaimGuard
  /** What was read of the endorser's own before this was decided. */
  readonly seen: SeenItems
}

export interface UndoStore {
  /**
   * Takes the newest version of an endorsement out, with its words and what was signed of it, as if it had never been: nothing
   * of the endorsement stays, or the version before stands again under a new number. `stale` when endorsement or claim moved
   * on; a repeat under one key is `replayed`.
   */
  undo(undoing: EndorsementUndoing, idempotency?: IdempotencyKey): Promise<Result<Written, Refusal>>
}
