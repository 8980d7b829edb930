import type { Multikey } from '../domain/shared/multikey.ts'

/**
 * A key pair whose private half is sealed, as plain data: stored beside its owner. Useless without whatever sealed it,
 * and only as the owner it was sealed for.
 */
export interface KeptKey {
  readonly algorithm: 'Ed25519'
  readonly publicKeyMultibase: Multikey
  /** The private key, encrypted; its form is the business of the adapter named by `sealing`. */
  readonly sealed: string
  readonly sealing: 'kms' | 'file'
}

/** Makes keys that it cannot use afterwards. */
export interface KeyMaker {
  /**
   * Makes an Ed25519 key pair and seals it for one owner. Nothing is stored here.
   *
   * @param owner  Whoever the key belongs to, for good; a key sealed for one owner cannot sign as another.
   */
  createKey(owner: string): Promise<KeptKey>
}

/** Signs with kept keys. */
export interface Signer {
  /**
   * Signs exactly these bytes.
   *
   * @returns 64 bytes of Ed25519 signature.
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
