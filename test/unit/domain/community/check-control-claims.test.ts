import { describe, expect, it } from 'vitest'
import { findControlError } from '../../../../functions/domain/community/check-control-claims.ts'
import { challengeDomain, isAnswerable, newestDid } from '../../../../functions/domain/community/proven-did.ts'
import { anId } from '../../../support/builders.ts'

const NOW = 1_772_366_400
const expected = { did: 'did:web:ben.example', domain: 'badges.example.org', challenge: 'c', nowEpochSeconds: NOW }
const claims = { iss: expected.did, aud: expected.domain, nonce: 'c' }

describe('findControlError', () => {
  it.each<[string, object]>([
    ['no times', {}],
    ['the DID as subject, too', { sub: expected.did }],
    ['the DID as subject alone', { iss: undefined, sub: expected.did }],
    ['the one audience in a list', { aud: [expected.domain] }],
    ['a clock a minute ahead of ours', { iat: NOW + 60, nbf: NOW + 60, exp: NOW + 120 }],
    ['a clock a minute behind ours', { iat: NOW - 60, exp: NOW - 59 }],
  ])('finds nothing wrong with %s', (_, more) => {
    expect(findControlError({ ...claims, ...more }, expected)).toBeUndefined()
  })

  it.each<[string, object, string]>([
    ['no issuer', { iss: undefined }, '"iss"'],
    ['an issuer that is another', { iss: 'did:web:cho.example' }, '"iss"'],
    ['a subject that is another', { sub: 'did:web:cho.example' }, '"iss"'],
    ['no audience', { aud: undefined }, '"aud"'],
    ['an audience of two', { aud: [expected.domain, 'other.example'] }, '"aud"'],
    ['no audience in a list', { aud: [] }, '"aud"'],
    ['no challenge', { nonce: undefined }, '"nonce"'],
    ['a time to come', { iat: NOW + 61 }, '"iat"'],
    ['a time as text', { nbf: '1' }, '"nbf"'],
    ['an end that is over', { exp: NOW - 60 }, '"exp"'],
    ['an end without end', { exp: null }, '"exp"'],
  ])('names what is wrong with %s', (_, more, name) => {
    expect(findControlError({ ...claims, ...more }, expected)).toContain(name)
  })
})

describe('a challenge', () => {
  const challenge = {
    challenge: 'c',
    community: 'weavers',
    memberId: anId('ben'),
    did: 'did:web:ben.example',
    expiresAt: '2026-03-01T12:10:00.000Z',
  } as const

  it('is answered with its DID until it ends', () => {
    expect(isAnswerable(challenge, challenge.did, '2026-03-01T12:09:59.999Z')).toBe(true)
    expect(isAnswerable(challenge, challenge.did, '2026-03-01T12:10:00.000Z')).toBe(false)
    expect(isAnswerable(challenge, 'did:web:cho.example', '2026-03-01T12:00:00.000Z')).toBe(false)
  })

  it('names the host of the service', () => {
    expect(challengeDomain('https://example.org:8443/badges')).toBe('example.org:8443')
  })
})

describe('newestDid', () => {
  const proven = (name: string, provenAt: `2026-03-01T${number}:00:00.000Z`) =>
    ({ community: 'weavers', memberId: anId('ben'), did: `did:web:${name}.example`, provenAt }) as const

  it('is the one proven last, in whatever order they come', () => {
    const dids = [proven('a', '2026-03-01T10:00:00.000Z'), proven('b', '2026-03-01T12:00:00.000Z')]
    expect([newestDid(dids), newestDid(dids.toReversed()), newestDid([])]).toEqual([
      'did:web:b.example',
      'did:web:b.example',
      undefined,
    ])
  })
})
