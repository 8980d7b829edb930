import { describe, expect, it } from 'vitest'
import { OpenBadgeCredentialSchema } from '../../../../schemas/open-badges.ts'
import { aFullBadge, withMember } from '../../../support/full-badge.ts'
import { missingObSchemas, obSchemaErrors } from '../../../support/ob-schema.ts'

const ACHIEVEMENT = '/credentialSubject/achievement'
const DESCRIPTION = `${ACHIEVEMENT}/resultDescription/1`
const LEVEL = `${DESCRIPTION}/rubricCriterionLevel/0`
const IDENTITY = '/credentialSubject/identifier/0'
const ADDRESS = '/issuer/address'
const full = aFullBadge()

/** Where our schema finds a document wrong. */
const wrongAt = (document: unknown): readonly string[] =>
  (OpenBadgeCredentialSchema.safeParse(document).error?.issues ?? []).map(({ path }) => `/${path.join('/')}`)

/** Ids, the member, and the value it may not have; `undefined` leaves it out. */
type Refused = readonly [ids: string, pointer: string, value: unknown]

/** What the 1EdTech schemas refuse as well. */
const REFUSED: readonly Refused[] = [
  ['AC-01, CTX-01', '/@context', undefined],
  ['AC-01, CTX-01', '/@context', ['https://www.w3.org/ns/credentials/v2']],
  ['CTX-01', '/@context/0', 'https://www.w3.org/2018/credentials/v1'],
  ['CTX-01', '/@context/1', 'https://purl.imsglobal.org/spec/ob/v2p0/context.json'],
  ['CTX-03, END-01', '/endorsement/0/@context', ['https://www.w3.org/ns/credentials/v2']],
  ['AC-02', '/id', undefined],
  ['AC-03', '/type', ['VerifiableCredential']],
  ['AC-03', '/type', ['OpenBadgeCredential']],
  ['AC-04', '/issuer', undefined],
  ['AC-05', '/validFrom', undefined],
  ['AC-05, GEN-17', '/validFrom', '2026-01-05T10:00:00'],
  ['AC-05, GEN-17', '/validFrom', '2026-01-05T10:00Z'],
  ['AC-06', '/credentialSubject', undefined],
  ['AC-06', '/credentialSubject', [full.credentialSubject]],
  ['AC-07, GEN-11', '/name', 7],
  ['AC-10, GEN-17', '/awardedDate', '2026-01-05'],
  ['AC-11, GEN-12', '/endorsement', full.endorsement[0]],
  ['AC-12', '/endorsementJwt', ['e30.e30.c2ln=']],
  ['AC-12, GEN-12', '/endorsementJwt', 'e30.e30.c2ln'],
  ['AC-13, GEN-12', '/evidence', full.evidence[0]],
  ['AC-14, GEN-17', '/validUntil', 'later'],
  ['AC-17', '/credentialStatus', [full.credentialStatus]],
  ['AC-18', '/refreshService', [full.refreshService]],
  ['GEN-15', '/description', null],
  ['AS-01, TYP-01', '/credentialSubject/type', ['Person']],
  ['AS-01', '/credentialSubject/type', undefined],
  ['AS-02', `${ACHIEVEMENT}`, undefined],
  ['AS-02', `${ACHIEVEMENT}`, [full.credentialSubject.achievement]],
  ['AS-05, GEN-12', '/credentialSubject/identifier', full.credentialSubject.identifier[0]],
  ['AS-06', '/credentialSubject/activityStartDate', 'spring'],
  ['AS-07, GEN-11', '/credentialSubject/creditsEarned', '4.5'],
  ['AS-08, GEN-14', '/credentialSubject/image', 'https://guild.example/image.png'],
  ['AS-09, GEN-11', '/credentialSubject/licenseNumber', 7],
  ['AS-10', '/credentialSubject/narrative', ['She wove.']],
  ['AS-11', '/credentialSubject/result', full.credentialSubject.result[0]],
  ['AS-12, GEN-14', '/credentialSubject/source', 'did:example:assessor'],
  ['ACH-01', `${ACHIEVEMENT}/id`, undefined],
  ['ACH-02, TYP-01', `${ACHIEVEMENT}/type`, 'Achievement'],
  ['ACH-03', `${ACHIEVEMENT}/name`, undefined],
  ['ACH-03', `${ACHIEVEMENT}/description`, undefined],
  ['ACH-04, GEN-14', `${ACHIEVEMENT}/criteria`, 'https://guild.example/criteria'],
  ['ACH-05', `${ACHIEVEMENT}/achievementType`, 'Trophy'],
  ['ACH-06, GEN-12', `${ACHIEVEMENT}/alignment`, full.credentialSubject.achievement.alignment[0]],
  ['ACH-07, GEN-14', `${ACHIEVEMENT}/creator`, 'did:example:creator'],
  ['ACH-08, GEN-11', `${ACHIEVEMENT}/creditsAvailable`, '5'],
  ['ACH-09', `${ACHIEVEMENT}/endorsementJwt`, ['not a JWS']],
  ['ACH-10, GEN-11', `${ACHIEVEMENT}/version`, 1],
  ['ACH-11, GEN-14', `${ACHIEVEMENT}/image`, 'https://guild.example/image.png'],
  ['ACH-12', `${ACHIEVEMENT}/inLanguage`, 'english'],
  ['ACH-13', `${ACHIEVEMENT}/otherIdentifier`, { type: 'IdentifierEntry' }],
  ['ACH-14', `${ACHIEVEMENT}/related`, { id: 'https://guild.example/0' }],
  ['ACH-15', `${ACHIEVEMENT}/resultDescription`, {}],
  ['ACH-16, GEN-12', `${ACHIEVEMENT}/tag`, 'weaving'],
  ['PRO-01', '/issuer/id', undefined],
  ['PRO-01, TYP-01', '/issuer/type', ['Organization']],
  ['PRO-02, GEN-11', '/issuer/phone', 4930],
  ['PRO-03', '/issuer/dateOfBirth', '31.1.1970'],
  ['PRO-02, TYP-01', '/issuer/parentOrg/type', 'Profile'],
  ['END-01', '/endorsement/0/name', undefined],
  ['END-01', '/endorsement/0/id', undefined],
  ['END-01', '/endorsement/0/type', ['VerifiableCredential']],
  ['END-01', '/endorsement/0/issuer', undefined],
  ['END-01', '/endorsement/0/validFrom', undefined],
  ['END-02', '/endorsement/0/credentialSubject/id', undefined],
  ['END-02', '/endorsement/0/credentialSubject/type', ['AchievementSubject']],
  ['END-03', '/endorsement/0/credentialSubject/endorsementComment', { text: 'Even' }],
  ['END-04', '/endorsement/0/validUntil', 'never'],
  ['ID-01', `${IDENTITY}/type`, ['IdentityObject']],
  ['ID-01, GEN-11', `${IDENTITY}/hashed`, 'true'],
  ['ID-01', `${IDENTITY}/identityHash`, undefined],
  ['ID-02', `${IDENTITY}/identityType`, 'email'],
  ['ID-01, EXT-04', `${IDENTITY}/note`, 'closed'],
  ['RES-01, GEN-11', '/credentialSubject/result/0/value', 1],
  ['RES-01, TYP-01', '/credentialSubject/result/0/type', 'Result'],
  ['RES-02', '/credentialSubject/result/2/status', 'Passed'],
  ['RES-02', '/credentialSubject/result/2/status', 'ext:Passed'],
  ['RES-05', `${DESCRIPTION}/name`, undefined],
  ['RES-05', `${DESCRIPTION}/resultType`, 'Grade'],
  ['RES-05', `${DESCRIPTION}/id`, undefined],
  ['RES-07, GEN-12', `${ACHIEVEMENT}/resultDescription/0/allowedValue`, 'A'],
  ['RES-07, GEN-11', `${ACHIEVEMENT}/resultDescription/0/valueMin`, 1],
  ['RES-08', `${LEVEL}/name`, undefined],
  ['RES-08', `${LEVEL}/id`, undefined],
  ['RES-08, GEN-11', `${LEVEL}/points`, 1],
  ['ALI-01', `${ACHIEVEMENT}/alignment/0/targetName`, undefined],
  ['ALI-01', `${ACHIEVEMENT}/alignment/0/targetUrl`, undefined],
  ['ALI-01', `${ACHIEVEMENT}/alignment/0/type`, ['Target']],
  ['ALI-01', `${ACHIEVEMENT}/alignment/0/targetType`, 'Competency'],
  ['EVI-01', '/evidence/0/type', undefined],
  ['EVI-01', '/evidence/0/audience', ['Anyone']],
  ['IMG-01', '/image/id', undefined],
  ['IMG-01, TYP-01', '/image/type', ['Image']],
  ['IMG-01, EXT-04', '/image/width', 90],
  ['IDE-01', '/issuer/otherIdentifier/0/identifier', undefined],
  ['IDE-01, TYP-01', '/issuer/otherIdentifier/0/type', ['IdentifierEntry']],
  ['IDE-01', '/issuer/otherIdentifier/0/identifierType', 'nickname'],
  ['IDE-01, EXT-04', '/issuer/otherIdentifier/0/note', 'closed'],
  ['REL-01', `${ACHIEVEMENT}/related/0/id`, undefined],
  ['REL-01', `${ACHIEVEMENT}/related/0/type`, ['Achievement']],
  ['REL-01', `${ACHIEVEMENT}/related/0/inLanguage`, 'DE'],
  ['ADR-01', `${ADDRESS}/type`, ['PostalAddress']],
  ['ADR-01', `${ADDRESS}/postalCode`, 10000],
  ['GEO-01, TYP-01', `${ADDRESS}/geo/type`, ['GeoCoordinates']],
  ['GEO-01, GEN-11', `${ADDRESS}/geo/latitude`, '52.5'],
  ['GEO-01', `${ADDRESS}/geo/longitude`, undefined],
  ['PRF-01, AC-15', '/proof/0/type', undefined],
  ['PRF-01, TYP-01', '/proof/0/type', ['DataIntegrityProof']],
  ['PRF-01', '/proof/0/created', 'now'],
  ['PRF-01', '/proof/0/proofValue', 7],
  ['SCH-01, AC-16', '/credentialSchema/0/id', undefined],
  ['SCH-01, TYP-01', '/credentialSchema/0/type', ['1EdTechJsonSchemaValidator2019']],
  ['STA-00', '/credentialStatus/id', undefined],
  ['STA-00, TYP-01', '/credentialStatus/type', ['BitstringStatusListEntry']],
  ['RFS-00', '/refreshService/id', undefined],
  ['RFS-00, TYP-01', '/refreshService/type', ['1EdTechCredentialRefresh']],
  ['TOU-01, AC-19', '/termsOfUse/0/type', undefined],
  ['TOU-01, TYP-01', '/termsOfUse/0/type', ['IssuerPolicy']],
]

