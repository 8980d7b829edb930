import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { toPointer } from '../../../functions/verification/check.ts'
import { checkConformance, checkedAs, kindOf } from '../../../functions/verification/check-conformance.ts'
import { aFullBadge, withMember } from '../../support/full-badge.ts'
import { missingObSchemas, obSchemaErrors } from '../../support/ob-schema.ts'

const V1 = 'https://www.w3.org/2018/credentials/v1'
const OB = 'https://purl.imsglobal.org/spec/ob/v3p0/context'
const SUBJECT = '/credentialSubject'
const ACHIEVEMENT = `${SUBJECT}/achievement`
const full = aFullBadge()
type Document = ReturnType<typeof withMember>

/** What is said of a badge beside that it passes: `status CODE pointer`. */
const saidOf = (document: Document, kind: 'badge' | 'endorsement' = 'badge'): readonly string[] =>
  checkConformance(document, kind)
    .filter(({ status }) => status !== 'pass')
    .map(({ status, code, pointer }) => `${status} ${code} ${pointer}`)

const change = (...changes: readonly (readonly [pointer: string, value: unknown])[]): Document =>
  changes.reduce<Document>((document, [pointer, value]) => withMember(document, pointer, value), { ...full })

/** The full badge as the older data model has it; endorsements in it too. */
function aLegacyBadge(): Document {
  const older = (credential: Document): Document => {
    const { validFrom, validUntil, '@context': contexts, ...others } = credential
    const [, ...more] = contexts as readonly string[]
    return { ...others, '@context': [V1, ...more], issuanceDate: validFrom, expirationDate: validUntil }
  }
  const text = JSON.stringify(full)
  const visit = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(visit)
    if (typeof value !== 'object' || value === null) return value
    const members = Object.fromEntries(Object.entries(value).map(([key, member]) => [key, visit(member)]))
    return '@context' in members ? older(members) : members
  }
  return visit(JSON.parse(text)) as Document
}

describe('checkedAs', () => {
  it('takes a document for a badge that names Open Badges terms and no class of them, so that all of it is looked at', () => {
    const other = change(['/type', ['VerifiableCredential', 'OtherCredential']])
    expect(kindOf(other)).toBeUndefined()
    expect(checkedAs(other)).toBe('badge')
    expect(saidOf(other)).toEqual(['fail TYPE /type', 'fail SCHEMA /type'])
  })

  it('takes nothing else for one', () => {
    expect(checkedAs({ '@context': ['https://www.w3.org/ns/credentials/v2'], type: ['Thing'] })).toBeUndefined()
    expect(checkedAs({})).toBeUndefined()
  })
})

