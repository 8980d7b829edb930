import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkCredentialDocument } from '../../../../functions/domain/vc-data-model/check-credential.ts'
import { checkPresentationDocument } from '../../../../functions/domain/vc-data-model/check-presentation.ts'
import { instantOf } from '../../../../functions/domain/vc-data-model/check-validity.ts'
import type { JsonObject } from '../../../../functions/domain/vc-data-model/values.ts'

const V2 = 'https://www.w3.org/ns/credentials/v2'
const V1 = 'https://www.w3.org/2018/credentials/v1'
const SHA256 = 'sha256-WZVc7WaX1h4D8rJVb+vlMIqxaEKEb1tYbX8fet7JJzQ='

const aDocument = (changes: JsonObject = {}): JsonObject => ({
  '@context': [V2],
  type: ['VerifiableCredential'],
  issuer: 'did:example:issuer',
  credentialSubject: { id: 'did:example:subject' },
  ...changes,
})

const without = (name: string): JsonObject =>
  Object.fromEntries(Object.entries(aDocument()).filter(([member]) => member !== name))

const found = (document: JsonObject) =>
  checkCredentialDocument(document, []).map(({ code, pointer }) => [code, pointer])

const typed = { type: 'https://example.org/#Thing' }
const resource = { id: V2, digestSRI: SHA256 }

