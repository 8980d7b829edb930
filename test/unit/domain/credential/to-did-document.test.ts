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
})
