import type { Community } from '../domain/community/community.ts'
import type { Id, Slug } from '../domain/shared/ids.ts'
import type { Refusal } from '../domain/shared/refusal.ts'
import type { Result } from '../domain/shared/result.ts'
import type { KeptKey } from './signer.ts'
import type { IdempotencyKey, Written } from './written.ts'

/** A community's key as its DID document lists it. */
export interface IssuerKey {
  /** The DID URL of the verification method: the community's DID, `#`, the multibase key. */
  readonly verificationMethod: string
  readonly key: KeptKey
  readonly createdAt: string
}

export interface CommunityStore {
  /** Creates community and issuer key as one. Refuses with `slug_taken` or `idempotency_key_reused`. */
  create(community: Community, issuerKey: IssuerKey, idempotency?: IdempotencyKey): Promise<Result<Written, Refusal>>
  /** Strongly consistent. */
  load(slug: Slug): Promise<Community | undefined>
  /** All keys of a community, newest last; the newest signs. */
  loadIssuerKeys(slug: Slug): Promise<readonly IssuerKey[]>
  /** Stores `to` while the stored version is still that of `from`; otherwise `stale`. */
  change(from: Community, to: Community): Promise<Result<void, Refusal>>
}

/** Keys of members, made when they first endorse; a member has one. */
export interface MemberKeyStore {
  load(memberId: Id): Promise<KeptKey | undefined>
  /** Keeps the key unless there is one already; returns the one that stays. */
  keep(memberId: Id, key: KeptKey): Promise<KeptKey>
}