describe('checkCredentialDocument', () => {
  it.each<[string, JsonObject]>([
    ['the least there can be', aDocument()],
    ['one type as a text', aDocument({ type: 'VerifiableCredential' })],
    ['an issuer with further members', aDocument({ issuer: { id: 'https://example.org/i', name: 'A', url: 'x' } })],
    ['several subjects', aDocument({ credentialSubject: [{ id: 'did:example:a' }, { degree: 'B.A.' }] })],
    ['dates of leap days, fractions and offsets', aDocument({ validFrom: '2024-02-29T23:59:59.25+14:00' })],
    ['equal ends', aDocument({ validFrom: '2024-01-01T00:00:00Z', validUntil: '2024-01-01T01:00:00+01:00' })],
    ['a text in two languages', aDocument({ name: [{ '@value': 'Dog', '@language': 'en-GB' }, 'Chien'] })],
    [
      'status, schema and the like',
      aDocument({ credentialStatus: typed, credentialSchema: { ...typed, id: 'did:a:b' } }),
    ],
    ['related resources with digests', aDocument({ relatedResource: [resource] })],
    [
      'a digest in multibase',
      aDocument({ relatedResource: { id: V2, digestMultibase: 'uEiBZlVztZpfWHgPyslVv6-UwirFoQoRvW1htfx963sknNA' } }),
    ],
    [
      'a digest of something that is not known here',
      aDocument({ relatedResource: { ...resource, id: 'https://a.b/c' } }),
    ],
    [
      'several digests of one resource',
      aDocument({
        relatedResource: {
          id: V2,
          digestSRI: [SHA256, 'sha384-l/HrjlBCNWyAX91hr6LFV2Y3heB5Tcr6IeE4/Tje8YyzYBM8IhqjHWiWpr8+ZbYU'],
          digestMultibase: ['uEiBZlVztZpfWHgPyslVv6-UwirFoQoRvW1htfx963sknNA'],
        },
      }),
    ],
    ['as many values as can be signed', aDocument({ name: Array(49_991).fill('x') })],
    ['the data model 1.1', aDocument({ '@context': [V1], issuanceDate: '2024-01-01T00:00:00Z' })],
    ['a proof of another kind', aDocument({ proof: { type: 'Other2020', proofValue: 'z1' } })],
  ])('finds nothing wrong with %s', (_, document) => {
    expect(found(document)).toEqual([])
  })

  it.each<[string, JsonObject, readonly (readonly [string, string])[]]>([
    ['no context', without('@context'), [['CONTEXT_INVALID', '/@context']]],
    ['a value more than can be signed', aDocument({ evidence: Array(49_992).fill(1) }), [['DOCUMENT_TOO_COMPLEX', '']]],
    [
      'one wrong digest among several, and none in a list',
      aDocument({ relatedResource: { id: V2, digestSRI: [SHA256, 'sha256-AAAA'], digestMultibase: [] } }),
      [
        ['RELATED_RESOURCE_INVALID', '/relatedResource/digestSRI/1'],
        ['RELATED_RESOURCE_INVALID', '/relatedResource/digestMultibase'],
      ],
    ],
    ['a context outside a list', aDocument({ '@context': V2 }), [['CONTEXT_INVALID', '/@context']]],
    [
      'another first context',
      aDocument({ '@context': ['https://example.org/v2', V2] }),
      [['CONTEXT_INVALID', '/@context/0']],
    ],
    ['a number as a context', aDocument({ '@context': [V2, 123] }), [['CONTEXT_INVALID', '/@context/1']]],
    ['null as a context', aDocument({ '@context': [V2, null] }), [['CONTEXT_INVALID', '/@context/1']]],
    ['a context that is no URL', aDocument({ '@context': [V2, 'https ://x'] }), [['CONTEXT_INVALID', '/@context/1']]],
    ['fifty-one contexts', aDocument({ '@context': [V2, ...Array(50).fill({})] }), [['CONTEXT_INVALID', '/@context']]],
    ['no type', without('type'), [['TYPE_INVALID', '/type']]],
    ['another type alone', aDocument({ type: ['Other'] }), [['TYPE_INVALID', '/type']]],
    ['a number among the types', aDocument({ type: ['VerifiableCredential', 2] }), [['TYPE_INVALID', '/type']]],
    ['two ids', aDocument({ id: ['urn:a:b', 'urn:a:c'] }), [['ID_INVALID', '/id']]],
    ['an id that is null', aDocument({ id: null }), [['ID_INVALID', '/id']]],
    ['a relative id', aDocument({ id: '/credentials/1' }), [['ID_INVALID', '/id']]],
    ['an id with a space', aDocument({ id: 'https ://example.org/1' }), [['ID_INVALID', '/id']]],
    ['an https id without a host', aDocument({ id: 'https:///1' }), [['ID_INVALID', '/id']]],
    ['no issuer', without('issuer'), [['ISSUER_INVALID', '/issuer']]],
    ['an issuer of null', aDocument({ issuer: null }), [['ISSUER_INVALID', '/issuer']]],
    ['two issuers', aDocument({ issuer: ['did:a:b', 'did:a:c'] }), [['ISSUER_INVALID', '/issuer']]],
    ['an issuer without an id', aDocument({ issuer: { name: 'A' } }), [['ISSUER_INVALID', '/issuer']]],
    ['no subject', without('credentialSubject'), [['SUBJECT_INVALID', '/credentialSubject']]],
    ['a subject of null', aDocument({ credentialSubject: null }), [['SUBJECT_INVALID', '/credentialSubject']]],
    ['no subjects', aDocument({ credentialSubject: [] }), [['SUBJECT_INVALID', '/credentialSubject']]],
    ['a subject as a text', aDocument({ credentialSubject: 'did:a:b' }), [['SUBJECT_INVALID', '/credentialSubject']]],
    [
      'an empty subject among others',
      aDocument({ credentialSubject: [{ id: 'did:a:b' }, {}] }),
      [['SUBJECT_INVALID', '/credentialSubject/1']],
    ],
    [
      'a subject with two ids',
      aDocument({ credentialSubject: { id: ['did:a:b', 'did:a:c'] } }),
      [['ID_INVALID', '/credentialSubject/id']],
    ],
    ['a date without a zone', aDocument({ validFrom: '2024-01-01T00:00:00' }), [['DATE_INVALID', '/validFrom']]],
    ['a day that is none', aDocument({ validUntil: '2023-02-29T00:00:00Z' }), [['DATE_INVALID', '/validUntil']]],
    ['an hour that is none', aDocument({ validFrom: '2024-01-01T25:00:00Z' }), [['DATE_INVALID', '/validFrom']]],
    ['a date as a number', aDocument({ validFrom: 1704067200 }), [['DATE_INVALID', '/validFrom']]],
    [
      'ends the wrong way round',
      aDocument({ validFrom: '2024-01-02T00:00:00Z', validUntil: '2024-01-01T23:59:59Z' }),
      [['DATE_INVALID', '/validUntil']],
    ],
    ['no issuanceDate in 1.1', aDocument({ '@context': [V1] }), [['DATE_INVALID', '/issuanceDate']]],
    ['a name of null', aDocument({ name: null }), [['TEXT_INVALID', '/name']]],
    ['no names', aDocument({ name: [] }), [['TEXT_INVALID', '/name']]],
    ['a text without a value', aDocument({ name: { '@language': 'en' } }), [['TEXT_INVALID', '/name']]],
    [
      'a further member in a text',
      aDocument({ description: { '@value': 'A', url: 'x' } }),
      [['TEXT_INVALID', '/description/url']],
    ],
    [
      'a language that is none',
      aDocument({ name: { '@value': 'A', '@language': 'not a tag' } }),
      [['TEXT_INVALID', '/name/@language']],
    ],
    [
      'a direction that is none',
      aDocument({ issuer: { id: 'did:a:b', name: { '@value': 'A', '@direction': 'up' } } }),
      [['TEXT_INVALID', '/issuer/name/@direction']],
    ],
    [
      'a status without a type',
      aDocument({ credentialStatus: { id: 'did:a:b' } }),
      [['TYPE_INVALID', '/credentialStatus/type']],
    ],
    ['a status as a text', aDocument({ credentialStatus: 'revoked' }), [['MEMBER_INVALID', '/credentialStatus']]],
    [
      'a status with two ids',
      aDocument({ credentialStatus: { ...typed, id: ['did:a:b', 'did:a:c'] } }),
      [['ID_INVALID', '/credentialStatus/id']],
    ],
    ['a schema without an id', aDocument({ credentialSchema: typed }), [['ID_INVALID', '/credentialSchema/id']]],
    ['evidence without a type', aDocument({ evidence: [typed, {}] }), [['TYPE_INVALID', '/evidence/1/type']]],
    ['no evidence in a list', aDocument({ evidence: [] }), [['MEMBER_INVALID', '/evidence']]],
    [
      'a related resource as a text',
      aDocument({ relatedResource: [V2] }),
      [['RELATED_RESOURCE_INVALID', '/relatedResource/0']],
    ],
    [
      'a related resource named twice',
      aDocument({ relatedResource: [resource, resource] }),
      [['RELATED_RESOURCE_INVALID', '/relatedResource/1/id']],
    ],
    [
      'a related resource without a digest',
      aDocument({ relatedResource: { id: V2 } }),
      [['RELATED_RESOURCE_INVALID', '/relatedResource']],
    ],
    [
      'a digest in hexadecimal',
      aDocument({ relatedResource: { id: V2, digestSRI: `sha256-${'ca3d'.repeat(16)}` } }),
      [['RELATED_RESOURCE_INVALID', '/relatedResource/digestSRI']],
    ],
    [
      'a digest that is no multihash',
      aDocument({ relatedResource: { id: V2, digestMultibase: 'uZTQ0MjM1NiAgcmVwb3J0' } }),
      [['RELATED_RESOURCE_INVALID', '/relatedResource/digestMultibase']],
    ],
    [
      'another digest than that of what is published',
      aDocument({ relatedResource: { id: V2, digestSRI: `sha256-${'A'.repeat(43)}=` } }),
      [['RELATED_RESOURCE_MISMATCH', '/relatedResource/digestSRI']],
    ],
    ['a proof as a text', aDocument({ proof: 'signed' }), [['PROOF_MALFORMED', '/proof']]],
    [
      'a proof without a type',
      aDocument({ proof: { created: '2024-01-01T00:00:00Z' } }),
      [['PROOF_MALFORMED', '/proof/type']],
    ],
    [
      'a proof of no readable date',
      aDocument({ proof: [{ type: 'Other2020', created: 'today' }] }),
      [['PROOF_MALFORMED', '/proof/0/created']],
    ],
    [
      'a Data Integrity proof without its key',
      aDocument({
        proof: { type: 'DataIntegrityProof', cryptosuite: 'x', proofPurpose: 'assertionMethod', proofValue: 'z1' },
      }),
      [['PROOF_MALFORMED', '/proof/verificationMethod']],
    ],
  ])('refuses %s', (_, document, findings) => {
    expect(found(document)).toEqual(findings)
  })

  it('names the section of every rule and says where in the request it is broken', () => {
    expect(checkCredentialDocument(aDocument({ id: 1 }), ['credential'])).toEqual([
      {
        code: 'ID_INVALID',
        pointer: '/credential/id',
        detail: 'must be one absolute URL',
        spec: 'https://www.w3.org/TR/vc-data-model-2.0/#identifiers',
      },
    ])
  })

  it('never throws, whatever the members hold', () => {
    const names = ['@context', 'type', 'issuer', 'credentialSubject', 'name', 'evidence', 'proof', 'relatedResource']
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...names), fc.jsonValue()), (changes) => {
        expect(Array.isArray(checkCredentialDocument(aDocument(changes), []))).toBe(true)
      }),
    )
  })
})