describe('checkConformance of data model 1.1', () => {
  const legacy = aLegacyBadge()
  const notices = ['warn LEGACY_VCDM11 /@context/0']

  it('GEN-02, AC-20, END-11: takes a badge with every member, and endorsements in it, and says that it is older', () => {
    expect(saidOf(legacy)).toEqual(notices)
    expect(checkConformance(legacy, 'badge')[0]).toMatchObject({ status: 'pass' })
  })

  it.each([
    ['AC-20', '/issuanceDate', undefined, 'SCHEMA', '/issuanceDate'],
    ['AC-20', '/issuanceDate', 'yesterday', 'SCHEMA', '/issuanceDate'],
    ['AC-20', '/expirationDate', 'never', 'SCHEMA', '/expirationDate'],
    ['AC-20', '/issuer', 'did:example:guild', 'ISSUER_TYPE', '/issuer'],
    ['AC-20', '/name', undefined, 'SCHEMA', '/name'],
    ['AC-20', '/validFrom', '2026-01-05T10:00:00Z', 'SCHEMA', '/validFrom'],
    ['AC-20', '/validUntil', '2030-01-05T10:00:00Z', 'SCHEMA', '/validUntil'],
    ['END-11', '/endorsement/0/issuanceDate', undefined, 'SCHEMA', '/endorsement/0/issuanceDate'],
    ['END-11', '/endorsement/0/validFrom', '2026-01-05T10:00:00Z', 'SCHEMA', '/endorsement/0/validFrom'],
    ['END-11', '/endorsement/0/name', undefined, 'SCHEMA', '/endorsement/0/name'],
    ['GEN-02', `${SUBJECT}/type`, ['Person'], 'SUBJECT_TYPE', `${SUBJECT}/type`],
    ['GEN-02', `${ACHIEVEMENT}/name`, undefined, 'SCHEMA', `${ACHIEVEMENT}/name`],
  ])('%s: refuses %s as %j', (_id, pointer, value, code, where) => {
    const said = saidOf(withMember(legacy, pointer, value))
    expect(said).toContain(`fail ${code} ${where}`)
    expect(said).toEqual(expect.arrayContaining(notices))
  })

  it.each([
    ['AC-20', '/issuanceDate', '/issuanceDate'],
    ['AC-20', '/expirationDate', '/expirationDate'],
    ['END-11', '/endorsement/0/issuanceDate', '/endorsement/0/issuanceDate'],
  ])('%s: refuses a date of it at %s under the contexts of 2.0', (_id, pointer, where) => {
    expect(saidOf(change([pointer, '2026-01-05T10:00:00Z']))).toEqual([`fail SCHEMA ${where}`])
  })

  it('END-11: takes an endorsement by itself', () => {
    const [endorsement] = legacy['endorsement'] as readonly Document[]
    expect(saidOf(endorsement ?? {}, 'endorsement')).toEqual(notices)
  })

  it('GEN-02: finds the same in a badge of either model, whatever is taken out of it', () => {
    const pointers = pointersIn(full)
    fc.assert(
      fc.property(
        fc.constantFrom(...pointers),
        fc.constantFrom(undefined, 7, 'x', { a: 1 }, ['x']),
        (pointer, value) => {
          fc.pre(!/@context|validFrom|validUntil|^\/name/.test(pointer))
          const older = saidOf(withMember(legacy, pointer, value)).filter((said) => !said.includes('LEGACY'))
          expect(older).toEqual(saidOf(change([pointer, value])))
        },
      ),
      { numRuns: 150 },
    )
  })
})

function pointersIn(value: unknown, at = ''): readonly string[] {
  if (typeof value !== 'object' || value === null) return [at]
  const inner = Object.entries(value).flatMap(([key, member]) => pointersIn(member, `${at}/${key}`))
  return at === '' ? inner : [at, ...inner]
}

describe('checkConformance of contexts', () => {
  it.each([`${OB}-3.0.2.json`, `${OB}-3.0.1.json`, `${OB}.json`, `${OB}/ob_v3p0.jsonld`])(
    'CTX-02: takes %s, and says that it is older',
    (url) => {
      expect(saidOf(change(['/@context/1', url]))).toEqual(['warn OLD_OB_CONTEXT /@context/1'])
    },
  )

  it.each([
    ['CTX-01', '/@context/0', `${OB}-3.0.3.json`],
    ['CTX-01', '/@context/0', 'https://example.org/context'],
    ['CTX-02', '/@context/1', 'https://purl.imsglobal.org/spec/ob/v2p0/context.json'],
    ['CTX-02', '/@context/1', 'https://imsglobal.github.io/openbadges-specification/context.json'],
    ['CTX-02', '/@context/1', { '@vocab': 'https://example.org/' }],
    ['CTX-03', '/endorsement/0/@context/0', `${OB}-3.0.3.json`],
    ['CTX-03', '/endorsement/0/@context/1', 'https://example.org/context'],
  ])('%s: refuses %s as %j', (_id, pointer, value) => {
    const said = saidOf(change([pointer, value]))
    expect(said.some((one) => pointer.startsWith(one.replace('fail CONTEXT_MISSING ', '')))).toBe(true)
  })

  it('CTX-01: refuses contexts in another order, and one that stands alone', () => {
    const [first, second] = full['@context']
    expect(saidOf(change(['/@context', [second, first]]))).toContain('fail CONTEXT_MISSING /@context')
    expect(saidOf(change(['/@context', first]))).toContain('fail CONTEXT_MISSING /@context')
  })
})

