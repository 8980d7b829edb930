import type { Claim, LostSupport, StatusEntry } from '../domain/endorsement/claim.ts'
import type { ClaimEvent } from '../domain/endorsement/claim-event.ts'
import type { ClaimChange } from '../domain/endorsement/claim-transitions.ts'
import type { Endorsement } from '../domain/endorsement/endorsement.ts'
import type { Did, Id, Slug } from '../domain/shared/ids.ts'
import type { Instant } from '../domain/shared/instant.ts'
import type { Refusal } from '../domain/shared/refusal.ts'
import type { Result } from '../domain/shared/result.ts'
import type { CredentialStatus, StatusChange } from '../domain/status/credential-status.ts'
import type { DueItem } from './due-store.ts'
import type { IdempotencyKey } from './written.ts'

/** One signed EndorsementCredential; `text` is stored and served byte for byte. */
export interface SignedEndorsement {
  readonly endorsementId: Id
  readonly endorserId: Id
  readonly evidenceVersion: number
  /** The version of the endorsement it states. */
  readonly version: number
  /** What `text` is: JSON with embedded proofs, or a compact JWS, which is never embedded in a badge. */
  readonly form: 'embedded' | 'jwt'
  readonly signer: Did
  readonly text: string
  readonly signedAt: Instant
}

/** A compact JWS, byte for byte, and the SHA-256 of its bytes, base64url. */
interface StoredJws {
  readonly text: string
  readonly digest: string
}

/** That the store held a version of a badge in exactly these bytes, and since when; stays when the bytes are erased. */
export interface HeldVersion {
  readonly version: number
  /** Of the JSON form. */
  readonly digest: string
  readonly jwtDigest?: string | undefined
  readonly storedAt: Instant
  /** When the bytes were erased. */
  readonly erasedAt?: Instant | undefined
}

/** A version that a later one took the place of; without its texts once they are erased. */
export interface EarlierVersion extends HeldVersion {
  readonly text?: string | undefined
  readonly jwt?: StoredJws | undefined
}

/** A badge as stored; `text` is what was signed, byte for byte. */
export interface StoredCredential {
  readonly id: Id
  readonly claimId: Id
  readonly community: Slug
  /** From 1; a refresh adds one. */
  readonly version: number
  readonly text: string
  /** SHA-256 of the bytes of `text`, base64url. */
  readonly digest: string
  /** The same badge as a VC-JWT; absent when its community had no key for JWTs. */
  readonly jwt?: StoredJws | undefined
  readonly storedAt: Instant
  readonly status: CredentialStatus
  /** Grows by one with every change of status. */
  readonly statusVersion: number
  /** When and why it last changed; absent while it never did. */
  readonly statusChangedAt?: Instant | undefined
  readonly statusReason?: string | undefined
  /** Set when the rule of the badge changed it last, and no person did. */
  readonly statusBy?: 'rule' | undefined
  /** Set while the endorsements that stand do not meet its rule any more. */
  readonly support?: LostSupport | undefined
  /** Endorsement id → version embedded. */
  readonly embedded: ReadonlyMap<Id, number>
}

/** Everything that issuing writes, as one; its number of items does not depend on the number of endorsements. */
export interface Issue {
  readonly change: ClaimChange
  readonly event: ClaimEvent
  readonly credential: Pick<
    StoredCredential,
    'id' | 'claimId' | 'community' | 'text' | 'digest' | 'jwt' | 'storedAt' | 'embedded'
  >
  /** The signed award record as text, byte for byte. */
  readonly awardText: string
  /** The unguessable last part of the badge's refresh address. */
  readonly capability: string
}

/** The next version of a badge. */
export interface Refresh {
  readonly from: Pick<StoredCredential, 'id' | 'version'>
  readonly next: Pick<StoredCredential, 'text' | 'digest' | 'jwt' | 'storedAt' | 'embedded'>
  readonly event: ClaimEvent
  readonly capability: string
}

