import { describe, expect, it } from 'vitest'
import { communityDid, publicUrls } from '../../../../functions/domain/shared/public-urls.ts'
import { err, ok } from '../../../../functions/domain/shared/result.ts'

describe('publicUrls', () => {
  it('puts every public object under the base URL', () => {
    const urls = publicUrls('https://example.org/badges')
    expect([
      urls.community('weavers'),
      urls.achievement('A', 2),
      urls.credential('C'),
      urls.award('C'),
      urls.evidenceVersion('C', 3),
      urls.endorsement('E'),
      urls.statusList('L'),
    ]).toEqual([
      'https://example.org/badges/communities/weavers',
      'https://example.org/badges/achievements/A/2',
      'https://example.org/badges/credentials/C',
      'https://example.org/badges/awards/C',
      'https://example.org/badges/awards/C/evidence/3',
      'https://example.org/badges/endorsements/E',
      'https://example.org/badges/status/L',
    ])
  })
})

describe('communityDid', () => {
  it.each([
    ['https://example.org', 'did:web:example.org:communities:weavers'],
    ['https://example.org/', 'did:web:example.org:communities:weavers'],
    ['http://localhost:8080', 'did:web:localhost%3A8080:communities:weavers'],
    ['https://example.org:443', 'did:web:example.org:communities:weavers'],
    ['https://example.org/badges/v1', 'did:web:example.org:badges:v1:communities:weavers'],
    ['https://example.org:8443/badges', 'did:web:example.org%3A8443:badges:communities:weavers'],
    ['https://Example.ORG', 'did:web:example.org:communities:weavers'],
    ['https://bücher.example', 'did:web:xn--bcher-kva.example:communities:weavers'],
    ['http://[::1]:8080', 'did:web:%5B%3A%3A1%5D%3A8080:communities:weavers'],
    ['https://example.org/a:b', 'did:web:example.org:a%3Ab:communities:weavers'],
  ])('of %s is %s', (baseUrl, did) => {
    expect(communityDid(baseUrl, 'weavers')).toBe(did)
  })

  it.each(['example.org', '', 'ftp://example.org', 'urn:example:1', 'javascript:alert(1)'])(
    'refuses "%s" as a base URL',
    (baseUrl) => {
      expect(() => communityDid(baseUrl, 'weavers')).toThrow(TypeError)
    },
  )
})

describe('a result', () => {
  it('is a value or the reason for the no', () => {
    expect([ok(1), err({ code: 'stale' })]).toEqual([
      { ok: true, value: 1 },
      { ok: false, error: { code: 'stale' } },
    ])
  })
})
