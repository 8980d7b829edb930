import type { Community } from '../domain/community/community.ts'
import type { KeyLifetime } from '../domain/community/key-lifetime.ts'
import type { Id, Slug } from '../domain/shared/ids.ts'
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
  /** Stores `to` while the stored version is still that of `from`; otherwise `stale`. */
  change(from: Community, to: Community): Promise<Result<void, Refusal>>
}

/** Keys of members, made when they first endorse; a member has one. */
export interface MemberKeyStore {
  load(memberId: Id): Promise<KeptMultikey | undefined>
  /** Keeps the key unless there is one already; returns the one that stays. */
  keep(memberId: Id, key: KeptMultikey): Promise<KeptMultikey>
}
