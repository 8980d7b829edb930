import { describe, expect, it } from 'vitest'
import { toPublishedJwk } from '../../../../functions/domain/credential/published-key.ts'

const URL_OF_KEY = 'https://badges.example.org/communities/weavers/keys/thumbprint'

describe('toPublishedJwk', () => {
  it('JWK-01: takes over what makes the public key, and nothing private that came along', () => {
    const rsa = { kty: 'RSA' as const, n: 'n', e: 'AQAB', d: 'private', p: 'private', qi: 'private' }
    expect(toPublishedJwk(rsa, URL_OF_KEY)).toEqual({
      kty: 'RSA',
      n: 'n',
      e: 'AQAB',
      kid: URL_OF_KEY,
      use: 'sig',
      alg: 'RS256',
    })
    const ec = { kty: 'EC' as const, crv: 'P-256' as const, x: 'x', y: 'y', d: 'private' }
    expect(toPublishedJwk(ec, URL_OF_KEY)).toEqual({
      kty: 'EC',
      crv: 'P-256',
      x: 'x',
      y: 'y',
      kid: URL_OF_KEY,
      use: 'sig',
      alg: 'ES256',
    })
  })

  it.each([
    { kty: 'OKP', crv: 'Ed25519', x: 'x' },
    { kty: 'EC', crv: 'P-384', x: 'x', y: 'y' },
  ] as const)('publishes no key of the kind $crv for JWTs', (jwk) => {
    expect(() => toPublishedJwk(jwk, URL_OF_KEY)).toThrow(TypeError)
  })
})
