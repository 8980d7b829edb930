import { fromBase64Url, toBase64Url } from './base64url.ts'
import type { Digests } from './ids.ts'
import type { RawPublicKey } from './multikey.ts'

/** A public key of RSA with 2048 bits or more (RFC 7518 §6.3.1). */
export interface RsaPublicJwk {
  readonly kty: 'RSA'
  readonly n: string
  readonly e: string
}

/** A public key on a NIST curve (RFC 7518 §6.2.1). */
export interface EcPublicJwk {
  readonly kty: 'EC'
  readonly crv: 'P-256' | 'P-384'
  readonly x: string
  readonly y: string
}

/** A public key of Ed25519 (RFC 8037 §2). */
export interface OkpPublicJwk {
  readonly kty: 'OKP'
  readonly crv: 'Ed25519'
  readonly x: string
}

/** A public key as JWK, with just the members that make the key: never a private one (JWK-01, JWT-05). */
export type PublicJwk = RsaPublicJwk | EcPublicJwk | OkpPublicJwk

/**
 * The thumbprint of a key: base64url SHA-256 over its required members in the order of their names.
 *
 * @see https://www.rfc-editor.org/rfc/rfc7638#section-3
 */
export const jwkThumbprint = (jwk: PublicJwk, { sha256Base64Url }: Pick<Digests, 'sha256Base64Url'>): string =>
  sha256Base64Url(JSON.stringify(requiredMembers(jwk)))

function requiredMembers(jwk: PublicJwk): PublicJwk {
  switch (jwk.kty) {
    case 'RSA':
      return { e: jwk.e, kty: jwk.kty, n: jwk.n }
    case 'EC':
      return { crv: jwk.crv, kty: jwk.kty, x: jwk.x, y: jwk.y }
    case 'OKP':
      return { crv: jwk.crv, kty: jwk.kty, x: jwk.x }
  }
}

/**
 * A key as the bytes a Multikey holds: a point is compressed to the parity of `y` and `x`.
 *
 * @returns `undefined` for RSA, and for members that are not base64url of the curve's length.
 * @see https://www.w3.org/TR/controller-document/#Multikey
 */
export function toRawPublicKey(jwk: PublicJwk): RawPublicKey | undefined {
  if (jwk.kty === 'RSA') return undefined
  const x = fromBase64Url(jwk.x)
  if (jwk.kty === 'OKP') return x?.length === 32 ? { algorithm: 'Ed25519', bytes: x } : undefined
  const y = fromBase64Url(jwk.y)
  const length = jwk.crv === 'P-256' ? 32 : 48
  const last = y?.at(-1)
  if (x?.length !== length || y?.length !== length || last === undefined) return undefined
  return { algorithm: jwk.crv, bytes: Uint8Array.from([last % 2 === 0 ? 2 : 3, ...x]) }
}

/** The JWK of raw Ed25519 key bytes. */
export const ed25519Jwk = (bytes: Uint8Array): OkpPublicJwk => ({ kty: 'OKP', crv: 'Ed25519', x: toBase64Url(bytes) })

const PRIVATE_MEMBERS = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'] as const

/**
 * Reads a public key as JWK: just the members that make the key.
 *
 * @returns `undefined` for keys of other kinds, for members that are not base64url of the curve's length, and for a key that
 *   holds a private member (JWT-05). That a point is on its curve is not checked.
 */
export function parsePublicJwk(value: unknown): PublicJwk | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const jwk: Readonly<Record<string, unknown>> = { ...value }
  if (PRIVATE_MEMBERS.some((member) => member in jwk)) return undefined
  const { kty, crv, n, e, x, y } = jwk
  if (kty === 'RSA') return isBase64Url(n) && isBase64Url(e) ? { kty, n, e } : undefined
  const point: PublicJwk | undefined =
    kty === 'OKP' && crv === 'Ed25519' && isBase64Url(x)
      ? { kty, crv, x }
      : kty === 'EC' && (crv === 'P-256' || crv === 'P-384') && isBase64Url(x) && isBase64Url(y)
        ? { kty, crv, x, y }
        : undefined
  return point && toRawPublicKey(point) && point
}

const isBase64Url = (value: unknown): value is string =>
  typeof value === 'string' && value !== '' && fromBase64Url(value) !== undefined
