import { describe, expect, it } from 'vitest'
import { toSri } from '../../../../functions/domain/credential/build-endorsement-credential.ts'
import { idsOfBadge } from '../../../../functions/domain/endorsement/find-blending-ids.ts'
import {
  checkWalletEndorsement,
  findImpermanence,
} from '../../../../functions/domain/endorsement/wallet-endorsement.ts'
import { type WalletEndorsement, WalletEndorsementSchema } from '../../../../schemas/open-badges/wallet.ts'
import { aClaim, aCommunity, anAchievementVersion } from '../../../support/builders.ts'

const community = aCommunity({ image: { id: 'https://example.org/logo.png', caption: 'A loom' } })
const claim = aClaim({ subjectId: 'did:key:z6MkqDzqBS8Vse1rxqCw86xjF4w2oiLyarP6hkKTxsWHWkhv' })
const TARGET = `https://badges.example.org/credentials/${claim.credentialId}`
const EVIDENCE = `https://badges.example.org/awards/${claim.credentialId}/evidence/1`
const SIGNER = 'did:web:ben.example'
const context = {
  claim,
  baseUrl: community.baseUrl,
  evidenceAddedAt: '2026-02-01T10:00:00.500Z',
  badgeIds: idsOfBadge(claim, anAchievementVersion(), community, [{ id: 'https://example.org/cloth' }]),
  now: '2026-03-01T12:00:00.000Z',
} as const

const anEndorsement = (changes: Partial<WalletEndorsement> = {}): WalletEndorsement => ({
  '@context': ['https://www.w3.org/ns/credentials/v2', 'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json'],
  id: 'urn:uuid:6f1c1d6e-0000-4000-8000-000000000001',
  type: ['VerifiableCredential', 'EndorsementCredential'],
  name: 'Endorsement',
  issuer: { id: SIGNER, type: ['Profile'] },
  validFrom: '2026-02-15T10:00:00Z',
  credentialSubject: { id: TARGET, type: ['EndorsementSubject'] },
  ...changes,
})
const codeOf = (changes: Partial<WalletEndorsement>) => {
  const checked = checkWalletEndorsement(anEndorsement(changes), context)
  return checked.ok ? checked.value : checked.error.code
}

describe('checkWalletEndorsement', () => {
  it('answers with the DID of who issued an endorsement that fits', () => {
    const relatedResource = [{ id: EVIDENCE, digestSRI: toSri(claim.evidenceDigest) }]
    expect(codeOf({ evidence: [{ id: EVIDENCE, type: ['Evidence'] }], relatedResource })).toBe(SIGNER)
  })

  it.each([
    ['within the second in which the evidence came', '2026-02-01T10:00:00Z', SIGNER],
    ['with a fraction and an offset', '2026-02-01T12:30:00.123+02:00', SIGNER],
    ['within a minute ahead of us', '2026-03-01T12:00:59Z', SIGNER],
    ['a second before the evidence', '2026-02-01T09:59:59Z', 'endorsement_date_invalid'],
    ['two minutes ahead of us', '2026-03-01T12:02:00Z', 'endorsement_date_invalid'],
  ])('PE-07: judges a validFrom %s', (_, validFrom, expected) => expect(codeOf({ validFrom })).toBe(expected))

  it('END-08: refuses the subject of the badge as endorser', () => {
    expect(codeOf({ issuer: { id: String(claim.subjectId), type: ['Profile'] } })).toBe('self_endorsement')
  })

  it.each([
    'https://example.org/cloth',
    'https://example.org/logo.png',
    `${TARGET}#part`,
    'https://badges.example.org/status/1#2',
    'https://badges.example.org/refresh/capability',
  ])('END-08: refuses evidence under the id %s of the badge', (id) => {
    expect(codeOf({ evidence: [{ id, type: ['Evidence'] }] })).toBe('endorsement_credential_invalid')
  })

  it('END-08: refuses ids of the badge also for a picture, a schema and the credential itself', () => {
    const image = { id: 'https://example.org/cloth', type: 'Image' as const }
    expect(codeOf({ issuer: { id: SIGNER, type: ['Profile'], image } })).toBe('endorsement_credential_invalid')
    expect(codeOf({ id: 'https://example.org/cloth' })).toBe('endorsement_credential_invalid')
    expect(codeOf({ id: EVIDENCE })).toBe('endorsement_credential_invalid')
  })

  it('leaves addresses elsewhere, and those that only begin alike, to the endorser', () => {
    const ids = ['https://badges.example.org.evil.example/x', 'urn:isbn:0451450523']
    expect(codeOf({ evidence: ids.map((id) => ({ id, type: ['Evidence'] })) })).toBe(SIGNER)
  })
})

