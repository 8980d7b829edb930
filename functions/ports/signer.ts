import type { EcPublicJwk, RsaPublicJwk } from '../domain/shared/jwk.ts'
import type { Multikey, MultikeyAlgorithm } from '../domain/shared/multikey.ts'

/** Every kind of key this service makes; RSA signs VC-JWTs only. */
export type KeyAlgorithm = MultikeyAlgorithm | 'RSA-2048'

interface Kept {
  /**
   * `kms` and `file`: the private key, encrypted, in a form that is the business of the adapter of that name. `kms-key`: the
   * ARN of an asymmetric key that KMS never gives out.
   */
  readonly sealed: string
  readonly sealing: 'kms' | 'file' | 'kms-key'
}

/** A kept key for Data Integrity proofs; the default. */
interface KeptEd25519Key extends Kept {
  readonly algorithm: 'Ed25519'
  readonly publicKeyMultibase: Multikey
}

/** A kept key for Data Integrity proofs and for VC-JWTs with ES256; its point as a Multikey holds it, and in full. */
export interface KeptEcKey extends Kept {
  readonly algorithm: 'P-256' | 'P-384'
  readonly publicKeyMultibase: Multikey
  readonly publicKeyJwk: EcPublicJwk
}

/** A kept key for VC-JWTs with RS256. */
export interface KeptRsaKey extends Kept {
  readonly algorithm: 'RSA-2048'
  readonly publicKeyJwk: RsaPublicJwk
}

/** A kept key that Data Integrity proofs are made with. */
export type KeptMultikey = KeptEd25519Key | KeptEcKey

/**
 * A key pair whose private half is sealed, as plain data: stored beside its owner. Useless without whatever sealed it,
 * and only as the owner it was sealed for.
 */
export type KeptKey = KeptMultikey | KeptRsaKey

/** The kept form of a key of some kind. */
export type KeptKeyOf<Algorithm extends KeyAlgorithm> = KeptKey & { readonly algorithm: Algorithm }

/** Makes keys that it cannot use afterwards. */
export interface KeyMaker {
  /**
   * Makes a key pair and seals it for one owner. Nothing is stored here.
   *
   * @param owner  Whoever the key belongs to, for good; a key sealed for one owner cannot sign as another.
   */
  createKey<Algorithm extends KeyAlgorithm>(owner: string, algorithm: Algorithm): Promise<KeptKeyOf<Algorithm>>
}

/** Signs with kept keys. */
export interface Signer {
  /**
   * Signs exactly these bytes: Ed25519 as they are, P-256 over their SHA-256, P-384 over their SHA-384, RSA as PKCS#1 v1.5
   * over their SHA-256 (`RS256`).
   *
   * @returns 64 bytes for Ed25519 and P-256 (`r` and `s` of fixed length), 96 for P-384, 256 for RSA.
   * @throws A fault when the key was sealed for another owner, in another way, or is damaged.
   */
  sign(key: KeptKey, owner: string, bytes: Uint8Array): Promise<Uint8Array>
}

/** A key that signs one message and is forgotten: for an endorser who did not consent to be named. */
export interface SingleUseKey {
  readonly publicKeyMultibase: Multikey
  /**
   * Signs and forgets the private key.
   *
   * @returns 64 bytes of Ed25519 signature.
   * @throws TypeError when called again.
   */
  sign(bytes: Uint8Array): Promise<Uint8Array>
}

/** Makes a single-use key. */
export type SingleUseKeyMaker = () => SingleUseKey
