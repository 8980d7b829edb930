import type { Did } from '../shared/ids.ts'
import type { Multikey } from '../shared/multikey.ts'

/** A public key as a DID document lists it: the DID URL of the method and the key itself. */
export interface ListedKey {
  readonly verificationMethod: string
  readonly publicKeyMultibase: Multikey
}

/** The DID document of a community. */
export interface DidDocument {
  readonly '@context': readonly string[]
  readonly id: Did
  readonly verificationMethod: readonly {
    readonly id: string
    readonly type: 'Multikey'
    readonly controller: Did
    readonly publicKeyMultibase: Multikey
  }[]
  readonly assertionMethod: readonly string[]
}

/**
 * The DID document that lists a community's keys for assertions; methods are named by exact strings (KEY-07).
 *
 * @see https://www.w3.org/TR/did-1.0/#verification-methods
 */
export const toDidDocument = (did: Did, keys: readonly ListedKey[]): DidDocument => ({
  '@context': [
    'https://www.w3.org/ns/did/v1',
    'https://w3id.org/security/multikey/v1',
    'https://w3id.org/security/jwk/v1',
  ],
  id: did,
  verificationMethod: keys.map(({ verificationMethod, publicKeyMultibase }) => ({
    id: verificationMethod,
    type: 'Multikey',
    controller: did,
    publicKeyMultibase,
  })),
  assertionMethod: keys.map(({ verificationMethod }) => verificationMethod),
})
