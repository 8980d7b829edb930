import type { Community } from '../domain/community/community.ts'
import type { CommunityEvent } from '../domain/community/community-event.ts'
import type { KeyLifetime } from '../domain/community/key-lifetime.ts'
import type { PublishedJwk } from '../domain/credential/published-key.ts'
import type { Id, Slug } from '../domain/shared/ids.ts'
import type { Instant } from '../domain/shared/instant.ts'
import type { Refusal } from '../domain/shared/refusal.ts'
import type { Result } from '../domain/shared/result.ts'
import type { KeptEcKey, KeptMultikey, KeptRsaKey } from './signer.ts'
import type { IdempotencyKey, Written } from './written.ts'

/** A key of a community: what it is for, how its DID document lists it, and how far it may be trusted. */
export type IssuerKey = DataIntegrityKey | JwtKey

/** Signs badges, award records and status lists with Data Integrity proofs. */
export interface DataIntegrityKey extends IssuerKeyRecord {
  readonly use: 'data-integrity'
  readonly key: KeptMultikey
}

/** Signs VC-JWTs: RSA with RS256, P-256 with ES256. */
export interface JwtKey extends IssuerKeyRecord {
  readonly use: 'jwt'
  readonly key: KeptRsaKey | KeptEcKey
}

interface IssuerKeyRecord extends KeyLifetime {
  /** The key's JWK thumbprint (RFC 7638); its name in `/communities/{slug}/keys/{id}`. */
  readonly id: string
  /** The DID URL of the verification method: the community's DID, `#`, then the multibase key, or `id` for a JWK. */
  readonly verificationMethod: string
  /** Why it counts as compromised, in the owner's words; shown to owners only. */
  readonly compromiseReason?: string | undefined
}

/** A new key and the one whose place it takes. */
export interface KeyAddition {
  readonly key: IssuerKey
  /** The key that signs until now; retired at the instant the new one is made. */
  readonly retires: IssuerKey | undefined
  readonly event: CommunityEvent
}

/** That a key is compromised, and what takes its place. */
export interface KeyCompromise {
  readonly key: IssuerKey
  readonly compromisedAt: Instant
  readonly reason: string | undefined
  /** The present moment: the key is retired then, unless it was before. */
  readonly at: Instant
  /** Present when the key signs until now. */
  readonly replacement?: IssuerKey
  readonly event: CommunityEvent
}

export interface CommunityStore {
  /** Creates community and issuer keys as one. Refuses with `slug_taken` or `idempotency_key_reused`. */
  create(
    community: Community,
    issuerKeys: readonly IssuerKey[],
    idempotency?: IdempotencyKey,
  ): Promise<Result<Written, Refusal>>
  /** Strongly consistent. */
  load(slug: Slug): Promise<Community | undefined>
  /** All keys of a community, also retired ones, oldest first. */
  loadIssuerKeys(slug: Slug): Promise<readonly IssuerKey[]>
  /**
   * Adds a key and retires the one that signed, as one; the key's id is what a repeat is answered with. `stale` when the
   * retired one no longer signs, or `idempotency_key_reused`.
   */
  addIssuerKey(
    community: Community,
    addition: KeyAddition,
    idempotency?: IdempotencyKey,
  ): Promise<Result<Written, Refusal>>
  /**
   * Marks a key as compromised and puts another in its place, as one. `stale` when it is marked from as early an instant
   * already, or stopped signing meanwhile; or `idempotency_key_reused`.
   */
  compromiseIssuerKey(
    community: Community,
    compromise: KeyCompromise,
    idempotency?: IdempotencyKey,
  ): Promise<Result<Written, Refusal>>
  /** The id an earlier request under the key led to, for those who would make something costly first. */
  findRepeat(idempotency: IdempotencyKey | undefined): Promise<Result<string | undefined, Refusal>>
  /** JWT keys of every community on this host that may be trusted; one query per megabyte. */
  loadPublishedJwks(): Promise<readonly PublishedJwk[]>
  /** Stores `to` while the stored version is still that of `from`; otherwise `stale`. */
  change(from: Community, to: Community): Promise<Result<void, Refusal>>
}

/** Keys of members, made when they first endorse; a member has one. */
export interface MemberKeyStore {
  load(memberId: Id): Promise<KeptMultikey | undefined>
  /** Keeps the key unless there is one already; returns the one that stays. */
  keep(memberId: Id, key: KeptMultikey): Promise<KeptMultikey>
}
