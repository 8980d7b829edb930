import type { DidChallenge, ProvenDid } from '../domain/community/proven-did.ts'
import type { Id } from '../domain/shared/ids.ts'
import type { Refusal } from '../domain/shared/refusal.ts'
import type { Result } from '../domain/shared/result.ts'
import type { IdempotencyKey, Written } from './written.ts'

/** What is read before a proof of control is looked at; strongly consistent. */
interface ProvingRead {
  readonly challenge: DidChallenge | undefined
  /** What an earlier request under the same idempotency key did. */
  readonly earlier?: { readonly digest: string; readonly id: string } | undefined
}

/** The DIDs that members have proven to control, and the challenges they are proven by. */
export interface DidStore {
  /** Keeps a challenge until it is answered or over. */
  putChallenge(challenge: DidChallenge): Promise<void>
  /** One batch read: the challenge as given to this member, and an earlier request. */
  readForProving(memberId: Id, challenge: string, idempotency?: IdempotencyKey): Promise<ProvingRead>
  /**
   * Uses the challenge up and records the DID as the member's, as one; proving it again makes it the newest. Refuses with
   * `challenge_unknown` when it was used meanwhile or is over, `did_taken` when another member of the community holds the
   * DID, or `idempotency_key_reused`.
   */
  prove(challenge: DidChallenge, proven: ProvenDid, idempotency?: IdempotencyKey): Promise<Result<Written, Refusal>>
  /** Strongly consistent. */
  load(memberId: Id, did: string): Promise<ProvenDid | undefined>
  /** All of a member, in no order. */
  list(memberId: Id): Promise<readonly ProvenDid[]>
  /** Takes a DID from a member; another may prove it from then on. `did_not_found` when it is gone already. */
  remove(proven: ProvenDid): Promise<Result<void, Refusal>>
}
