import {
  createPrivateKey,
  createPublicKey,
  generateKeyPair,
  generateKeyPairSync,
  type KeyObject,
  sign,
} from 'node:crypto'
import { promisify } from 'node:util'
import { z } from 'zod'
import { type PublicJwk, toRawPublicKey } from '../../domain/shared/jwk.ts'
import { encodeMultikey, type Multikey } from '../../domain/shared/multikey.ts'
import type { KeptKey, KeptKeyOf, KeyAlgorithm } from '../../ports/signer.ts'

/** PKCS#8 of an Ed25519 private key is these bytes and the 32 of the seed (RFC 8410 §7). */
const ED25519_PKCS8_PREFIX = Buffer.from('302e020100300506032b657004220420', 'hex')
const SEED_BYTES = 32
const RSA_BITS = 2048

/** The public half of a key, as it is kept. */
export type PublicHalf = WithoutSeal<KeptKey>
type WithoutSeal<Key extends KeptKey> = Key extends KeptKey ? Omit<Key, 'sealed' | 'sealing'> : never

/** A fresh key pair; whoever asked for it overwrites `secret` when it is sealed. */
export interface FreshKey {
  readonly publicHalf: PublicHalf
  /** The 32 private bytes of Ed25519; PKCS#8 (DER) of every other kind. */
  readonly secret: Buffer
}

const generate = promisify(generateKeyPair)

/** An Ed25519 key pair that is never kept. */
export function generateEd25519(): { readonly publicKeyMultibase: Multikey; readonly privateKey: KeyObject } {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  const half = publicHalfOf(publicKey)
  if (half.algorithm !== 'Ed25519') throw new TypeError('node:crypto made another kind of key than it was asked for')
  return { publicKeyMultibase: half.publicKeyMultibase, privateKey }
}

/** Makes a key pair from the system's randomness. */
export async function generateKey(algorithm: KeyAlgorithm): Promise<FreshKey> {
  const { privateKey } = await generateOf(algorithm)
  const pkcs8 = privateKey.export({ format: 'der', type: 'pkcs8' })
  const publicHalf = publicHalfOf(createPublicKey(privateKey))
  if (algorithm !== 'Ed25519') return { publicHalf, secret: pkcs8 }
  const secret = Buffer.from(pkcs8.subarray(ED25519_PKCS8_PREFIX.length))
  pkcs8.fill(0)
  return { publicHalf, secret }
}

function generateOf(algorithm: KeyAlgorithm): Promise<{ readonly privateKey: KeyObject }> {
  switch (algorithm) {
    case 'Ed25519':
      return generate('ed25519', {})
    case 'P-256':
    case 'P-384':
      return generate('ec', { namedCurve: algorithm })
    case 'RSA-2048':
      return generate('rsa', { modulusLength: RSA_BITS, publicExponent: 0x10001 })
  }
}

/**
 * Turns private bytes into a key that can sign. The bytes are overwritten, also on failure.
 *
 * @throws Error when they do not belong to the public key they are kept with.
 */
export function openSecret(secret: Uint8Array, kept: PublicHalf): KeyObject {
  try {
    const key = createPrivateKey({ key: toPkcs8(secret, kept.algorithm), format: 'der', type: 'pkcs8' })
    if (namePublicHalf(publicHalfOf(createPublicKey(key))) === namePublicHalf(kept)) return key
  } catch (cause) {
    throw new Error(`the sealed key for ${namePublicHalf(kept)} is damaged`, { cause })
  } finally {
    secret.fill(0)
  }
  throw new Error(`the sealed key does not belong to ${namePublicHalf(kept)}`)
}

function toPkcs8(secret: Uint8Array, algorithm: KeyAlgorithm): Buffer {
  if (algorithm !== 'Ed25519') return Buffer.from(secret)
  if (secret.length !== SEED_BYTES) throw new Error(`it does not hold ${SEED_BYTES} bytes`)
  return Buffer.concat([ED25519_PKCS8_PREFIX, secret])
}

/** Signs as the port `Signer` says of each kind. */
export function signWith(key: KeyObject, algorithm: KeyAlgorithm, bytes: Uint8Array): Uint8Array {
  switch (algorithm) {
    case 'Ed25519':
      return new Uint8Array(sign(null, bytes, key))
    case 'P-256':
      return new Uint8Array(sign('sha256', bytes, { key, dsaEncoding: 'ieee-p1363' }))
    case 'P-384':
      return new Uint8Array(sign('sha384', bytes, { key, dsaEncoding: 'ieee-p1363' }))
    case 'RSA-2048':
      return new Uint8Array(sign('sha256', bytes, key))
  }
}

/** How a key is called in messages and caches: by its public half. */
export const namePublicHalf = (half: PublicHalf): string =>
  half.algorithm === 'RSA-2048' ? `RSA ${half.publicKeyJwk.n}` : half.publicKeyMultibase

/** A kept key: its public half and how the private one is sealed. */
export function toKeptKey<Algorithm extends KeyAlgorithm>(
  _algorithm: Algorithm,
  half: PublicHalf,
  seal: Pick<KeptKey, 'sealed' | 'sealing'>,
): KeptKeyOf<Algorithm> {
  // The half was made for that algorithm, which the compiler cannot follow through a conditional type.
  return { ...half, ...seal } as KeptKeyOf<Algorithm>
}

const JwkSchema = z.discriminatedUnion('kty', [
  z.object({ kty: z.literal('RSA'), n: z.string(), e: z.string() }),
  z.object({ kty: z.literal('EC'), crv: z.enum(['P-256', 'P-384']), x: z.string(), y: z.string() }),
  z.object({ kty: z.literal('OKP'), crv: z.literal('Ed25519'), x: z.string() }),
])

/** A public key as JWK; nothing private is left in it. @throws Error for kinds not known here. */
const toPublicJwk = (key: KeyObject): PublicJwk => JwkSchema.parse(key.export({ format: 'jwk' }))

/** The public half of a public key. @throws Error for kinds not known here. */
export function publicHalfOf(key: KeyObject): PublicHalf {
  const jwk = toPublicJwk(key)
  if (jwk.kty === 'RSA') {
    if (key.asymmetricKeyDetails?.modulusLength !== RSA_BITS) throw new Error('an RSA key of unusual length')
    return { algorithm: 'RSA-2048', publicKeyJwk: jwk }
  }
  const raw = toRawPublicKey(jwk)
  if (!raw) throw new Error('a public key of unusual length')
  const publicKeyMultibase = encodeMultikey(raw)
  return jwk.kty === 'OKP'
    ? { algorithm: 'Ed25519', publicKeyMultibase }
    : { algorithm: jwk.crv, publicKeyMultibase, publicKeyJwk: jwk }
}
