import { describe, expect, it } from 'vitest'
import { MultikeySchema, PublicJwkSchema } from '../../../../schemas/open-badges/keys.ts'

const key = 'z6MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDooWp'
const multikey = {
  id: `did:key:${key}#${key}`,
  type: 'Multikey',
  controller: `did:key:${key}`,
  publicKeyMultibase: key,
}

describe('MultikeySchema', () => {
  it('MK-01: takes a key named by its controller and itself, with members it does not know', () => {
    const dated = { ...multikey, expires: '2030-01-01T00:00:00Z' }
    expect(MultikeySchema.parse(dated)).toEqual(dated)
  })

  it.each([
    ['another type', { type: 'DataIntegrityProof' }],
    ['an id that is a thumbprint', { id: `did:key:${key}#NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs` }],
    ['another controller', { controller: 'did:example:someone' }],
    ['a key in another base', { publicKeyMultibase: 'uAQID' }],
    ['no key', { publicKeyMultibase: undefined }],
  ])('MK-01: refuses %s', (_what, changes) => {
    expect(MultikeySchema.safeParse({ ...multikey, ...changes }).success).toBe(false)
  })
})

describe('PublicJwkSchema', () => {
  const jwk = {
    kty: 'RSA',
    n: 'AQAB',
    e: 'AQAB',
    use: 'sig',
    key_ops: ['verify'],
    alg: 'RS256',
    kid: 'https://x.example/k',
  }

  it('JWK-01: takes a public key with members it does not know', () => {
    expect(PublicJwkSchema.parse({ ...jwk, note: 1 })).toEqual({ ...jwk, note: 1 })
  })

  it.each(['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'])('JWK-01: refuses the private member %s', (member) => {
    const { error } = PublicJwkSchema.safeParse({ ...jwk, [member]: 'secret' })
    expect(error?.issues.map(({ path }) => path)).toEqual([[member]])
  })

  it.each([
    ['no kty', { kty: undefined }],
    ['operations that are no list', { key_ops: 'verify' }],
    ['a certificate chain that is no list', { x5c: 'MII' }],
  ])('JWK-01: refuses %s', (_what, changes) => {
    expect(PublicJwkSchema.safeParse({ ...jwk, ...changes }).success).toBe(false)
  })
})
