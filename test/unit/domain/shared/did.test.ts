import { describe, expect, it } from 'vitest'
import { didJwkKey, didMethodOf, didWebUrl, isDid } from '../../../../functions/domain/shared/did.ts'
import { jwkDidDocument, readDidDocument } from '../../../../functions/domain/shared/did-document.ts'

const KEY = 'z6MkqDzqBS8Vse1rxqCw86xjF4w2oiLyarP6hkKTxsWHWkhv'
// The example of the did:jwk specification.
const JWK = {
  crv: 'P-256',
  kty: 'EC',
  x: 'acbIQiuMs3i8_uszEjJ2tpTtRM4EU3yz91PH6CdH2V0',
  y: '_KcyLj9vWMptnmKtm46GqDz8wf74I5LKgrl2GzH3nSE',
}
const encoded = (value: unknown) => `did:jwk:${Buffer.from(JSON.stringify(value)).toString('base64url')}` as const

describe('didMethodOf', () => {
  it.each([
    [`did:key:${KEY}`, 'key'],
    ['did:web:example.org', 'web'],
    ['did:jwk:e30', 'jwk'],
    ['did:ion:x', undefined],
    ['DID:key:x', undefined],
    ['https://example.org', undefined],
  ])('of %s is %s', (did, method) => expect(didMethodOf(did)).toBe(method))
})

describe('isDid', () => {
  it.each(['did:web:a.b#key', 'did:web:a.b/path', 'did:web:a.b?x', 'did:web:', 'web:a.b', 'did:web:a b'])(
    'is not so for %s',
    (text) => expect(isDid(text)).toBe(false),
  )
})

describe('didWebUrl', () => {
  it.each([
    ['did:web:example.org', 'https://example.org/.well-known/did.json'],
    ['did:web:example.org:people:ben', 'https://example.org/people/ben/did.json'],
    ['did:web:example.org%3A8443:ben', 'https://example.org:8443/ben/did.json'],
    ['did:web:example.org:b%C3%A9n', 'https://example.org/b%C3%A9n/did.json'],
  ])('of %s is %s', (did, url) => expect(didWebUrl(did)).toBe(url))

  it.each([
    'did:key:x',
    'did:web:',
    'did:web:example.org:',
    'did:web:example.org%2Fpath',
    'did:web:user%40example.org',
    'did:web:example.org%3Ax',
    'did:web:example.org:..:secret',
    'did:web:example.org:%2e%2e:secret',
    'did:web:example.org:a%2Fb',
    'did:web:[::1]',
  ])('is none for %s', (did) => expect(didWebUrl(did)).toBeUndefined())
})

describe('jwkDidDocument', () => {
  it('lists the one key of a did:jwk for every purpose', () => {
    const did = encoded(JWK)
    expect(jwkDidDocument(did, didJwkKey(did))).toEqual({
      id: did,
      verificationMethod: [{ id: `${did}#0`, controller: did, type: 'JsonWebKey', publicKeyJwk: JWK }],
      assertionMethod: [`${did}#0`],
      authentication: [`${did}#0`],
    })
  })

  it.each([
    ['a private key', { ...JWK, d: 'AAAA' }],
    ['a key of another curve', { ...JWK, crv: 'secp256k1' }],
    ['a key of the wrong length', { ...JWK, x: 'AAAA' }],
    ['no key', {}],
  ])('is none for %s', (_, jwk) => {
    const did = encoded(jwk)
    expect(jwkDidDocument(did, didJwkKey(did))).toBeUndefined()
  })

  it('is none for what is not base64url of JSON', () => {
    expect(didJwkKey('did:jwk:e3')).toBeUndefined()
    expect(didJwkKey('did:jwk:***')).toBeUndefined()
  })
})

describe('readDidDocument', () => {
  const did = 'did:web:example.org'
  const read = (document: object) => readDidDocument(did, { id: did, ...document })

  it('brings keys of older types, under relative ids and inside a purpose into one form', () => {
    const older = { id: '#a', type: 'Ed25519VerificationKey2020', controller: did, publicKeyMultibase: KEY }
    const jwk = { id: `${did}#b`, type: 'JsonWebKey2020', controller: did, publicKeyJwk: { ...JWK, kid: 'mine' } }
    expect(read({ verificationMethod: older, authentication: ['#a', jwk], assertionMethod: `${did}#a` })).toEqual({
      id: did,
      verificationMethod: [
        { id: `${did}#a`, controller: did, type: 'Multikey', publicKeyMultibase: KEY },
        { id: `${did}#b`, controller: did, type: 'JsonWebKey', publicKeyJwk: { ...JWK, kid: 'mine' } },
      ],
      authentication: [`${did}#a`, `${did}#b`],
      assertionMethod: [`${did}#a`],
    })
  })

  it('leaves out keys of other kinds, without an id, and with their private half', () => {
    const methods = [
      { id: '#a', publicKeyBase58: 'x' },
      { publicKeyMultibase: KEY },
      { id: '#c', publicKeyJwk: { ...JWK, d: 'AAAA' } },
      'not a method',
    ]
    expect(read({ verificationMethod: methods })?.verificationMethod).toEqual([])
  })

  it.each([
    ['another DID', { id: 'did:web:example.com' }],
    ['a crowd of keys', { verificationMethod: Array<object>(101).fill({}) }],
  ])('reads nothing of %s', (_, document) => expect(read(document)).toBeUndefined())

  it('reads nothing of what is no object', () => {
    for (const document of [null, 'text', [], undefined]) expect(readDidDocument(did, document)).toBeUndefined()
  })
})
