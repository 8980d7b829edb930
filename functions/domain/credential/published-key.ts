import type { PublicJwk } from '../shared/jwk.ts'

/** A JWT key as it is published by itself and in the set of all: the public members of the key, and how to use it. */
export type PublishedJwk = PublicJwk & { readonly kid: string; readonly alg: 'RS256' | 'ES256'; readonly use: 'sig' }

/**
 * The published form of a JWT key (KEY-04). Whatever else the key carries, only what makes a public key is taken over.
 *
 * @param url  Where this one JWK is published; JWTs name the key by it.
 * @throws TypeError for a key that no VC-JWT of ours is signed with.
 * @see https://www.rfc-editor.org/rfc/rfc7517#section-4
 */
export function toPublishedJwk(jwk: PublicJwk, url: string): PublishedJwk {
  const how = { kid: url, use: 'sig' } as const
  if (jwk.kty === 'RSA') return { kty: 'RSA', n: jwk.n, e: jwk.e, ...how, alg: 'RS256' }
  if (jwk.kty === 'EC' && jwk.crv === 'P-256')
    return { kty: 'EC', crv: jwk.crv, x: jwk.x, y: jwk.y, ...how, alg: 'ES256' }
  throw new TypeError(`no VC-JWT is signed with a key of the kind ${jwk.kty} ${jwk.crv}`)
}
