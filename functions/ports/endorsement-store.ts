import type { Member } from '../domain/community/member.ts'
import type { Claim } from '../domain/endorsement/claim.ts'
import type { ClaimEvent } from '../domain/endorsement/claim-event.ts'
import type { ClaimChange } from '../domain/endorsement/claim-transitions.ts'
import type { Endorsement, EndorsementTexts } from '../domain/endorsement/endorsement.ts'
import type { KnownFacts } from '../domain/endorsement/known-facts.ts'
import type { Id } from '../domain/shared/ids.ts'
import type { Refusal } from '../domain/shared/refusal.ts'
import type { Result } from '../domain/shared/result.ts'
import type { SignedEndorsement } from './credential-store.ts'
import type { IdempotencyKey, Written } from './written.ts'

/** What one batch read of a claim and of a member who would change something of it returns; strongly consistent. */
export interface ChangeRead {
  readonly claim: Claim | undefined
  readonly endorser: Member | undefined
  /** Ids of the achievements the endorser holds an unrevoked badge for. */
  readonly holdings: readonly Id[]
  /** What an earlier request under the same idempotency key did. */
  readonly earlier?: { readonly digest: string; readonly id: Id } | undefined
}

/** What the one batch read before an endorsement returns; strongly consistent. */
export interface GivingRead extends ChangeRead {
  /** What the store knows of the endorser for this claim. */
  readonly facts: KnownFacts
  /** The stored items that `facts` were taken from; to be given back with the endorsement, which holds some of them still. */
  readonly seen: SeenItems
}

/** Items as they were read, by their keys: for the store that read them, and for nobody else. */
export type SeenItems = ReadonlyMap<string, Readonly<Record<string, unknown>>>

/** What happens to the claim when one of its endorsements is revised or withdrawn. */
export type ClaimGuard =
  /** The claim must still be in the status it was read in. */
  | { readonly kind: 'unchanged'; readonly claim: Claim }
  /** A frozen endorsement changes before issue: the claim is reopened with it. */
  | { readonly kind: 'reopened'; readonly change: ClaimChange; readonly event: ClaimEvent }

/** What an endorser signed themself, stored with the endorsement it states. */
export interface FinishedEndorsement {
  readonly signed: SignedEndorsement
  /** The id the credential gives itself; taken once, for whatever claim. */
  readonly ownId: string
  /** The badge to come. */
  readonly credentialId: Id
}

export interface EndorsementStore {
  /**
   * One batch read of everything an endorsement needs. A process that meets a claim for the first time asks for it once before,
   * and remembers what never changes of it.
   */
  readForGiving(claimId: Id, endorserId: Id, idempotency?: IdempotencyKey): Promise<GivingRead>
  /** The same without facts, for changes that are no judgement. */
  readForChange(claimId: Id, memberId: Id, idempotency?: IdempotencyKey): Promise<ChangeRead>
  /**
   * One transaction over items that no other endorser writes: the endorsement, its texts, its event, the idempotency
   * record; with `finished`, also what the endorser signed, byte for byte. Refuses with `already_endorsed`,
   * `endorsement_credential_used`, `issuer_did_not_proven` when its DID was taken away meanwhile, or `idempotency_key_reused`; a repeat under one key is `replayed`.
   * With `seen`, also the endorser's own items that go with it, and `stale` when one of them moved on; then read again and repeat.
   */
  give(
    endorsement: Endorsement,
    texts: EndorsementTexts,
    event: ClaimEvent,
    idempotency?: IdempotencyKey,
    finished?: FinishedEndorsement,
    seen?: SeenItems,
  ): Promise<Result<Written, Refusal>>
  /**
   * Stores the next version of an endorsement (the earlier one stays in its history) and holds the claim still
   * meanwhile. `stale` when endorsement, claim or, with `seen`, one of the endorser's own items moved on; then read again and repeat. With `finished`, also
   * `endorsement_credential_used` and `issuer_did_not_proven`.
   */
  change(
    from: Endorsement,
    to: Endorsement,
    texts: EndorsementTexts | undefined,
    event: ClaimEvent,
    guard: ClaimGuard,
    idempotency?: IdempotencyKey,
    finished?: FinishedEndorsement,
    seen?: SeenItems,
  ): Promise<Result<Written, Refusal>>
  /** All endorsements of one evidence version with their facts; strongly consistent, one query per megabyte. */
  load(claimId: Id, evidenceVersion: number): Promise<readonly Endorsement[]>
  /** Versions that others took the place of, of one evidence version: of one endorser, or of all; strongly consistent. */
  loadEarlier(claimId: Id, evidenceVersion: number, endorserId?: Id): Promise<readonly Endorsement[]>
  /** Their texts, by endorsement id; erased ones are absent. */
  loadTexts(endorsements: readonly Endorsement[]): Promise<ReadonlyMap<Id, EndorsementTexts>>
}
