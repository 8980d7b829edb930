import { describe, expect, it } from 'vitest'
import type { z } from 'zod'
import {
  asIssued,
  IssuedAchievementSchema,
  IssuedBadgeSchema,
  IssuedEndorsementSchema,
  IssuedProfileSchema,
  IssuedStatusListSchema,
} from '../../../../schemas/open-badges/issued.ts'
import { aFullBadge, withMember } from '../../../support/full-badge.ts'

const SCHEMAS = 'https://purl.imsglobal.org/spec/ob/v3p0/schema'
const ACHIEVEMENT = '/credentialSubject/achievement'
const IDENTITY = '/credentialSubject/identifier/0'
const badge = aFullBadge()
const [endorsement] = badge.endorsement
const contexts = badge['@context']
const key = 'z6MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDooWp'
const profile = {
  '@context': contexts,
  ...badge.issuer,
  verificationMethod: [
    { id: `did:example:guild#${key}`, type: 'Multikey', controller: 'did:example:guild', publicKeyMultibase: key },
    {
      id: 'did:example:guild#jwk',
      type: 'JsonWebKey',
      controller: 'did:example:guild',
      publicKeyJwk: { kty: 'RSA', n: 'AQAB', e: 'AQAB' },
    },
  ],
  assertionMethod: [`did:example:guild#${key}`],
}
const achievement = { '@context': contexts, ...badge.credentialSubject.achievement }
const list = {
  '@context': ['https://www.w3.org/ns/credentials/v2'],
  id: 'https://guild.example/status/1',
  type: ['VerifiableCredential', 'BitstringStatusListCredential'],
  issuer: 'did:example:guild',
  validFrom: '2026-01-05T10:00:00Z',
  credentialSubject: {
    id: 'https://guild.example/status/1#list',
    type: 'BitstringStatusList',
    statusPurpose: 'revocation',
    encodedList: 'uH4sI',
    ttl: 300000,
  },
}

const wrongAt = (schema: z.ZodType, document: unknown): readonly string[] =>
  (schema.safeParse(document).error?.issues ?? []).map(({ path }) => `/${path.join('/')}`)

