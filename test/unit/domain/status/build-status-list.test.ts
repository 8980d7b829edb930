import { describe, expect, it } from 'vitest'
import { buildStatusList } from '../../../../functions/domain/status/build-status-list.ts'
import type { StatusPurpose } from '../../../../functions/domain/status/credential-status.ts'
import { BitstringStatusListCredentialSchema } from '../../../../schemas/open-badges/status-list.ts'

describe('buildStatusList', () => {
  const listFor = (purpose: StatusPurpose) =>
    buildStatusList(
      'https://badges.example.org/status/L',
      'did:web:badges.example.org:communities:weavers',
      purpose,
      'uH4sIAAAA',
      '2026-03-01T12:00:00.999Z',
    )

  it.each(['revocation', 'suspension'] as const)(
    'BSL-01, BSL-02: has the types, context and subject of a %s list',
    (purpose) => {
      expect(listFor(purpose)).toEqual({
        '@context': ['https://www.w3.org/ns/credentials/v2'],
        id: 'https://badges.example.org/status/L',
        type: ['VerifiableCredential', 'BitstringStatusListCredential'],
        issuer: 'did:web:badges.example.org:communities:weavers',
        validFrom: '2026-03-01T12:00:00Z',
        credentialSubject: {
          id: 'https://badges.example.org/status/L#list',
          type: 'BitstringStatusList',
          statusPurpose: purpose,
          encodedList: 'uH4sIAAAA',
          ttl: 300_000,
        },
      })
    },
  )

  it('is what its schema takes', () => {
    const list = listFor('revocation')
    expect(BitstringStatusListCredentialSchema.parse(list)).toEqual(list)
  })
})
