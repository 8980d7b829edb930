import { createPublicKey, ECDH, type KeyObject, verify } from 'node:crypto'
import { ed25519Jwk, type PublicJwk } from '../../domain/shared/jwk.ts'
import { decodeMultikey, type Multikey, type RawPublicKey } from '../../domain/shared/multikey.ts'

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
export function checkedSign(
  sign: (bytes: Uint8Array) => Promise<Uint8Array>,
  publicKeyMultibase: Multikey,
): (bytes: Uint8Array) => Promise<Uint8Array> {
  const publicKey = decodeMultikey(publicKeyMultibase)
  if (!publicKey) throw new TypeError('publicKeyMultibase is not a Multikey')
  return async (bytes) => {
    const signature = await sign(bytes)
    if (verifySignature(publicKey, bytes, signature)) return signature
    throw new Error(`the signature does not fit the public key ${publicKeyMultibase}`)
  }
}

/** `undefined` for bytes that are no point of their curve. */
function openPublicKey(key: RawPublicKey): KeyObject | undefined {
  try {
    return createPublicKey({ key: { ...toJwk(key) }, format: 'jwk' })
  } catch {
    return undefined
  }
}

function toJwk({ algorithm, bytes }: RawPublicKey): PublicJwk {
  if (algorithm === 'Ed25519') return ed25519Jwk(bytes)
  const point = ECDH.convertKey(bytes, CURVES[algorithm], undefined, undefined, 'uncompressed')
  // Without an encoding asked for, it is bytes that come back.
  const xy = Buffer.from(point as Buffer).subarray(1)
  const half = xy.length / 2
  return {
    kty: 'EC',
    crv: algorithm,
    x: xy.subarray(0, half).toString('base64url'),
    y: xy.subarray(half).toString('base64url'),
  }
}
