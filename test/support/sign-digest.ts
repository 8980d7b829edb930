import { constants, createECDH, type KeyObject, privateEncrypt, randomBytes } from 'node:crypto'

const CURVES = {
  'P-256': {
    name: 'prime256v1',
    order: 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n,
    bytes: 32,
  },
  'P-384': {
    name: 'secp384r1',
    order: 0xffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973n,
    bytes: 48,
  },
} as const

const toNumber = (bytes: Uint8Array): bigint => BigInt(`0x${Buffer.from(bytes).toString('hex') || '0'}`)
const modulo = (value: bigint, order: bigint): bigint => ((value % order) + order) % order

/** By Euclid; the order of a curve is prime, so there always is one. */
function inverse(value: bigint, order: bigint): bigint {
  let [r, next, s, nextS] = [order, modulo(value, order), 0n, 1n]
  while (next !== 0n) {
    const quotient = r / next
    ;[r, next] = [next, r - quotient * next]
    ;[s, nextS] = [nextS, s - quotient * nextS]
  }
  return modulo(s, order)
}

/**
 * Signs a digest with ECDSA, which `node:crypto` does not do: it always hashes. Only the point `k·G` is left to it.
 *
 * @returns DER, as KMS gives it.
 */
export function signDigestWithEcdsa(key: KeyObject, curve: keyof typeof CURVES, digest: Uint8Array): Buffer {
  const { name, order, bytes } = CURVES[curve]
  const privateNumber = toNumber(Buffer.from(String(key.export({ format: 'jwk' }).d), 'base64url'))
  for (;;) {
    const once = modulo(toNumber(randomBytes(bytes + 8)), order - 1n) + 1n
    const ecdh = createECDH(name)
    ecdh.setPrivateKey(Buffer.from(once.toString(16).padStart(2 * bytes, '0'), 'hex'))
    const r = modulo(toNumber(ecdh.getPublicKey().subarray(1, 1 + bytes)), order)
    const s = modulo(inverse(once, order) * (toNumber(digest) + r * privateNumber), order)
    if (r !== 0n && s !== 0n) return toDer(r, s)
  }
}

/** The canonical DER of a signature. */
export function toDer(...numbers: readonly bigint[]): Buffer {
  const integers = numbers.map((number) => {
    const hex = number.toString(16)
    const bytes = Buffer.from(hex.padStart(hex.length + (hex.length % 2), '0'), 'hex')
    const content = (bytes[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.of(0), bytes]) : bytes
    return Buffer.concat([Buffer.of(0x02, content.length), content])
  })
  const content = Buffer.concat(integers)
  return Buffer.concat([Buffer.of(0x30, content.length), content])
}

/** What names SHA-256 in front of a digest (RFC 8017 §9.2, note 1). */
const SHA_256_INFO = Buffer.from('3031300d060960864801650304020105000420', 'hex')

/** Signs a SHA-256 with RSA as PKCS#1 v1.5. */
export const signDigestWithRsa = (key: KeyObject, digest: Uint8Array): Buffer =>
  privateEncrypt({ key, padding: constants.RSA_PKCS1_PADDING }, Buffer.concat([SHA_256_INFO, digest]))
