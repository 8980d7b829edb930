import type { PublicJwk } from '../domain/shared/jwk.ts'
import type { JsonObject, KeyFinding, LookUp, ProofFailureCode, ResolveDid } from './proofs.ts'

/** The key a VC-JWT is signed with: RSA makes RS256, P-256 ES256, P-384 ES384, Ed25519 EdDSA. */
interface JwtSigningOptions {
  /** The https URL at which this one JWK is published (JWT-04). */
  readonly kid: string
  readonly publicKeyJwk: PublicJwk
  /** Signs exactly these bytes, as the port `Signer` says of each kind of key. */
  readonly sign: (bytes: Uint8Array) => Promise<Uint8Array>
}

/** Writes credentials as VC-JWT. */
export interface CredentialJwtWriter {
  /**
   * Signs a credential of VCDM 2.0, as it stands, as compact JWS: its members and the claims `iss`, `jti`, `nbf`, `sub`, and
   * `exp` exactly when it has `validUntil`. A proof embedded before stays inside (JWT-11).
   *
   * @throws A fault with a `code` of {@link JwtFailureCode} when a claim has nothing to be made from (no subject id, a
   *   date that is not in whole seconds), or a member of the credential stands where a claim goes.
   * @throws A fault when the signature does not fit `publicKeyJwk`.
   * @see https://www.imsglobal.org/spec/ob/v3p0/#jwt-proof
   */
  signJwt(credential: JsonObject, options: JwtSigningOptions): Promise<string>
}

/** A claim of a VC-JWT that stands for a member of the credential. */
export type JwtClaim = 'ISS' | 'SUB' | 'JTI' | 'NBF' | 'EXP'

/** Why a VC-JWT does not hold, beside what can be wrong with any proof. */
export type JwtFailureCode =
  /** Not three base64url parts of JSON, or with header members or values that the standard forbids. */
  | 'JWT_MALFORMED'
  /** Another algorithm than RS256, ES256, ES384 and EdDSA; never `none`, never one with a shared secret. */
  | 'ALG_UNSUPPORTED'
  /** The header names no key. */
  | 'KEY_MISSING'
  /** The header names one key and holds another. */
  | 'KEY_MISMATCH'
  /** RSA of fewer than 2048 bits, or a key that is none of its kind. */
  | 'KEY_UNFIT'
  /** Nobody is known to have signed it, so that what it claims was not compared. */
  | 'CLAIMS_NOT_CHECKED'
  | `CLAIM_${JwtClaim}_MISSING`
  | `CLAIM_${JwtClaim}_MISMATCH`

/** A reason why a VC-JWT does not hold. */
export interface JwtReason {
  readonly code: ProofFailureCode | JwtFailureCode
  /** For the log and the person who made it. */
  readonly detail: string
  readonly key?: KeyFinding | undefined
}

/** A VC-JWT that does not hold. */
export interface JwtFailure extends JwtReason {
  readonly ok: false
  /** What else was found to be wrong. */
  readonly further?: readonly JwtReason[] | undefined
}

/** What became of a VC-JWT. */
export type JwtVerdict =
  | {
      readonly ok: true
      /** The credential without the claims `iss`, `sub`, `jti`, `nbf`, `exp` and `iat`. */
      readonly credential: JsonObject
      readonly header: JsonObject
      /** The JWK thumbprint (RFC 7638) of the key that signed. */
      readonly thumbprint: string
    }
  | JwtFailure

/** Where keys are looked up. */
export interface JwtKeySources {
  readonly resolveDid: ResolveDid
  /**
   * The JSON at an https URL: a JWK, a JWK set or an issuer's document.
   *
   * @returns `undefined` when there is none. What cannot be known now is thrown.
   */
  readonly resolveKey: (url: string, how?: LookUp) => Promise<unknown>
}

/** What a VC-JWT says. */
export interface UnverifiedJwt {
  readonly credential: JsonObject
  /** Whether it names its key, and does not only bring it along. */
  readonly namesKey: boolean
}

/** Checks VC-JWTs. */
export interface CredentialJwtReader {
  /**
   * Checks form and header, that the claims say what the credential says, that the signature holds, and that the key is
   * the issuer's: listed for assertions by the DID document of a DID, or, for an https issuer, by the issuer's own document
   * or the JWK set of its authority, or standing by itself on that authority. `kid` and `jwk` are hints; a key that comes
   * along proves nothing. Dates, status, embedded proofs and embedded credentials are not looked at.
   *
   * @throws Unavailable when a key could not be had and nothing else is wrong; beside other reasons it is one of them.
   */
  verifyJwt(jwt: string, keys: JwtKeySources): Promise<JwtVerdict>
  /** What a VC-JWT says, by nobody vouched for; `undefined` when that cannot be read, or is too complex. */
  readUnverified(jwt: string): UnverifiedJwt | undefined
}
