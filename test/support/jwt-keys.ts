import { sha256Digests } from '../../functions/adapters/digests/sha256.ts'
import { generateKey, openSecret, signWith } from '../../functions/adapters/keys/key-pair.ts'
import { ed25519Jwk, jwkThumbprint, type PublicJwk } from '../../functions/domain/shared/jwk.ts'
import { decodeMultikey } from '../../functions/domain/shared/multikey.ts'
import type { KeyAlgorithm } from '../../functions/ports/signer.ts'

/** A key in memory that signs JWTs. */
export interface JwtTestKey {
  readonly publicKeyJwk: PublicJwk
  readonly thumbprint: string
  readonly sign: (bytes: Uint8Array) => Promise<Uint8Array>
}

/** Makes a key of a kind. */
export async function aJwtKey(algorithm: KeyAlgorithm): Promise<JwtTestKey> {
  const { publicHalf, secret } = await generateKey(algorithm)
  const publicKeyJwk =
    publicHalf.algorithm === 'Ed25519'
      ? ed25519Jwk(decodeMultikey(publicHalf.publicKeyMultibase)?.bytes ?? new Uint8Array())
      : publicHalf.publicKeyJwk
  const privateKey = openSecret(secret, publicHalf)
  return {
    publicKeyJwk,
    thumbprint: jwkThumbprint(publicKeyJwk, sha256Digests),
    sign: async (bytes) => signWith(privateKey, algorithm, bytes),
  }
}

/** A compact JWS of any header and payload, so that tests can write what the service never would. */
export async function aJws(header: object, payload: object | string, sign: JwtTestKey['sign']): Promise<string> {
  const encode = (value: object | string) =>
    Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url')
  const signed = `${encode(header)}.${encode(payload)}`
  return `${signed}.${Buffer.from(await sign(Buffer.from(signed))).toString('base64url')}`
}