describe('checkConformance of what goes beyond the schemas', () => {
  it('VER-12, AS-03, GAP-05: refuses a subject that nobody can be told by, with a code of its own', () => {
    const nameless = change([`${SUBJECT}/id`, undefined], [`${SUBJECT}/identifier`, undefined])
    expect(saidOf(nameless)).toEqual([`fail SUBJECT_UNIDENTIFIED ${SUBJECT}`, `fail SCHEMA ${SUBJECT}`])
    const broken = withMember(nameless, `${ACHIEVEMENT}/name`, undefined)
    expect(saidOf(broken)).toContain(`fail SUBJECT_UNIDENTIFIED ${SUBJECT}`)
  })

  it('IS-02, GAP-06: has a verdict on an issuer that is a mere address', () => {
    expect(saidOf(change(['/issuer', 'did:example:guild']))).toEqual([
      'fail ISSUER_TYPE /issuer',
      'fail SCHEMA /issuer',
    ])
  })

  it.each([
    ['CRI-01', `${ACHIEVEMENT}/criteria`, {}, 'CRITERIA_EMPTY'],
    ['EVI-01', '/evidence/0/type', ['Thing'], 'EVIDENCE_TYPE'],
    ['AS-12', `${SUBJECT}/source/type`, ['Organization'], 'SOURCE_TYPE'],
    ['PRO-02', '/issuer/parentOrg/type', ['Organization'], 'PARENT_ORG_TYPE'],
    ['IDE-01', '/issuer/otherIdentifier/0/type', 'Identifier', 'ISSUER_IDENTIFIER_TYPE'],
    ['ID-01', `${SUBJECT}/identifier/0/type`, 'Identifier', 'SUBJECT_IDENTIFIER_TYPE'],
    ['RES-01', `${SUBJECT}/result/0/type`, ['Grade'], 'RESULT_TYPE'],
    ['RES-05', `${ACHIEVEMENT}/resultDescription/0/type`, ['Grade'], 'RESULT_DESCRIPTION_TYPE'],
    ['PRO-01', '/issuer/type', ['Person'], 'ISSUER_TYPE'],
    ['AC-04', '/issuer', undefined, 'ISSUER_MISSING'],
  ])('%s: says of %s as %j %s, beside that the class is not matched', (_id, pointer, value, code) => {
    const said = saidOf(change([pointer, value]))
    expect(said).toEqual([`fail ${code} ${pointer}`, `fail SCHEMA ${pointer}`])
  })

  it.each([
    ['RES-03', 'resultDescription', 'urn:uuid:elsewhere', 'fail RESULT_DESCRIPTION_UNKNOWN'],
    ['RES-04', 'achievedLevel', 'urn:uuid:elsewhere', 'fail RESULT_LEVEL_UNKNOWN'],
  ])('%s: refuses a result whose %s is %s', (_id, member, value, said) => {
    const pointer = `${SUBJECT}/result/0/${member}`
    expect(saidOf(change([pointer, value]))).toContain(`${said} ${pointer}`)
  })

  it('RES-02: refuses a result that is about a status and states none', () => {
    expect(saidOf(change([`${SUBJECT}/result/2/status`, undefined]))).toContain(
      `fail RESULT_STATUS_MISSING ${SUBJECT}/result/2`,
    )
  })

  it('RES-04: only remarks on a level of another description, as the example of the standard has it', () => {
    const level = full.credentialSubject.achievement.resultDescription[1]?.rubricCriterionLevel?.[0]?.id
    const said = saidOf(change([`${SUBJECT}/result/0/achievedLevel`, level]))
    expect(said).toEqual([`warn RESULT_LEVEL_ELSEWHERE ${SUBJECT}/result/0/achievedLevel`])
  })

  it('GEN-13: takes single values where lists should stand, and says that the plain schema would not', () => {
    expect(saidOf(change(['/proof', full.proof[0]]))).toEqual(['warn SCHEMA_PLAIN_ONLY /proof'])
    expect(saidOf(change(['/issuer/type', 'Profile']))).toEqual(['warn SCHEMA_PLAIN_ONLY /issuer/type'])
  })

  it('GAP-10: takes several statuses, of any kind, but none that does not say which', () => {
    expect(saidOf(change(['/credentialStatus', [full.credentialStatus, { type: 'Other' }]]))).toEqual([])
    expect(saidOf(change(['/credentialStatus', [full.credentialStatus, {}]]))).toEqual([
      'fail SCHEMA /credentialStatus',
    ])
  })
})