describe('what this service gives out', () => {
  it.each([
    ['badge', IssuedBadgeSchema, badge],
    ['endorsement', IssuedEndorsementSchema, endorsement],
    ['profile', IssuedProfileSchema, profile],
    ['achievement', IssuedAchievementSchema, achievement],
    ['status list', IssuedStatusListSchema, list],
  ] as const)('may be a %s in its full form, and stays as it was written (GEN-16)', (_what, schema, document) => {
    expect(wrongAt(schema, document)).toEqual([])
    expect(asIssued<unknown>(schema, document)).toBe(document)
  })

  it.each<[string, string, unknown, string?]>([
    ['GEN-15', '/evidence/0/name', null],
    ['GEN-15', '/evidence', []],
    ['GEN-12', '/proof', badge.proof[0]],
    ['GEN-12', '/credentialSchema', badge.credentialSchema[0]],
    ['GEN-12', '/termsOfUse', badge.termsOfUse[0]],
    ['GEN-17', '/validFrom', '2026-01-05T10:00:00.000Z'],
    ['GEN-17', '/validFrom', '2026-01-05T10:00:00+00:00'],
    ['GEN-17', '/awardedDate', '2026-01-05T10:00:00.5Z'],
    ['GEN-17', '/credentialSubject/activityStartDate', '2026-01-05T12:00:00+02:00'],
    ['GEN-17', '/proof/0/created', '2026-01-05T10:00:00.123Z'],
    ['CTX-01', '/@context/1', 'https://purl.imsglobal.org/spec/ob/v3p0/context.json'],
    ['CTX-02', '/@context/1', 'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.2.json'],
    ['AC-07', '/name', undefined],
    ['AC-14', '/validUntil', '2026-01-05T10:00:00Z'],
    ['AC-17, STA-00', '/credentialStatus', undefined],
    ['AC-17, STA-00', '/credentialStatus/type', '1EdTechRevocationList'],
    ['STA-00', '/credentialStatus/id', badge.credentialStatus.statusListCredential],
    ['STA-00, GEN-11', '/credentialStatus/statusListIndex', 7],
    ['STA-00', '/credentialStatus/statusListIndex', '07'],
    ['AS-14', '/credentialSubject/id', undefined],
    ['ID-07', `${IDENTITY}/identityHash`, `md5$${'ab'.repeat(16)}`],
    ['ID-07', `${IDENTITY}/salt`, undefined],
    ['ID-07', `${IDENTITY}/salt`, 'short'],
    ['RES-02', '/credentialSubject/result/2/status', undefined],
    ['RES-03', '/credentialSubject/result/0/resultDescription', 'https://guild.example/elsewhere'],
    ['RES-04', '/credentialSubject/result/1/achievedLevel', `${badge.credentialSubject.achievement.id}#fine`],
    ['RES-06', `${ACHIEVEMENT}/resultDescription/1/rubricCriterionLevel/0/level`, undefined],
    ['END-05', '/endorsement/0/proof', undefined],
    ['END-05', `${ACHIEVEMENT}/endorsement/0/proof`, undefined],
    ['END-07', '/endorsement/0/credentialSubject/id', badge.credentialSubject.achievement.id],
    ['END-07', `${ACHIEVEMENT}/endorsement/0/credentialSubject/id`, badge.id],
    ['END-08', `${ACHIEVEMENT}/endorsement/0/id`, endorsement?.id],
    ['END-08', '/endorsement/0/issuer/id', badge.issuer.id],
    ['END-08', '/endorsement/0/issuer/id', badge.credentialSubject.id],
    ['SCH-02', '/credentialSchema/0/id', `${SCHEMAS}/json/ob_v3p0_endorsementcredential_schema.json`],
    ['SCH-04', '/credentialSchema/0/id', `${SCHEMAS}/json-ld/ob_v3p0_achievementcredential_schema.json`],
  ])('%s: is no badge with %s as %j', (_ids, pointer, value) => {
    const found = wrongAt(IssuedBadgeSchema, withMember(badge, pointer, value))
    expect(found.length).toBeGreaterThan(0)
    expect(found.filter((place) => !`${pointer}/`.startsWith(`${place}/`) && !place.startsWith(pointer))).toEqual([])
  })

  it.each([
    ['refreshService', { id: 'https://guild.example/refresh/1', type: '1EdTechCredentialRefresh' }],
    ['credentialStatus', { id: 'https://guild.example/revoked', type: '1EdTechRevocationList' }],
    ['credentialSchema', [{ id: `${SCHEMAS}/x.json`, type: '1EdTechJsonSchemaValidator2019' }]],
  ])('EXTCTX-1: names the extensions context once its %s has a type of theirs', (member, value) => {
    const plain = { ...endorsement, '@context': contexts.slice(0, 2), [member]: value }
    for (const other of ['refreshService', 'credentialStatus', 'credentialSchema'])
      if (other !== member) Reflect.deleteProperty(plain, other)
    expect(wrongAt(IssuedEndorsementSchema, plain)).toContain('/@context')
    expect(wrongAt(IssuedEndorsementSchema, { ...plain, '@context': contexts })).not.toContain('/@context')
  })

  it('SCH-02: is no endorsement that names the schema of badges', () => {
    expect(wrongAt(IssuedEndorsementSchema, { ...endorsement, credentialSchema: badge.credentialSchema })).toEqual([
      '/credentialSchema',
    ])
  })

  it('SCH-02: may name further schemas beside that of its class, or none', () => {
    const further = { id: 'https://guild.example/schema.json', type: '1EdTechJsonSchemaValidator2019' }
    const { credentialSchema, ...without } = badge
    expect(wrongAt(IssuedBadgeSchema, { ...badge, credentialSchema: [further, ...credentialSchema] })).toEqual([])
    expect(wrongAt(IssuedBadgeSchema, without)).toEqual([])
  })

  it('leaves the dates of endorsements from wallets as their signers wrote them', () => {
    expect(
      wrongAt(IssuedBadgeSchema, withMember(badge, '/endorsement/0/validFrom', '2026-01-05T12:00:00+02:00')),
    ).toEqual([])
  })

  it.each([
    ['PRO-04: no name', '/name', undefined],
    ['MK-01: a key under a name of its own', '/verificationMethod/0/id', 'did:example:guild#key-1'],
    ['JWK-01: a private key', '/verificationMethod/1/publicKeyJwk/d', 'secret'],
    ['IS-04: no keys', '/verificationMethod', undefined],
    ['GEN-15: an empty list', '/assertionMethod', []],
  ])('is no profile with %s', (_what, pointer, value) => {
    expect(wrongAt(IssuedProfileSchema, withMember(profile, pointer, value))).not.toEqual([])
  })

  it('is no achievement whose levels leave their rank to the order of the list (RES-06)', () => {
    const level = '/resultDescription/1/rubricCriterionLevel/1/level'
    expect(wrongAt(IssuedAchievementSchema, withMember(achievement, level, undefined))).toEqual([level])
  })

  it('is no status list that is valid from a fraction of a second (GEN-17)', () => {
    expect(wrongAt(IssuedStatusListSchema, { ...list, validFrom: '2026-01-05T10:00:00.5Z' })).toEqual(['/validFrom'])
  })
})

describe('asIssued', () => {
  it('throws with the places that are wrong, and nothing of what stands there', () => {
    const wrong = withMember(badge, '/validFrom', 'Asha, yesterday')
    expect(() => asIssued(IssuedBadgeSchema, wrong)).toThrow(/\/validFrom /)
    expect(() => asIssued(IssuedBadgeSchema, wrong)).not.toThrow(/Asha/)
  })
})
