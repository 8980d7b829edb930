import type { Did } from '../shared/ids.ts'
import { type Instant, toWholeSeconds } from '../shared/instant.ts'
import type { PublicJwk } from '../shared/jwk.ts'
import type { Multikey } from '../shared/multikey.ts'

/** A public key as a DID document lists it: the DID URL of the method and the key itself. */
export type ListedKey = {
  readonly verificationMethod: string
  /** Since when others may have signed with it: it is still described, and vouches for nothing. */
  readonly compromisedAt?: Instant | undefined
} & (
  | { readonly publicKeyMultibase: Multikey }
  /** `url` is where this one JWK is published by itself; VC-JWTs name the key by it. */
  | { readonly publicKeyJwk: PublicJwk; readonly url: string }
)

/** What a DID document says of one key. */
export type VerificationMethod = { readonly id: string; readonly controller: Did; readonly revoked?: string } & (
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
 * The DID document that lists a community's keys for assertions; methods are named by exact strings (KEY-07). Retired keys
 * stay listed, so that what they signed stays valid; a compromised one is described with the instant from which it is
 * revoked, and no longer among those that vouch for anything (KEY-09).
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
  assertionMethod: keys.flatMap(({ verificationMethod, compromisedAt }) =>
    compromisedAt === undefined ? verificationMethod : [],
  ),
})

function toVerificationMethod(controller: Did, key: ListedKey): VerificationMethod {
  const id = key.verificationMethod
  const revoked = key.compromisedAt === undefined ? {} : { revoked: toWholeSeconds(key.compromisedAt) }
  return 'publicKeyMultibase' in key
    ? { id, type: 'Multikey', controller, publicKeyMultibase: key.publicKeyMultibase, ...revoked }
    : { id, type: 'JsonWebKey', controller, publicKeyJwk: { ...key.publicKeyJwk, kid: key.url }, ...revoked }
}