describe('a refusal of a finished endorsement', () => {
  const errorOf = (changes: Partial<WalletEndorsement>) => {
    const checked = checkWalletEndorsement(anEndorsement(changes), context)
    return checked.ok ? undefined : checked.error
  }

  it('END-07: says which badge it must be about', () => {
    const credentialSubject = { id: `${TARGET}x`, type: ['EndorsementSubject'] }
    expect(errorOf({ credentialSubject })).toEqual({
      code: 'endorsement_target_mismatch',
      errors: [{ pointer: '/credential/credentialSubject/id', detail: `END-07: must be ${TARGET}` }],
    })
  })

  it('END-08: points to an issuer that is no DID', () => {
    expect(errorOf({ issuer: { id: 'https://ben.example', type: ['Profile'] } })).toMatchObject({
      code: 'endorsement_credential_invalid',
      errors: [{ pointer: '/credential/issuer/id' }],
    })
  })

  it('PE-01: points to a digest of other evidence, among resources that are none of ours', () => {
    const other = { id: 'https://example.org/elsewhere', digestSRI: 'sha256-other' }
    const relatedResource = [other, { id: EVIDENCE, digestSRI: 'sha256-other' }]
    expect(errorOf({ relatedResource })).toMatchObject({
      code: 'related_resource_mismatch',
      errors: [{ pointer: '/credential/relatedResource/1/digestSRI' }],
    })
    expect(errorOf({ relatedResource: [other] })).toBeUndefined()
  })

  it('PE-07: points to the date that lies ahead', () => {
    expect(errorOf({ awardedDate: '2026-03-01T12:02:00Z' })).toMatchObject({
      code: 'endorsement_date_invalid',
      errors: [{ pointer: '/credential/awardedDate' }],
    })
    expect(errorOf({ awardedDate: '2026-03-01T12:00:30Z' })).toBeUndefined()
  })
})

describe('findImpermanence', () => {
  it('names every member by which an endorsement could end', () => {
    const proof = { type: 'DataIntegrityProof', expires: '2027-01-01T00:00:00Z' }
    const found = findImpermanence({ validUntil: 'x', credentialStatus: {}, refreshService: {}, proof })
    expect(found?.code).toBe('endorsement_not_permanent')
    expect(found?.errors?.map(({ pointer }) => pointer)).toEqual([
      '/credential/validUntil',
      '/credential/credentialStatus',
      '/credential/refreshService',
      '/credential/proof/expires',
    ])
    expect(findImpermanence({ ...anEndorsement() })).toBeUndefined()
  })

  it('END-05: points to that one of several proofs which expires', () => {
    const proof = [{ type: 'DataIntegrityProof' }, { type: 'DataIntegrityProof', expires: '2027-01-01T00:00:00Z' }]
    expect(findImpermanence({ ...anEndorsement(), proof })?.errors).toMatchObject([
      { pointer: '/credential/proof/1/expires' },
    ])
    expect(findImpermanence({ ...anEndorsement(), proof: proof.slice(0, 1) })).toBeUndefined()
  })
})

describe('WalletEndorsementSchema', () => {
  it('END-01: takes what an endorsement must hold, and no more than is known', () => {
    expect(WalletEndorsementSchema.safeParse(anEndorsement()).success).toBe(true)
    for (const more of [{ termsOfUse: [] }, { '@id': 'x' }, { endorsementJwt: [] }, { image: {} }])
      expect(WalletEndorsementSchema.safeParse({ ...anEndorsement(), ...more }).success).toBe(false)
  })
})
