import type { Scope } from '../domain/community/caller.ts'
import type { Id, Slug } from '../domain/shared/ids.ts'
import type { Instant } from '../domain/shared/instant.ts'
import type { Refusal } from '../domain/shared/refusal.ts'
import type { Result } from '../domain/shared/result.ts'
import type { IdempotencyKey, Page, PageRequest, Written } from './written.ts'

/** An API key as stored: never the key itself. */
export interface ApiKeyRecord {
  readonly id: Id
  readonly community: Slug
  readonly name: string
  readonly scopes: readonly Scope[]
  /** SHA-256 of the secret part, base64url; the secret holds 256 random bits. */
  readonly secretHash: string
  readonly createdAt: Instant
  readonly lastUsedAt?: Instant | undefined
  readonly revokedAt?: Instant | undefined
}

export interface ApiKeyStore {
  create(record: ApiKeyRecord, idempotency?: IdempotencyKey): Promise<Result<Written, Refusal>>
  load(id: Id): Promise<ApiKeyRecord | undefined>
  /** Notes a use; writes only when the last noted use lies at least a minute back. */
  touch(id: Id, at: Instant): Promise<void>
  /** Ends a key for good; safe to repeat. `api_key_not_found` when the community has no such key. */
  revoke(community: Slug, id: Id, at: Instant): Promise<Result<ApiKeyRecord, Refusal>>
  list(community: Slug, page: PageRequest): Promise<Result<Page<ApiKeyRecord>, Refusal>>
}
