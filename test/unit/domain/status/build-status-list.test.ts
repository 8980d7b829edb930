import { describe, expect, it } from 'vitest'
import { buildStatusList } from '../../../../functions/domain/status/build-status-list.ts'
import { BitstringStatusListCredentialSchema } from '../../../../schemas/open-badges/status-list.ts'

describe('buildStatusList', () => {
  const list = buildStatusList(
    'https://badges.example.org/status/L',
    'did:web:badges.example.org:communities:weavers',
    'uH4sIAAAA',
    '2026-03-01T12:00:00.999Z',
  )

  it('has the types, context and subject of a status list credential (BSL-01, BSL-02)', () => {
    expect(list).toEqual({
      '@context': ['https://www.w3.org/ns/credentials/v2'],
      id: 'https://badges.example.org/status/L',
      type: ['VerifiableCredential', 'BitstringStatusListCredential'],
      issuer: 'did:web:badges.example.org:communities:weavers',
      validFrom: '2026-03-01T12:00:00Z',
      credentialSubject: {
        id: 'https://badges.example.org/status/L#list',
        type: 'BitstringStatusList',
        statusPurpose: 'revocation',
        encodedList: 'uH4sIAAAA',
        ttl: 300_000,
      },
    })
  })

  it('is what its schema takes', () => {
    expect(BitstringStatusListCredentialSchema.parse(list)).toEqual(list)
  })
})
