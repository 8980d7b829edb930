import type { Did } from '../shared/ids.ts'
import type { PublicJwk } from '../shared/jwk.ts'
import type { Multikey } from '../shared/multikey.ts'

/** A public key as a DID document lists it: the DID URL of the method and the key itself. */
export type ListedKey = { readonly verificationMethod: string } & (
  | { readonly publicKeyMultibase: Multikey }
  /** `url` is where this one JWK is published by itself; VC-JWTs name the key by it. */
  | { readonly publicKeyJwk: PublicJwk; readonly url: string }
)

/** What a DID document says of one key. */
export type VerificationMethod = { readonly id: string; readonly controller: Did } & (
  | { readonly type: 'Multikey'; readonly publicKeyMultibase: Multikey }
  | { readonly type: 'JsonWebKey'; readonly publicKeyJwk: PublicJwk & { readonly kid: string } }
)

/** The DID document of a community. */
export interface DidDocument {
  readonly '@context': readonly string[]
  readonly id: Did
  readonly verificationMethod: readonly VerificationMethod[]
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
  verificationMethod: keys.map((key) => toVerificationMethod(did, key)),
  assertionMethod: keys.map(({ verificationMethod }) => verificationMethod),
})

const toVerificationMethod = (controller: Did, key: ListedKey): VerificationMethod =>
  'publicKeyMultibase' in key
    ? { id: key.verificationMethod, type: 'Multikey', controller, publicKeyMultibase: key.publicKeyMultibase }
    : {
        id: key.verificationMethod,
        type: 'JsonWebKey',
        controller,
        publicKeyJwk: { ...key.publicKeyJwk, kid: key.url },
      }