/** What the standard says in words only: the 1EdTech schemas let it pass. */
const REFUSED_BY_TEXT: readonly Refused[] = [
  ['AC-02', '/id', 'credential 1'],
  ['IS-02, GEN-14', '/issuer', 'did:example:guild'],
  ['GEN-15', '/evidence', []],
  ['GEN-15', `${ACHIEVEMENT}/tag`, []],
  ['CRI-01', `${ACHIEVEMENT}/criteria`, {}],
  ['EXT-03, ACH-05', `${ACHIEVEMENT}/achievementType`, 'xext:PeerEndorsed'],
  ['EXT-03, ACH-05', `${ACHIEVEMENT}/achievementType`, 'ext:Peer Endorsed'],
  ['EXT-03, ID-02', `${IDENTITY}/identityType`, 'xext:badgeNumber'],
  ['EXT-03, RES-05', `${DESCRIPTION}/resultType`, 'xext:Stars'],
  ['EXT-03, ALI-01', `${ACHIEVEMENT}/alignment/0/targetType`, 'xext:Skill'],
  ['ID-03', `${IDENTITY}/identityHash`, 'ab'.repeat(32)],
  ['ID-03', `${IDENTITY}/identityHash`, `sha256$${'ab'.repeat(16)}`],
  ['ADR-01', `${ADDRESS}/addressCountryCode`, 'Germany'],
]

