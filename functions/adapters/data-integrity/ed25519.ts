import { createPublicKey, verify } from 'node:crypto'
import { decodeMultikey, type Multikey } from '../../domain/shared/multikey.ts'

/** Whether an Ed25519 signature over these bytes was made by the owner of a raw public key (32 bytes). */
export function verifyEd25519(publicKey: Uint8Array, bytes: Uint8Array, signature: Uint8Array): boolean {
  const key = createPublicKey({
    key: { kty: 'OKP', crv: 'Ed25519', x: Buffer.from(publicKey).toString('base64url') },
    format: 'jwk',
  })
  return verify(null, bytes, key, signature)
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
  if (!publicKey) throw new TypeError('publicKeyMultibase is not an Ed25519 Multikey')
  return async (bytes) => {
    const signature = await sign(bytes)
    if (verifyEd25519(publicKey, bytes, signature)) return signature
    throw new Error(`the signature does not fit the public key ${publicKeyMultibase}`)
  }
}
