import { constants, createPublicKey, verify } from 'node:crypto'
import { publicJwkOf } from '../../functions/domain/community/issuer-key-jwk.ts'
import type { KeptKey } from '../../functions/ports/signer.ts'

/** Whether a signature is one of a kept key over a message, by `node:crypto` alone, from the JWK that is published. */
export function signatureHolds(key: KeptKey, message: Uint8Array, signature: Uint8Array): boolean {
  const publicKey = createPublicKey({ key: { ...publicJwkOf(key) }, format: 'jwk' })
  switch (key.algorithm) {
    case 'Ed25519':
      return verify(null, message, publicKey, signature)
    case 'P-256':
      return verify('sha256', message, { key: publicKey, dsaEncoding: 'ieee-p1363' }, signature)
    case 'P-384':
      return verify('sha384', message, { key: publicKey, dsaEncoding: 'ieee-p1363' }, signature)
    case 'RSA-2048':
      return verify('sha256', message, { key: publicKey, padding: constants.RSA_PKCS1_PADDING }, signature)
  }
}
