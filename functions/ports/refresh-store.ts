import type { Claim } from '../domain/endorsement/claim.ts'
import type { Id } from '../domain/shared/ids.ts'
import type { Refusal } from '../domain/shared/refusal.ts'
import type { Result } from '../domain/shared/result.ts'
import type { IdempotencyKey, Written } from './written.ts'

/** Which requests to issue a badge again there were; they are counted from 1. */
export interface RefreshRequests {
  /** The newest request, whoever made it. */
  readonly requested: number
  /** The newest one that the learner or the community made; the others follow an erasure. */
  readonly asked: number
  /** The newest one that is settled, with all before it. */
  readonly done: number
}

export interface RefreshStore {
  /**
   * Asks issuance, through the stream, to issue the claim's badge again with what was endorsed by now. Refuses with
   * `idempotency_key_reused`.
   */
  ask(claimId: Id, idempotency?: IdempotencyKey): Promise<Result<Written, Refusal>>
  /** Strongly consistent; `undefined` when nobody ever asked. */
  load(claimId: Id): Promise<RefreshRequests | undefined>
  /** Notes that all requests up to `done` are settled; never takes that back. */
  settle(claim: Pick<Claim, 'id'>, done: number): Promise<void>
}
