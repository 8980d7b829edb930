import type { Member, OidcSubject } from '../domain/community/member.ts'
import type { Id, Slug } from '../domain/shared/ids.ts'
import type { Refusal } from '../domain/shared/refusal.ts'
import type { Result } from '../domain/shared/result.ts'
import type { IdempotencyKey, Page, PageRequest, Written } from './written.ts'

export interface MemberStore {
  /**
   * Adds a member. When the community already has the `externalId`, answers `existing` with that member's id and writes
   * nothing. Refuses with `member_identity_taken` when the OIDC pair is another member's, or `idempotency_key_reused`.
   */
  add(
    member: Member,
    idempotency?: IdempotencyKey,
  ): Promise<Result<Written | { readonly kind: 'existing'; readonly id: Id }, Refusal>>
  /** Strongly consistent. */
  load(id: Id): Promise<Member | undefined>
  loadMany(ids: readonly Id[]): Promise<readonly Member[]>
  loadByExternalId(community: Slug, externalId: string): Promise<Member | undefined>
  loadByOidc(community: Slug, subject: OidcSubject): Promise<Member | undefined>
  /** Stores `to` while the stored version is still that of `from`; `stale` or `member_identity_taken`. */
  change(from: Member, to: Member): Promise<Result<void, Refusal>>
  list(community: Slug, page: PageRequest): Promise<Result<Page<Member>, Refusal>>
}
