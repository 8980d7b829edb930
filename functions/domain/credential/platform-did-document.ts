import type { Did } from '../shared/ids.ts'
import type { Instant } from '../shared/instant.ts'
import type { Multikey } from '../shared/multikey.ts'
import { type DidDocument, toDidDocument } from './to-did-document.ts'

/** What is public of a key of the service itself. */
export interface PublicPlatformKey {
  readonly compromisedAt?: Instant | undefined
  readonly key: { readonly publicKeyMultibase: Multikey }
}

/** How proofs and the DID document name a key of the service. */
export const platformMethod = (did: Did, { key }: PublicPlatformKey): string => `${did}#${key.publicKeyMultibase}`

/**
 * The DID document of the service itself with all its keys. Before the first receipt there is none, and the document lists
 * none.
 */
export const platformDidDocument = (did: Did, keys: readonly PublicPlatformKey[]): DidDocument =>
  toDidDocument(
    did,
    keys.map((key) => ({
      verificationMethod: platformMethod(did, key),
      compromisedAt: key.compromisedAt,
      publicKeyMultibase: key.key.publicKeyMultibase,
    })),
  )
