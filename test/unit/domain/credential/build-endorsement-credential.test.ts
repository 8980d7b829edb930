import { describe, expect, it } from 'vitest'
import {
  buildEndorsementCredential,
  describeAssurance,
  type EndorsementCredentialParts,
} from '../../../../functions/domain/credential/build-endorsement-credential.ts'
import { EndorsementCredentialSchema } from '../../../../schemas/open-badges.ts'
import { aClaim, aCommunity, aCriterion, anAchievementVersion, anEndorsement, anId } from '../../../support/builders.ts'
import { everyValue } from './award-example.ts'

const SIGNER = 'did:key:z6MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDooWp'
const BASE = 'https://badges.example.org'
const EVIDENCE = `${BASE}/awards/${anId('credential')}/evidence/1`

const parts = (changes: Partial<EndorsementCredentialParts> = {}): EndorsementCredentialParts => ({
  community: aCommunity(),
  achievement: anAchievementVersion({ rubric: [aCriterion('craft'), aCriterion('care', { name: 'Care' })] }),
  claim: aClaim(),
  signer: SIGNER,
  ...changes,
})
const rated = anEndorsement('ana', { ratings: { care: 'fine', craft: 'sound' } })

describe('buildEndorsementCredential', () => {
  const credential = buildEndorsementCredential(rated, parts({ endorserName: 'Ana', comment: 'Even cloth.' }))

  it('holds context, id, types, name and whole-second date (END-01, CTX-03, PE-03, PE-07, GEN-17)', () => {
    expect(credential).toMatchObject({
      '@context': [
        'https://www.w3.org/ns/credentials/v2',
        'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json',
      ],
      id: `${BASE}/endorsements/${rated.id}`,
      type: ['VerifiableCredential', 'EndorsementCredential'],
      name: 'Peer endorsement of Plain weave',
      validFrom: '2026-02-01T10:00:00Z',
    })
  })

  it('is valid from the revision it states, not from the first version', () => {
    const revised = anEndorsement('ana', { version: 2, changedAt: '2026-02-20T08:00:00.500Z' })
    expect(buildEndorsementCredential(revised, parts()).validFrom).toBe('2026-02-20T08:00:00Z')
  })

  it('endorses the badge to come, with the comment (END-02, END-03, END-07, PE-01)', () => {
    expect(credential.credentialSubject).toEqual({
      id: `${BASE}/credentials/${anId('credential')}`,
      type: ['EndorsementSubject'],
      endorsementComment: 'Even cloth.',
    })
  })

  it('names the endorser’s key as issuer, and their name with consent (END-08, PE-02)', () => {
    expect(credential.issuer).toEqual({
      id: SIGNER,
      type: ['Profile'],
      name: 'Ana',
      description: 'Signed for the peer by Weavers’ Guild.',
    })
  })

  it('names nobody and says nothing without consent or comment', () => {
    const silent = buildEndorsementCredential(rated, parts())
    expect(silent.issuer).not.toHaveProperty('name')
    expect(silent.credentialSubject).not.toHaveProperty('endorsementComment')
  })

  it('names the evidence version, the ratings in words in rubric order, and the digest of its bytes', () => {
    expect(credential.evidence).toEqual([
      { id: EVIDENCE, type: ['Evidence'], name: 'Evidence version 1', narrative: 'Craft: Sound. Care: Fine.' },
    ])
    const digestSRI = credential.relatedResource?.[0]?.digestSRI ?? ''
    expect(credential.relatedResource).toEqual([{ id: EVIDENCE, digestSRI }])
    expect(digestSRI).toMatch(/^sha256-[A-Za-z0-9+/]{43}=$/)
    expect(Buffer.from(digestSRI.slice(7), 'base64').toString('base64url')).toBe(aClaim().evidenceDigest)
  })

  it('leaves the ratings out where there are none, or none that the rubric has', () => {
    for (const ratings of [{}, { craft: 'gone' }, { gone: 'sound' }])
      expect(buildEndorsementCredential(anEndorsement('ana', { ratings }), parts()).evidence?.[0]).not.toHaveProperty(
        'narrative',
      )
  })

  it('carries neither an end nor a status: a withdrawal acts on the badge (PE-08)', () => {
    expect(credential).not.toHaveProperty('validUntil')
    expect(credential).not.toHaveProperty('credentialStatus')
    expect(credential).not.toHaveProperty('refreshService')
  })

  it('holds no null, nothing undefined and no empty array (GEN-15)', () => {
    for (const value of everyValue(buildEndorsementCredential(anEndorsement(), parts()))) {
      expect(value).not.toBeNull()
      expect(value).toBeDefined()
      expect(value).not.toEqual([])
    }
  })

  it('holds no id of a member', () => {
    expect(JSON.stringify(credential)).not.toContain(anId('ana'))
    expect(JSON.stringify(credential)).not.toContain(anId('learner'))
  })

  it('is what its schema takes (END-01 … END-05)', () => {
    expect(EndorsementCredentialSchema.parse(credential)).toEqual(credential)
  })

  it.each(['not-yet', 'decline'] as const)('is never made of a "%s"', (verdict) => {
    expect(() => buildEndorsementCredential(anEndorsement('ana', { verdict }), parts())).toThrow(TypeError)
  })

  it('is never made of a judgement of evidence whose digest the claim no longer holds', () => {
    expect(() => buildEndorsementCredential(rated, parts({ claim: aClaim({ evidenceVersion: 2 }) }))).toThrow(TypeError)
  })
})

describe('describeAssurance', () => {
  it.each([
    ['asserted', 'Weavers states who gave this endorsement; no sign-in of theirs was checked.'],
    ['signed-in', 'The endorser had signed in to give this endorsement.'],
    ['own-key', 'The endorser signed this endorsement with their own key.'],
  ] as const)('says "%s" in words', (assurance, words) => {
    expect(describeAssurance(assurance, 'Weavers')).toBe(words)
  })
})