/** A change of status to be made, with everything that is stored with it. */
export interface ToChangeStatus extends Omit<StatusChange, 'statusVersion'> {
  /** The claim whose badge it is. */
  readonly claim: Claim
  /** The entry of a status list that says it: set when the badge is revoked or suspended, cleared when reinstated. */
  readonly entry: StatusEntry
  readonly event: ClaimEvent
  /** When the clock looks whether the published list shows it. */
  readonly due: DueItem
  /** Refused with `stale` unless the badge's status is of that version. */
  readonly onlyFrom?: number | undefined
}

/** How a badge stands and how it came to. */
interface StatusRecord {
  readonly status: CredentialStatus
  readonly statusVersion: number
  /** Oldest first. */
  readonly history: readonly StatusChange[]
}

export interface SignedEndorsementStore {
  /** All signed endorsements of one evidence version; strongly consistent, one query per megabyte. */
  load(claimId: Id, evidenceVersion: number): Promise<readonly SignedEndorsement[]>
  /** Keeps the signed endorsement unless that version was signed before; returns the one that stays. */
  keep(endorsement: Endorsement, signed: SignedEndorsement, credentialId: Id): Promise<SignedEndorsement>
  /** What a public endorsement URL needs: the claim, the badge to come and where the signed bytes are. */
  locate(endorsementId: Id): Promise<
    | {
        readonly claimId: Id
        readonly credentialId: Id
        readonly evidenceVersion: number
        readonly endorserId: Id
        /** Since then nothing is there any more. */
        readonly erasedAt?: Instant | undefined
      }
    | undefined
  >
  loadOne(claimId: Id, evidenceVersion: number, endorserId: Id, version: number): Promise<SignedEndorsement | undefined>
}

export interface CredentialStore {
  /**
   * Stores badge, award record, the learner's holding, event and the claim's step to `issued` as one. `stale` when the
   * claim is no longer exactly `change.from`: the badge then stays unstored.
   */
  issue(issue: Issue): Promise<Result<void, Refusal>>
  /** One read, plus one per further 300 KB. */
  load(id: Id): Promise<StoredCredential | undefined>
  /** Stores the next version; the one before it stays among the earlier ones. `stale` when it is no longer the current one. */
  refresh(refresh: Refresh): Promise<Result<void, Refusal>>
  /** The badge that a refresh address belongs to. */
  locateRefresh(capability: string): Promise<Id | undefined>
  loadEarlier(id: Id, version: number): Promise<EarlierVersion | undefined>
  /** Erases the bytes of every earlier version that embeds one of these endorsements; safe to repeat. */
  eraseEarlier(id: Id, endorsements: ReadonlySet<Id>): Promise<void>
  /** Every version the store ever held, oldest first, the current one last; none when there is no badge. */
  loadHeld(id: Id): Promise<readonly HeldVersion[]>
  /** Which endorsements a badge holds, without reading the badge. */
  loadEmbedded(id: Id): Promise<ReadonlyMap<Id, number> | undefined>
  /**
   * Deletes every version of a revoked badge, its JWT forms, the reasons of its changes of status and its refresh address; the
   * award record stays, which names nobody. Safe to repeat, also when it was stopped half-way.
   *
   * @param capability  The last part of its refresh address.
   */
  erase(id: Id, capability: string): Promise<void>
  /** Since when a badge is erased; `undefined` of one that is there, or never was. */
  loadErasedAt(id: Id): Promise<Instant | undefined>
  loadAward(id: Id): Promise<{ readonly text: string; readonly digest: string; readonly storedAt: Instant } | undefined>
  /** How a badge stands and every change of it; two reads, however large the badge. */
  loadStatus(id: Id): Promise<StatusRecord | undefined>
  /**
   * Changes the status of a badge, keeps the change with its reason, and sets or clears its entry in the status list, as
   * one. Only a valid badge counts among the learner's holdings; revoking it frees the achievement to be claimed again.
   *
   * @returns the change as it is kept: of a request that was sent before, the first. `credential_not_found`,
   *   `already_revoked`, `already_suspended`, `not_suspended` or `idempotency_key_reused` as refusals.
   */
  changeStatus(id: Id, change: ToChangeStatus, idempotency?: IdempotencyKey): Promise<Result<StatusChange, Refusal>>
}