const say = (value: unknown): string => (value === undefined ? 'left out' : JSON.stringify(value).slice(0, 60))
const toCase = ([ids, pointer, value]: Refused) => [ids, pointer, say(value), value] as const

describe('the Open Badges classes', () => {
  it('take a badge with every member of every class, and so does 1EdTech (AC-01 … AC-19, AS-01 … AS-12, ACH-01 … ACH-16)', ({
    skip,
  }) => {
    expect(OpenBadgeCredentialSchema.parse(full)).toEqual(full)
    skip(missingObSchemas() !== undefined, missingObSchemas())
    expect(obSchemaErrors('achievementcredential', full)).toEqual([])
    expect(obSchemaErrors('profile', full.issuer)).toEqual([])
    expect(obSchemaErrors('endorsementcredential', full.endorsement[0])).toEqual([])
  })

  it.each(REFUSED.map(toCase))('%s: refuse %s %s', (_ids, pointer, _said, value) => {
    const document = withMember(full, pointer, value)
    expect(
      wrongAt(document).some((found) => `${found}/`.startsWith(`${pointer}/`) || pointer.startsWith(`${found}/`)),
    ).toBe(true)
    if (missingObSchemas() === undefined) expect(obSchemaErrors('achievementcredential', document)).not.toEqual([])
  })

  it.each(REFUSED_BY_TEXT.map(toCase))('%s: refuse %s %s, as the text asks', (_ids, pointer, _said, value) => {
    const document = withMember(full, pointer, value)
    expect(wrongAt(document)).toEqual([pointer])
    if (missingObSchemas() === undefined) expect(obSchemaErrors('achievementcredential', document)).toEqual([])
  })

  it('AS-03: refuse a subject with neither id nor identifier, which the 1EdTech schema lets pass', () => {
    const nameless = withMember(
      withMember(full, '/credentialSubject/id', undefined),
      '/credentialSubject/identifier',
      undefined,
    )
    expect(wrongAt(nameless)).toEqual(['/credentialSubject'])
    expect(wrongAt(withMember(full, '/credentialSubject/id', undefined))).toEqual([])
    expect(wrongAt(withMember(full, '/credentialSubject/identifier', undefined))).toEqual([])
  })

  it('ID-04, ID-05: take an identity without salt, and one that is not hashed, as it stands', () => {
    const unsalted = withMember(full, `${IDENTITY}/salt`, undefined)
    const plain = withMember(
      withMember(unsalted, `${IDENTITY}/hashed`, false),
      `${IDENTITY}/identityHash`,
      'a@b.example',
    )
    expect(wrongAt(unsalted)).toEqual([])
    expect(wrongAt(plain)).toEqual([])
  })

  it('ID-03: take MD5 and digits in either case from others', () => {
    for (const hash of [`md5$${'0F'.repeat(16)}`, `sha256$${'Ab'.repeat(32)}`])
      expect(wrongAt(withMember(full, `${IDENTITY}/identityHash`, hash))).toEqual([])
  })

  it.each([
    ['ACH-05', `${ACHIEVEMENT}/achievementType`],
    ['ID-02', `${IDENTITY}/identityType`],
    ['IDE-01', '/issuer/otherIdentifier/0/identifierType'],
    ['RES-05', `${DESCRIPTION}/resultType`],
    ['ALI-01', `${ACHIEVEMENT}/alignment/0/targetType`],
  ])('EXT-03, %s: take a term that begins with ext: at %s', (_ids, pointer) => {
    expect(wrongAt(withMember(full, pointer, 'ext:Some_term-1.0'))).toEqual([])
  })

  it.each([
    '',
    '/issuer',
    '/issuer/address',
    '/issuer/address/geo',
    '/credentialSubject',
    ACHIEVEMENT,
    `${ACHIEVEMENT}/criteria`,
    `${ACHIEVEMENT}/alignment/0`,
    `${ACHIEVEMENT}/related/0`,
    DESCRIPTION,
    LEVEL,
    '/credentialSubject/result/0',
    '/evidence/0',
    '/endorsement/0',
    '/endorsement/0/credentialSubject',
    '/proof/0',
    '/credentialSchema/0',
    '/credentialStatus',
    '/refreshService',
    '/termsOfUse/0',
  ])('EXT-04: keep an unknown member of the open class at "%s"', (pointer) => {
    const extended = withMember(full, `${pointer}/extra`, { kept: ['as', 'it', 'is'] })
    expect(OpenBadgeCredentialSchema.parse(extended)).toEqual(extended)
  })

  it('GEN-13: take one proof, one schema and one term of use that stand alone', () => {
    for (const member of ['proof', 'credentialSchema', 'termsOfUse'] as const)
      expect(wrongAt(withMember(full, `/${member}`, full[member][0]))).toEqual([])
  })

  it.each([
    ['AC-20', ''],
    ['END-11', '/endorsement/0'],
  ])('%s: refuse the dates of data model 1.1 under the contexts of 2.0', (_id, pointer) => {
    const dated = withMember(full, `${pointer}/issuanceDate`, '2026-01-05T10:00:00Z')
    expect(wrongAt(withMember(dated, `${pointer}/validFrom`, undefined))).toEqual([`${pointer}/validFrom`])
  })

  it('AC-15: take a badge without a proof of its own, which may be signed as a JWT', () => {
    expect(wrongAt(withMember(full, '/proof', undefined))).toEqual([])
  })
})
