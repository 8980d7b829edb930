import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { encodeMultikey, type Multikey } from '../../domain/shared/multikey.ts'

/** PKCS#8 of an Ed25519 private key is these bytes and the 32 of the seed (RFC 8410 §7). */
const PKCS8_PREFIX = Buffer.from('302e020100300506032b657004220420', 'hex')
/** SPKI of an Ed25519 public key is 12 bytes and the 32 of the key (RFC 8410 §4). */
const SPKI_PREFIX_BYTES = 12
const SEED_BYTES = 32

/** A fresh key pair; whoever asked for it overwrites `seed` when it is sealed. */
export interface FreshKey {
  readonly publicKeyMultibase: Multikey
  /** The 32 private bytes. */
  readonly seed: Buffer
}

/** Makes an Ed25519 key pair from the system's randomness. */
export function generateSeed(): FreshKey {
  const { privateKey } = generateKeyPairSync('ed25519')
  const pkcs8 = privateKey.export({ format: 'der', type: 'pkcs8' })
  const seed = Buffer.from(pkcs8.subarray(PKCS8_PREFIX.length))
  pkcs8.fill(0)
  return { publicKeyMultibase: multikeyOf(privateKey), seed }
}

/**
 * Turns 32 private bytes into a key that can sign. The bytes are overwritten, also on failure.
 *
 * @throws Error when they do not belong to the public key they are kept with.
 */
export function openSeed(seed: Uint8Array, publicKeyMultibase: Multikey): KeyObject {
  if (seed.length !== SEED_BYTES) {
    seed.fill(0)
    throw new Error(`the sealed key for ${publicKeyMultibase} does not hold ${SEED_BYTES} bytes`)
  }
  const pkcs8 = Buffer.concat([PKCS8_PREFIX, seed])
  seed.fill(0)
  const key = createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' })
  pkcs8.fill(0)
  if (multikeyOf(key) === publicKeyMultibase) return key
  throw new Error(`the sealed key does not belong to ${publicKeyMultibase}`)
}

/** 64 bytes of Ed25519 signature. */
export const signEd25519 = (key: KeyObject, bytes: Uint8Array): Uint8Array => new Uint8Array(sign(null, bytes, key))

function multikeyOf(privateKey: KeyObject): Multikey {
  const spki = createPublicKey(privateKey).export({ format: 'der', type: 'spki' })
  return encodeMultikey(spki.subarray(SPKI_PREFIX_BYTES))
}