describe('instantOf', () => {
  it('reads back every instant as it was written', () => {
    const dates = fc.date({ min: new Date('1000-01-01'), max: new Date('9999-12-31'), noInvalidDate: true })
    fc.assert(
      fc.property(dates, (date) => {
        expect(instantOf(date.toISOString())).toBe(date.getTime())
      }),
    )
  })
})

describe('checkPresentationDocument', () => {
  const aPresentation = (changes: JsonObject = {}): JsonObject => ({
    '@context': [V2],
    type: ['VerifiablePresentation'],
    ...changes,
  })
  const foundIn = (document: JsonObject) =>
    checkPresentationDocument(document, []).map(({ code, pointer }) => [code, pointer])

  it('finds nothing wrong with one that presents nothing', () => {
    expect(foundIn(aPresentation())).toEqual([])
  })

  it.each<[string, JsonObject, readonly (readonly [string, string])[]]>([
    ['another type', aPresentation({ type: 'VerifiableCredential' }), [['TYPE_INVALID', '/type']]],
    ['a holder without an id', aPresentation({ holder: { name: 'A' } }), [['HOLDER_INVALID', '/holder']]],
    ['a holder that is no URL', aPresentation({ holder: 'me' }), [['HOLDER_INVALID', '/holder']]],
    [
      'an address in place of a credential',
      aPresentation({ verifiableCredential: [aDocument(), 'https://example.org/1'] }),
      [['CREDENTIAL_INVALID', '/verifiableCredential/1']],
    ],
    [
      'a credential that breaks a rule',
      aPresentation({ verifiableCredential: aDocument({ issuer: null }) }),
      [['ISSUER_INVALID', '/verifiableCredential/issuer']],
    ],
  ])('refuses %s', (_, document, findings) => {
    expect(foundIn(document)).toEqual(findings)
  })
})
