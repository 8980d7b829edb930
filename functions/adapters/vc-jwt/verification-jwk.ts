import { fromBase64Url } from '../../domain/shared/base64url.ts'
import { type PublicJwk, parsePublicJwk } from '../../domain/shared/jwk.ts'
import { isJsonObject } from '../data-integrity/json-object.ts'
import { isPublicKey } from '../data-integrity/signature.ts'

/** Signature algorithms of JWTs that are verified here. */
export type JwsAlgorithm = 'RS256' | 'ES256' | 'ES384' | 'EdDSA'

/** Larger keys than anyone uses would only cost time. */
const RSA_BITS = { min: 2048, max: 8192 }

/** The algorithm that goes with a kind of key. */
export function jwsAlgorithmOf(jwk: PublicJwk): JwsAlgorithm {
  if (jwk.kty === 'RSA') return 'RS256'
  if (jwk.kty === 'OKP') return 'EdDSA'
  return jwk.crv === 'P-256' ? 'ES256' : 'ES384'
}

/**
 * Reads a public key for verifying with one algorithm.
 *
 * @returns `undefined` when it is of another kind, no key of its kind, holds a private member, has RSA of fewer than 2048
 *   bits (JWT-12) or an exponent of 1, or says itself that it is for something else (`use`, `key_ops`, `alg`).
 */
export function parseVerificationJwk(value: unknown, algorithm: JwsAlgorithm): PublicJwk | undefined {
  const jwk = parsePublicJwk(value)
  if (!jwk || !isJsonObject(value) || jwsAlgorithmOf(jwk) !== algorithm) return undefined
  const { use = 'sig', key_ops: operations = ['verify'], alg = algorithm } = value
  const isMeant = use === 'sig' && Array.isArray(operations) && operations.includes('verify')
  if (!isMeant || (alg !== algorithm && !(algorithm === 'EdDSA' && alg === 'Ed25519'))) return undefined
  if (jwk.kty === 'RSA' && !isSoundRsa(jwk.n, jwk.e)) return undefined
  return isPublicKey(jwk) ? jwk : undefined
}

function isSoundRsa(n: string, e: string): boolean {
  const bits = bitLength(n)
  const exponent = fromBase64Url(e)
  const isOdd = ((exponent?.at(-1) ?? 0) & 1) === 1
  return bits >= RSA_BITS.min && bits <= RSA_BITS.max && isOdd && bitLength(e) > 1
}

/** How many bits a number has, whatever zeros stand before it. */
function bitLength(base64Url: string): number {
  const bytes = fromBase64Url(base64Url) ?? new Uint8Array()
  const first = bytes.findIndex((byte) => byte !== 0)
  return first === -1 ? 0 : (bytes.length - first) * 8 - Math.clz32(bytes[first] ?? 0) + 24
}
