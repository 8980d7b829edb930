import { describe, expect, it } from 'vitest'
import { publicJwkOf } from '../../../../functions/domain/community/issuer-key-jwk.ts'
import { cryptosuiteOf, identifyVcIssuer, keyKindOf } from '../../../../functions/domain/community/vc-issuer.ts'
import { toBase64Url } from '../../../../functions/domain/shared/base64url.ts'
import { encodeMultikey } from '../../../../functions/domain/shared/multikey.ts'
import { aCommunity, anId } from '../../../support/builders.ts'

const BYTES = Uint8Array.from({ length: 32 }, (_, n) => n)
const ed25519 = encodeMultikey({ algorithm: 'Ed25519', bytes: BYTES })
const p256 = encodeMultikey({ algorithm: 'P-256', bytes: Uint8Array.of(2, ...BYTES) })

describe('keyKindOf', () => {
  it.each([
    ['eddsa-rdfc-2022', undefined, 'Ed25519'],
    ['eddsa-rdfc-2022', 'P-256', undefined],
    ['eddsa-rdfc-2022', 'P-384', undefined],
    ['ecdsa-rdfc-2019', undefined, 'P-256'],
    ['ecdsa-rdfc-2019', 'P-256', 'P-256'],
    ['ecdsa-rdfc-2019', 'P-384', 'P-384'],
  ] as const)('makes for %s and curve %s a key of kind %s', (suite, curve, kind) => {
    expect(keyKindOf(suite, curve)).toBe(kind)
  })

  it('is undone by cryptosuiteOf for every kind of key', () => {
    for (const kind of ['P-256', 'P-384'] as const) expect(keyKindOf(cryptosuiteOf(kind), kind)).toBe(kind)
    expect(keyKindOf(cryptosuiteOf('Ed25519'), undefined)).toBe('Ed25519')
  })
})

describe('identifyVcIssuer', () => {
  it('is its own key, or an address of this service that names the key', () => {
    expect(identifyVcIssuer('did:key', aCommunity(), anId('issuer'), ed25519)).toEqual({
      did: `did:key:${ed25519}`,
      verificationMethod: `did:key:${ed25519}#${ed25519}`,
    })
    const did = `did:web:badges.example.org:communities:weavers:vc-issuers:${anId('issuer')}`
    expect(identifyVcIssuer('did:web', aCommunity(), anId('issuer'), ed25519)).toEqual({
      did,
      verificationMethod: `${did}#${ed25519}`,
    })
  })
})

describe('publicJwkOf', () => {
  it('writes an Ed25519 key from its Multikey, and gives back the JWK that came along with any other', () => {
    expect(publicJwkOf({ algorithm: 'Ed25519', publicKeyMultibase: ed25519 })).toEqual({
      kty: 'OKP',
      crv: 'Ed25519',
      x: toBase64Url(BYTES),
    })
    const publicKeyJwk = { kty: 'EC', crv: 'P-256', x: 'x', y: 'y' } as const
    expect(publicJwkOf({ algorithm: 'P-256', publicKeyJwk })).toBe(publicKeyJwk)
  })

  it.each([p256, 'z6Mkshort'] as const)('throws for a Multikey that is not of the kind: %s', (publicKeyMultibase) => {
    expect(() => publicJwkOf({ algorithm: 'Ed25519', publicKeyMultibase })).toThrow(TypeError)
  })
})
