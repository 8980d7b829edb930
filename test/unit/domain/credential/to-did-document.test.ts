import { describe, expect, it } from 'vitest'
import { toDidDocument } from '../../../../functions/domain/credential/to-did-document.ts'

const DID = 'did:web:badges.example.org:communities:weavers'
const KEY = 'z6MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDooWp'

describe('toDidDocument', () => {
  it('lists every key for assertions under its exact name (KEY-07)', () => {
    expect(toDidDocument(DID, [{ verificationMethod: `${DID}#${KEY}`, publicKeyMultibase: KEY }])).toEqual({
      '@context': [
        'https://www.w3.org/ns/did/v1',
        'https://w3id.org/security/multikey/v1',
        'https://w3id.org/security/jwk/v1',
      ],
      id: DID,
      verificationMethod: [{ id: `${DID}#${KEY}`, type: 'Multikey', controller: DID, publicKeyMultibase: KEY }],
      assertionMethod: [`${DID}#${KEY}`],
    })
  })

  it('KEY-09: describes a compromised key with the instant it is revoked from, and vouches for the others only', () => {
    const stolen = { verificationMethod: `${DID}#${KEY}`, publicKeyMultibase: KEY } as const
    const jwk = { kty: 'RSA', n: 'n', e: 'AQAB' } as const
    const url = 'https://badges.example.org/communities/weavers/keys/t'
    const other = { verificationMethod: `${DID}#t`, publicKeyJwk: jwk, url } as const
    const document = toDidDocument(DID, [{ ...stolen, compromisedAt: '2026-03-01T12:00:00.999Z' }, other])
    expect(document.verificationMethod).toEqual([
      {
        id: `${DID}#${KEY}`,
        type: 'Multikey',
        controller: DID,
        publicKeyMultibase: KEY,
        revoked: '2026-03-01T12:00:00Z',
      },
      { id: `${DID}#t`, type: 'JsonWebKey', controller: DID, publicKeyJwk: { ...jwk, kid: url } },
    ])
    expect(document.assertionMethod).toEqual([`${DID}#t`])
  })
})
