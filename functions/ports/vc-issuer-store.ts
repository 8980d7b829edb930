import type { VcIssuer } from '../domain/community/vc-issuer.ts'
import type { Id, Slug } from '../domain/shared/ids.ts'
import type { Refusal } from '../domain/shared/refusal.ts'
import type { Result } from '../domain/shared/result.ts'
import type { KeptMultikey } from './signer.ts'
import type { IdempotencyKey, Page, PageRequest, Written } from './written.ts'

/** A VC-API issuer with its sealed key. */
export interface KeptVcIssuer extends VcIssuer {
  readonly key: KeptMultikey
  /** Whom the key was sealed for. */
  readonly keyOwner: string
}

/** The VC-API issuers of communities. They are never changed or deleted: what they signed stays verifiable. */
export interface VcIssuerStore {
  /** Stores a new issuer. Refuses with `idempotency_key_reused`. */
  create(issuer: KeptVcIssuer, idempotency?: IdempotencyKey): Promise<Result<Written, Refusal>>
  load(community: Slug, name: Id): Promise<KeptVcIssuer | undefined>
  /** The issuer a DID belongs to, of whichever community. */
  loadByDid(did: string): Promise<KeptVcIssuer | undefined>
  /** Refuses a cursor that is not of this list with `invalid_cursor`. */
  list(community: Slug, page: PageRequest): Promise<Result<Page<KeptVcIssuer>, Refusal>>
}