describe('checkConformance of terms of an issuer’s own', () => {
  const OWN = 'https://guild.example/terms#'
  const CREDENTIAL_STATUS = 'https://www.w3.org/2018/credentials#credentialStatus'
  const own = (context: unknown, members: Document = {}) =>
    saidOf({ ...change(['/@context', [...full['@context'], context]]), ...members })

  it.each([
    ['a known context more', 'https://w3id.org/security/data-integrity/v2'],
    ['a context not known here', 'https://guild.example/terms.json'],
    ['one that is written out', { loom: `${OWN}loom` }],
    ['one with a prefix', { guild: OWN, loom: { '@id': 'guild:loom', '@type': '@id', '@container': '@set' } }],
    ['a language', { '@language': 'en', '@version': 1.1, '@protected': true }],
  ])('EXT-02, EXT-04: takes %s', (_what, context) => {
    expect(own(context)).toEqual([])
  })

  it('EXT-04: takes members under them, under prefixed names and under full IRIs that nothing published has', () => {
    const source = { ...full.credentialSubject.source, 'guild:loom': 'oak' }
    const members = {
      'guild:loom': 'oak',
      credentialSubject: { ...full.credentialSubject, source },
      'https://guild.example/terms#loom': 'oak',
      'unknown:loom': 'oak',
    }
    expect(own({ guild: OWN }, members)).toEqual([])
  })

  it.each([
    ['another name for a published term', { hidden: CREDENTIAL_STATUS }],
    ['the same by a prefix', { w: 'https://www.w3.org/2018/credentials#', hidden: 'w:credentialStatus' }],
    ['the same by two prefixes', { w: 'https://www.w3.org/2018/', x: 'w:credentials#', hidden: 'x:credentialStatus' }],
    ['a keyword under another name', { key: '@id' }],
    ['a nest', { hidden: '@nest' }],
    ['another meaning of a published term', { evidence: `${OWN}evidence` }],
    ['the other direction', { hidden: { '@reverse': CREDENTIAL_STATUS } }],
    ['a context inside a term', { loom: { '@id': `${OWN}loom`, '@context': { hidden: CREDENTIAL_STATUS } } }],
    ['a vocabulary for all words', { '@vocab': OWN }],
    ['a base', { '@base': OWN }],
    ['a context from elsewhere', { '@import': 'https://guild.example/terms.json' }],
    ['a name without an IRI', { loom: 'loom' }],
    ['a removed term', { loom: null }],
    ['a place for other nodes', { loom: { '@id': `${OWN}loom`, '@container': '@graph' } }],
  ])('CTX-05: refuses %s', (_what, context) => {
    expect(own(context)).toEqual(['fail JSONLD_NOT_COMPACTED /@context'])
  })

  it.each([
    [
      'a published term under a prefixed name',
      { guild: 'https://www.w3.org/2018/credentials#' },
      'guild:credentialStatus',
    ],
    ['a published term under its full IRI', {}, CREDENTIAL_STATUS],
    ['a member of a blank node', {}, '_:loom'],
    ['a prefix of a published context', {}, 'xsd:loom'],
    ['a keyword', {}, '@reverse'],
  ])('CTX-05: refuses %s', (_what, context, member) => {
    expect(own(context, { [member]: 'x' })).toContain(`fail JSONLD_NOT_COMPACTED ${toPointer([member])}`)
  })

  it('CTX-05: refuses one name for two things', () => {
    const said = own({ loom: `${OWN}loom` }, { issuer: { ...full.issuer, '@context': { loom: `${OWN}other` } } })
    expect(said).toEqual(['fail JSONLD_NOT_COMPACTED /@context'])
  })

  it('GEN-15: refuses what is empty, also among terms of its own', () => {
    expect(own({ loom: `${OWN}loom` }, { loom: null })).toEqual(['fail SCHEMA /loom'])
    expect(own({ loom: `${OWN}loom` }, { loom: [] })).toEqual(['fail SCHEMA /loom'])
  })
})

