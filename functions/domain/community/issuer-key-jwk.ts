import { ed25519Jwk, type PublicJwk } from '../shared/jwk.ts'
import { decodeMultikey, type Multikey } from '../shared/multikey.ts'

/** A kept key's public half: Ed25519 is told by its Multikey alone, every other kind brings its JWK along. */
export type PublicHalf =
  | { readonly algorithm: 'Ed25519'; readonly publicKeyMultibase: Multikey }
  | { readonly algorithm: 'P-256' | 'P-384' | 'RSA-2048'; readonly publicKeyJwk: PublicJwk }

/**
 * The public JWK of a kept key.
 *
 * @throws TypeError for a Multikey that is none.
 */
export function publicJwkOf(key: PublicHalf): PublicJwk {
  if (key.algorithm !== 'Ed25519') return key.publicKeyJwk
  const raw = decodeMultikey(key.publicKeyMultibase)
  if (raw?.algorithm !== 'Ed25519') throw new TypeError(`${key.publicKeyMultibase} is no Ed25519 Multikey`)
  return ed25519Jwk(raw.bytes)
}
