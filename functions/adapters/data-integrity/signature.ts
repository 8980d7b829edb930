import { createPublicKey, ECDH, type KeyObject, verify } from 'node:crypto'
import { ed25519Jwk, type PublicJwk } from '../../domain/shared/jwk.ts'
import { decodeMultikey, type MultikeyAlgorithm, type RawPublicKey } from '../../domain/shared/multikey.ts'
import type { ProofOptions } from '../../ports/proofs.ts'

/** Names of the curves in node:crypto. */
const CURVES = { 'P-256': 'prime256v1', 'P-384': 'secp384r1' } as const
const HASHES = { 'P-256': 'sha256', 'P-384': 'sha384' } as const

/**
 * Whether a signature over these bytes was made by the owner of a public key: Ed25519 over the bytes, P-256 over their
 * SHA-256 and P-384 over their SHA-384, as `r` and `s` of fixed length.
 */
export function verifySignature(publicKey: RawPublicKey, bytes: Uint8Array, signature: Uint8Array): boolean {
  const key = openPublicKey(publicKey)
  if (!key) return false
  return publicKey.algorithm === 'Ed25519'
    ? verify(null, bytes, key, signature)
    : verify(HASHES[publicKey.algorithm], bytes, { key, dsaEncoding: 'ieee-p1363' }, signature)
}

/**
 * Wraps a signing function so that nothing leaves that its own public key does not verify.
 *
 * @throws Error when the signature does not fit, for example after a mix-up of keys.
 */
export function checkedSign({ sign, publicKeyMultibase }: Pick<ProofOptions, 'sign' | 'publicKeyMultibase'>): {
  readonly algorithm: MultikeyAlgorithm
  readonly sign: ProofOptions['sign']
} {
  const publicKey = decodeMultikey(publicKeyMultibase)
  if (!publicKey) throw new TypeError('publicKeyMultibase is not a Multikey')
  return {
    algorithm: publicKey.algorithm,
    sign: async (bytes) => {
      const signature = await sign(bytes)
      if (verifySignature(publicKey, bytes, signature)) return signature
      throw new Error(`the signature does not fit the public key ${publicKeyMultibase}`)
    },
  }
}

/** `undefined` for bytes that are no point of their curve. */
function openPublicKey(key: RawPublicKey): KeyObject | undefined {
  const jwk = rawKeyToJwk(key)
  return jwk && openJwk(jwk)
}

/** Whether a JWK is a key of its kind, with its point on the curve. */
export const isPublicKey = (jwk: PublicJwk): boolean => openJwk(jwk) !== undefined

function openJwk(jwk: PublicJwk): KeyObject | undefined {
  try {
    return createPublicKey({ key: { ...jwk }, format: 'jwk' })
  } catch {
    return undefined
  }
}

/** The JWK of raw key bytes, a compressed point written in full; `undefined` for bytes that are no point of their curve. */
export function rawKeyToJwk({ algorithm, bytes }: RawPublicKey): PublicJwk | undefined {
  if (algorithm === 'Ed25519') return ed25519Jwk(bytes)
  const xy = uncompressed(bytes, CURVES[algorithm])?.subarray(1)
  if (!xy) return undefined
  const half = xy.length / 2
  return {
    kty: 'EC',
    crv: algorithm,
    x: xy.subarray(0, half).toString('base64url'),
    y: xy.subarray(half).toString('base64url'),
  }
}

function uncompressed(point: Uint8Array, curve: string): Buffer | undefined {
  try {
    // Without an encoding asked for, it is bytes that come back.
    return Buffer.from(ECDH.convertKey(point, curve, undefined, undefined, 'uncompressed') as Buffer)
  } catch {
    return undefined
  }
}