describe('checkConformance beside the 1EdTech schema', () => {
  /** Rules that the standard has in words and not in its schema. */
  const IN_WORDS =
    /@context|criteria|identifier|issuer|achievementType|identifierType|identityType|resultType|targetType|identityHash|addressCountryCode|result|^\/id$/
  const values = fc.constantFrom<unknown>(
    undefined,
    null,
    7,
    true,
    'x',
    'https://a.example/',
    [],
    ['x'],
    {},
    { id: 'urn:x' },
    'Profile',
  )

  it('SCH-03, GEN-13: refuses whatever that refuses, but single values for lists and statuses of other kinds', ({
    skip,
  }) => {
    skip(missingObSchemas() !== undefined, missingObSchemas())
    fc.assert(
      fc.property(fc.constantFrom(...pointersIn(full)), values, (pointer, value) => {
        fc.pre(!/credentialStatus|@context/.test(pointer))
        const document = change([pointer, value])
        const refused = obSchemaErrors('achievementcredential', document).length > 0
        const said = saidOf(document)
        const isTaken = said.every((one) => one.startsWith('warn'))
        const isLenient = isTaken && said.some((one) => one.includes('SCHEMA_PLAIN_ONLY'))
        if (refused && !isLenient) expect([pointer, value, isTaken]).toEqual([pointer, value, false])
      }),
      { numRuns: 1000 },
    )
  }, 60_000)

  it('AC-02, GEN-15: takes whatever that takes, but what the standard rules out in words', ({ skip }) => {
    skip(missingObSchemas() !== undefined, missingObSchemas())
    fc.assert(
      fc.property(fc.constantFrom(...pointersIn(full)), values, (pointer, value) => {
        fc.pre(value !== null && !(Array.isArray(value) && value.length === 0) && !IN_WORDS.test(pointer))
        const document = change([pointer, value])
        const isUri = /(\/id|url|Url|verificationMethod|requiredLevel|achievedLevel|@context\/\d)$/i.test(pointer)
        fc.pre(!isUri || typeof value !== 'string' || value.includes(':'))
        if (obSchemaErrors('achievementcredential', document).length > 0) return
        expect([pointer, value, ...saidOf(document).filter((one) => one.startsWith('fail'))]).toEqual([pointer, value])
      }),
      { numRuns: 1000 },
    )
  }, 60_000)
})

describe('checkConformance of anything', () => {
  it('VER-13: has findings with a place in the document, and no end, whatever the JSON is', () => {
    const anything = fc.jsonValue({ maxDepth: 5 })
    const pointers = pointersIn(full)
    const documents = fc.oneof(
      fc.dictionary(
        fc.constantFrom('@context', 'type', 'issuer', 'proof', 'endorsement', 'a:b', '@id', '__proto__'),
        anything,
      ),
      fc.tuple(fc.constantFrom(...pointers), anything).map(([pointer, value]) => withMember(full, pointer, value)),
    )
    fc.assert(
      fc.property(documents, fc.constantFrom('badge', 'endorsement'), (document, kind) => {
        const checks = checkConformance(document as Document, kind)
        expect(checks.length).toBeGreaterThan(0)
        expect(checks.length).toBeLessThan(30)
        for (const { status, pointer, message } of checks) {
          expect(status === 'pass' || pointer !== undefined).toBe(true)
          expect(message).toMatch(/[.]$/)
        }
      }),
      { numRuns: 300 },
    )
  })
})
