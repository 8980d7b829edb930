import { describe, expect, it } from 'vitest'
import { buildCredential, type CredentialParts } from '../../../../functions/domain/credential/build-credential.ts'
import { hashEmailAddress } from '../../../../functions/domain/credential/hash-identity.ts'
import type { Endorsement } from '../../../../functions/domain/endorsement/endorsement.ts'
import { OpenBadgeCredentialSchema } from '../../../../schemas/open-badges.ts'
import { aCommunity, aCriterion, anEndorsement, anId, digests } from '../../../support/builders.ts'
import { anAward, everyValue } from './award-example.ts'

const parts = (changes: Partial<CredentialParts> = {}): CredentialParts => ({
  community: aCommunity(),
  ...anAward(),
  endorsements: [],
  evidence: [],
  refreshCapability: 'capability',
  signedAt: '2026-03-01T12:00:01.500Z',
  ...changes,
})
const BASE = 'https://badges.example.org'
const ACHIEVEMENT = `${BASE}/achievements/${anId('achievement')}/1`

/** Classes whose `type` is one text. */
const SINGLE = ['BitstringStatusListEntry', 'Image', '1EdTechCredentialRefresh']

describe('buildCredential', () => {
  const badge = buildCredential(parts())

  it('names the id that was allotted when the claim opened (AC-02, PE-01)', () => {
    expect(badge.id).toBe(`${BASE}/credentials/${anId('credential')}`)
  })

  it('REF-01: names the address that gives its newest version, as a 1EdTechCredentialRefresh', () => {
    expect(badge['refreshService']).toEqual({ id: `${BASE}/refresh/capability`, type: '1EdTechCredentialRefresh' })
  })

  it('EXTCTX-1: lists the context of the extensions that it uses, after those of Open Badges', () => {
    expect(badge['@context']).toEqual([
      'https://www.w3.org/ns/credentials/v2',
      'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json',
      'https://purl.imsglobal.org/spec/ob/v3p0/extensions.json',
    ])
  })

  it('has the types of an OpenBadgeCredential (AC-03)', () => {
    expect(badge.type).toEqual(['VerifiableCredential', 'OpenBadgeCredential'])
  })

  it('names both contexts in order (CTX-01, CTX-02, GEN-16)', () => {
    expect(badge['@context'].slice(0, 2)).toEqual([
      'https://www.w3.org/ns/credentials/v2',
      'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json',
    ])
  })

  it('names the issuer as an object with a name and a URL (IS-02, PRO-01, PRO-04)', () => {
    expect(badge.issuer).toEqual({
      id: 'did:web:badges.example.org:communities:weavers',
      type: ['Profile'],
      name: 'Weavers’ Guild',
      url: `${BASE}/communities/weavers`,
    })
  })

  it('leaves the creator of the achievement to the issuer, so that nothing of it is said twice (ACH-07)', () => {
    expect(badge.credentialSubject.achievement.creator).toBeUndefined()
  })

  it('always has a name, also where the standard makes it optional (AC-07)', () => {
    expect(badge.name).toBe('Plain weave')
  })

  it('is valid from the second of signing and awarded at the second of the decision (AC-05, AC-10, PE-07, GEN-17)', () => {
    expect(badge.validFrom).toBe('2026-03-01T12:00:01Z')
    expect(badge.awardedDate).toBe('2026-03-01T12:00:00Z')
  })

  it('always has a subject id (AS-03, AS-14)', () => {
    expect(badge.credentialSubject.id).toBe('urn:uuid:7a4c6f4e-1d3b-4c5a-8f00-2b1de2c0a001')
    expect(badge.credentialSubject).not.toHaveProperty('identifier')
  })

  it('adds hashed identifiers when the claim asked for them (AS-05)', () => {
    const identifier = [hashEmailAddress('asha@example.org', 'salt', digests)]
    expect(buildCredential(parts({ identifier })).credentialSubject.identifier).toEqual(identifier)
  })

  it('leaves the identifier out when there is none (GEN-15)', () => {
    expect(buildCredential(parts({ identifier: [] })).credentialSubject).not.toHaveProperty('identifier')
  })

  it('has exactly one credentialStatus, an object (AC-17, STA-00)', () => {
    expect(badge.credentialStatus).toEqual({
      id: `${BASE}/status/${anId('list')}#4711`,
      type: 'BitstringStatusListEntry',
      statusPurpose: 'revocation',
      statusListIndex: '4711',
      statusListCredential: `${BASE}/status/${anId('list')}`,
    })
  })

  it('shows the count against the required number, both as text (PE-06, RES-01, RES-03)', () => {
    expect(badge.credentialSubject.result?.[0]).toEqual({
      type: ['Result'],
      resultDescription: `${ACHIEVEMENT}#endorsers`,
      value: '3',
    })
    expect(badge.credentialSubject.achievement.resultDescription?.[0]).toMatchObject({
      id: `${ACHIEVEMENT}#endorsers`,
      resultType: 'RawScore',
      requiredValue: '3',
    })
  })

  it('links every result to a description, and every level to a level, of its own achievement (RES-03, RES-04)', () => {
    const { result = [], achievement } = badge.credentialSubject
    const descriptions = achievement.resultDescription ?? []
    for (const { resultDescription, achievedLevel } of result) {
      const description = descriptions.find(({ id }) => id === resultDescription)
      expect(description).toBeDefined()
      if (achievedLevel !== undefined)
        expect(description?.rubricCriterionLevel?.map(({ id }) => id)).toContain(achievedLevel)
    }
    expect(result).toHaveLength(2)
  })

  it('shows the highest level that as many counted endorsers as the rule needs agree on', () => {
    const levels = (ratings: readonly string[]) => {
      const rated = ratings.map((craft, index) => anEndorsement(`peer ${index}`, { ratings: { craft } }))
      const award = anAward(rated, { policy: { minEndorsers: 2 } })
      return buildCredential(parts(award)).credentialSubject.result?.[1]?.achievedLevel
    }
    expect(levels(['fine', 'sound'])).toBe(`${ACHIEVEMENT}#criterion-craft-level-sound`)
    expect(levels(['fine', 'sound', 'fine'])).toBe(`${ACHIEVEMENT}#criterion-craft-level-fine`)
  })

  it('shows no level of a criterion that too few rated', () => {
    const { requiredLevel: _requiredLevel, ...flair } = aCriterion('flair')
    const rated: Endorsement[] = [
      anEndorsement('ana', { ratings: { flair: 'fine' } }),
      anEndorsement('ben'),
      anEndorsement('cho'),
    ]
    const badgeOf = buildCredential(parts(anAward(rated, { rubric: [flair] })))
    expect(badgeOf.credentialSubject.result).toHaveLength(1)
  })

  it('shows the count alone where there is no rubric', () => {
    const { achievement, ...rest } = anAward()
    const { rubric: _rubric, ...content } = achievement.content
    const plain = buildCredential(parts({ ...rest, achievement: { ...achievement, content } }))
    expect(plain.credentialSubject.result).toHaveLength(1)
  })

  it('has the award record as its first evidence and the learner’s own after it (AC-13, EVI-01)', () => {
    const own = { id: 'https://work.example/cloth', name: 'Cloth', description: 'd', narrative: 'n', genre: 'Photo' }
    expect(buildCredential(parts({ evidence: [own, { narrative: 'words' }] })).evidence).toEqual([
      {
        id: `${BASE}/awards/${anId('credential')}`,
        type: ['Evidence'],
        name: 'Award record',
        description: expect.any(String),
      },
      { type: ['Evidence'], ...own },
      { type: ['Evidence'], narrative: 'words' },
    ])
  })

  it('keeps the learner’s narrative (AS-10)', () => {
    expect(buildCredential(parts({ narrative: 'I wove it.' })).credentialSubject.narrative).toBe('I wove it.')
    expect(badge.credentialSubject).not.toHaveProperty('narrative')
  })

  it('writes every member of many as an array, also with one entry (GEN-12)', () => {
    for (const type of everyValue(badge).flatMap((value) =>
      typeof value === 'object' && value !== null && 'type' in value ? [value.type] : [],
    ))
      if (!SINGLE.includes(String(type))) expect(type).toBeInstanceOf(Array)
    expect(badge.evidence).toBeInstanceOf(Array)
    expect(badge.credentialSubject.result).toBeInstanceOf(Array)
  })

  it('holds no null, nothing undefined and no empty array (GEN-15)', () => {
    for (const value of everyValue(badge)) {
      expect(value).not.toBeNull()
      expect(value).toBeDefined()
      expect(value).not.toEqual([])
    }
  })

  it('is what its schema takes (AC-01 … AC-19)', () => {
    const full = buildCredential(
      parts({
        identifier: [hashEmailAddress('a@example.org', 'salt', digests)],
        narrative: 'n',
        evidence: [{ id: BASE }],
      }),
    )
    expect(OpenBadgeCredentialSchema.parse(full)).toEqual(full)
  })

  it('is not made of a claim without a decision or a status entry', () => {
    const { claim } = parts()
    const { decidedAt: _decidedAt, ...undecided } = claim
    const { statusEntry: _statusEntry, ...unlisted } = claim
    expect(() => buildCredential(parts({ claim: undecided }))).toThrow(TypeError)
    expect(() => buildCredential(parts({ claim: unlisted }))).toThrow(TypeError)
  })
})
