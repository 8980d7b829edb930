import type { JwtFailureCode } from './credential-jwt.ts'

/** What became of the signature of a signed assertion. */
type AssertionSignatureVerdict =
  | { readonly ok: true }
  | { readonly ok: false; readonly code: JwtFailureCode | 'PROOF_INVALID' }

/** Checks signed assertions of Open Badges 2.0. */
export interface AssertionSignatures {
  /**
   * Whether a compact JWS was signed with a key: RS256, ES256, ES384 or EdDSA, never `none` nor with a shared secret. A key
   * that comes along in its header means nothing.
   *
   * @param publicKeyPem  What an issuer publishes as `publicKeyPem`.
   */
  verify(jws: string, publicKeyPem: string): Promise<AssertionSignatureVerdict>
}
