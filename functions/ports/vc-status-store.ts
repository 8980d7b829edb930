import type { StatusEntry } from '../domain/endorsement/claim.ts'
import type { Did, Slug } from '../domain/shared/ids.ts'
import type { Instant } from '../domain/shared/instant.ts'

/** A credential that was issued through the VC-API with an entry in a status list. The credential itself is not kept. */
export interface ListedCredential {
  readonly community: Slug
  /** Its `id`, a URL. */
  readonly credentialId: string
  readonly issuer: Did
  readonly entry: StatusEntry
  readonly listedAt: Instant
}

/** Entries of credentials issued through the VC-API. Badges that peers gave have theirs with their claims. */
export interface VcStatusStore {
  /** Takes an entry for good: `taken` when it belongs to another credential, `exists` when the credential has one. */
  allot(credential: ListedCredential): Promise<'allotted' | 'taken' | 'exists'>
  load(community: Slug, credentialId: string): Promise<ListedCredential | undefined>
  /** Whether an entry is set; strongly consistent. */
  isSet(entry: StatusEntry): Promise<boolean>
  /** Sets an entry for good. Safe to repeat. */
  set(entry: StatusEntry): Promise<void>
}
