import { beforeAll, describe, expect, it } from 'vitest'
import { assembleVerification } from '../../../functions/lambdas/assemble-verification.ts'
import type { JsonObject } from '../../../functions/ports/proofs.ts'
import { ADMIN_TOKEN, apiKey, PUBLIC_URL, startApp, type TestApp } from '../../support/app.ts'
import { aBadge, aKey } from '../../support/badge-shapes.ts'
import { digests } from '../../support/builders.ts'
import { verifyWithDigitalBazaar } from '../../support/independent-verifiers.ts'
import { quietLog } from '../../support/issuance-scenario.ts'
import {
  aCredential,
  createVcIssuer,
  createVcTenant,
  issue,
  signAs,
  type VcTenant,
  verify,
} from '../../support/vc-api.ts'

const V1 = 'https://www.w3.org/2018/credentials/v1'
const DATA_INTEGRITY = 'https://w3id.org/security/data-integrity/v2'

let app: TestApp
let tenant: VcTenant
let issuer: string

beforeAll(async () => {
  app = await startApp()
  tenant = await createVcTenant(app, 'weavers')
  issuer = await createVcIssuer(app, tenant)
})

const SUITES = [
  { cryptosuite: 'eddsa-rdfc-2022' },
  { cryptosuite: 'ecdsa-rdfc-2019' },
  { cryptosuite: 'ecdsa-rdfc-2019', curve: 'P-384' },
] as const

/** A badge that names no address of this service. */
const aBadgeBy = (did: string): JsonObject => {
  const { credentialStatus: _, ...badge }: JsonObject = aBadge(did)
  return { ...badge, id: 'https://example.com/badges/1' }
}

describe('POST /v1/communities/{slug}/vc-issuers', () => {
  it.each(SUITES.flatMap((suite) => (['did:key', 'did:web'] as const).map((method) => ({ ...suite, method }))))(
    'makes an issuer that signs with $cryptosuite $curve as a $method, and its credentials verify',
    async (choice) => {
      const body = { ...choice }
      const made = await app.request('POST', '/v1/communities/weavers/vc-issuers', { token: tenant.vcKey, body })
      expect(made).toMatchObject({ status: 201, body: { ...choice, credentialStatus: false } })
      expect(made.body.id).toMatch(new RegExp(`^${choice.method}:`))
      const issued = await issue(app, tenant, aCredential({ issuer: made.body.id }))
      expect(issued.status).toBe(201)
      expect(issued.body).toEqual({
        verifiableCredential: {
          ...aCredential({ issuer: made.body.id }),
          proof: [
            {
              type: 'DataIntegrityProof',
              cryptosuite: choice.cryptosuite,
              created: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
              verificationMethod: made.body.verificationMethod,
              proofPurpose: 'assertionMethod',
              proofValue: expect.stringMatching(/^z/),
            },
          ],
        },
      })
      expect((await verify(app, issued.body.verifiableCredential)).body).toMatchObject({ verified: true })
    },
  )

  it('serves the document of a did:web, and none of a did:key', async () => {
    const made = await app.request('POST', '/v1/communities/weavers/vc-issuers', {
      token: tenant.key,
      body: { method: 'did:web', cryptosuite: 'ecdsa-rdfc-2019' },
    })
    const path = `/communities/weavers/vc-issuers/${made.body.name}`
    expect(made.body.id).toBe(`did:web:badges.example.org${path.replaceAll('/', ':')}`)
    expect((await app.request('GET', `${path}/did.json`)).body).toMatchObject({
      id: made.body.id,
      verificationMethod: [{ id: made.body.verificationMethod, type: 'Multikey', controller: made.body.id }],
      assertionMethod: [made.body.verificationMethod],
    })
    const listed = await app.request('GET', '/v1/communities/weavers/vc-issuers', { token: tenant.key })
    const other = listed.body.items.find(({ id }: { id: string }) => id === issuer)
    const none = await app.request('GET', `/communities/weavers/vc-issuers/${other.name}/did.json`)
    expect([none.status, none.body.code]).toEqual([404, 'vc_issuer_not_found'])
  })

  it('leaves its key out of the DID document of the community', async () => {
    const { body } = await app.request('GET', '/communities/weavers/did.json')
    expect(JSON.stringify(body)).not.toContain(issuer.slice('did:key:'.length))
  })

  it('answers a repeat under its Idempotency-Key with the first issuer', async () => {
    const options = {
      token: tenant.key,
      body: { method: 'did:key', cryptosuite: 'eddsa-rdfc-2022' },
      headers: { 'idempotency-key': 'once' },
    }
    const path = '/v1/communities/weavers/vc-issuers'
    const [first, second] = [await app.request('POST', path, options), await app.request('POST', path, options)]
    expect(second.body).toEqual(first.body)
  })

  it.each<[string, object, string]>([
    ['a curve of another suite', { method: 'did:key', cryptosuite: 'eddsa-rdfc-2022', curve: 'P-256' }, '/curve'],
    ['an unknown suite', { method: 'did:key', cryptosuite: 'ecdsa-sd-2023' }, '/cryptosuite'],
    ['an unknown method', { method: 'did:ion', cryptosuite: 'eddsa-rdfc-2022' }, '/method'],
    ['no suite', { method: 'did:key' }, '/cryptosuite'],
    ['an unknown member', { method: 'did:key', cryptosuite: 'eddsa-rdfc-2022', key: 'mine' }, '/key'],
  ])('refuses %s', async (_, body, pointer) => {
    const answer = await app.request('POST', '/v1/communities/weavers/vc-issuers', { token: tenant.key, body })
    expect(answer).toMatchObject({ status: 400, body: { code: 'invalid_request', errors: [{ pointer }] } })
  })
})

describe('POST /vc-api/credentials/issue', () => {
  it('keeps every member of the credential, and of an issuer that is an object', async () => {
    const credential = aCredential({
      id: 'urn:uuid:0a5fbd4c-8a3c-4a53-8a4e-5f0d5d3c1b11',
      issuer: { id: issuer, name: { '@value': 'Gilde', '@language': 'de' }, description: 'Weavers' },
      validFrom: '2026-01-05T10:00:00.5+01:00',
      name: 'Membership',
    })
    const { body } = await issue(app, tenant, credential)
    const { proof: _, ...rest } = body.verifiableCredential
    expect(rest).toEqual(credential)
  })

  it('gives a credential without an id the one that is asked for, and signs it for the instant asked for', async () => {
    const options = { credentialId: 'urn:example:1', created: '2026-02-03T04:05:06+01:00' }
    const { body } = await issue(app, tenant, aCredential({ issuer }), options)
    expect(body.verifiableCredential).toMatchObject({
      id: 'urn:example:1',
      proof: [{ created: '2026-02-03T03:05:06Z' }],
    })
  })

  it('signs credentials of the data model 1.1, with the context that their proof needs', async () => {
    const credential = aCredential({ '@context': [V1], issuer, issuanceDate: '2026-01-05T10:00:00Z' })
    const { status, body } = await issue(app, tenant, credential)
    expect([status, body.verifiableCredential['@context']]).toEqual([201, [V1, DATA_INTEGRITY]])
    expect((await verify(app, body.verifiableCredential)).status).toBe(200)
    const old = { ...body.verifiableCredential, expirationDate: '2020-01-01T00:00:00Z' }
    expect((await verify(app, old)).status).toBe(400)
  })

  it('signs under the older terms of Data Integrity when the credential names them', async () => {
    const contexts = [V1, 'https://w3id.org/security/data-integrity/v1']
    const credential = aCredential({ '@context': contexts, issuer, issuanceDate: '2026-01-05T10:00:00Z' })
    const { status, body } = await issue(app, tenant, credential)
    expect([status, body.verifiableCredential['@context']]).toEqual([201, contexts])
    expect((await verify(app, body.verifiableCredential)).status).toBe(200)
  })

  it('signs for the challenge and the domain that are asked for', async () => {
    const options = { challenge: 'once-only', domain: 'https://shop.example' }
    const { status, body } = await issue(app, tenant, aCredential({ issuer }), options)
    expect([status, body.verifiableCredential.proof[0]]).toEqual([201, expect.objectContaining(options)])
    expect((await verify(app, body.verifiableCredential, '', options)).status).toBe(200)
  })

  it('adds its proof behind one that is there, and both are asked to hold', async () => {
    const person = aKey()
    const signed = await signAs(person, aCredential({ issuer }))
    const { status, body } = await issue(app, tenant, signed)
    expect([status, body.verifiableCredential.proof]).toEqual([
      201,
      [...(signed['proof'] as object[]), expect.anything()],
    ])
    expect((await verify(app, body.verifiableCredential)).status).toBe(200)
    const [first, ours] = body.verifiableCredential.proof
    const broken = { ...body.verifiableCredential, proof: [{ ...first, created: '2020-01-01T00:00:00Z' }, ours] }
    expect((await verify(app, broken)).body.code).toBe('not_verified')
  })

  it('leaves out mandatoryPointers with a warning', async () => {
    const { status, body } = await issue(app, tenant, aCredential({ issuer }), { mandatoryPointers: ['/issuer'] })
    expect([status, body.warnings]).toEqual([201, [expect.objectContaining({ code: 'OPTION_IGNORED' })]])
  })

  it('issues a badge that software not written here verifies', async () => {
    const { status, body } = await issue(app, tenant, aBadgeBy(issuer))
    expect(status).toBe(201)
    expect(await verifyWithDigitalBazaar(body.verifiableCredential, { documents: {} })).toEqual({
      verified: true,
      errors: [],
    })
    const report = await app.request('POST', '/v1/verifications', { body: { credential: body.verifiableCredential } })
    expect(report.body.outcome).toBe('verified')
  })

  it.each<[string, (badge: JsonObject) => JsonObject, string]>([
    [
      'EXT-04: an unknown member of a closed class',
      (badge) =>
        withSubject(badge, {
          identifier: [
            {
              type: 'IdentityObject',
              hashed: false,
              identityHash: 'a@b.c',
              identityType: 'emailAddress',
              nickname: 'A',
            },
          ],
        }),
      '/credential/credentialSubject/identifier/0',
    ],
    [
      'a badge without its achievement',
      (badge) => withSubject(badge, { achievement: undefined }),
      '/credential/credentialSubject/achievement',
    ],
    ['a badge without validFrom', ({ validFrom: _, ...badge }) => badge, '/credential/validFrom'],
    [
      'a badge under the plain context',
      (badge) => ({ ...badge, '@context': ['https://www.w3.org/ns/credentials/v2'] }),
      '/credential/@context',
    ],
  ])('refuses %s', async (_, change, pointer) => {
    const { status, body } = await issue(app, tenant, change(aBadgeBy(issuer)))
    expect([status, body.code]).toEqual([400, 'document_refused'])
    expect(body.errors.map((error: { pointer: string }) => error.pointer)).toEqual(
      expect.arrayContaining([expect.stringContaining(pointer)]),
    )
  })

  it.each<[string, JsonObject, string]>([
    ['an undefined term', { unheardOf: 'x' }, 'JSONLD_UNDEFINED_TERM'],
    ['a relative type', { type: ['VerifiableCredential', 'Unmapped'] }, 'JSONLD_UNDEFINED_TERM'],
    [
      'a relative id inside',
      { evidence: { type: 'https://a.b/#E', ['https://a.b/#of']: { '@id': 'here' } } },
      'JSONLD_UNDEFINED_TERM',
    ],
    [
      'a type mapped to what is no URL',
      {
        '@context': ['https://www.w3.org/ns/credentials/v2', { Bad: 'https ://not-a-url#Bad' }],
        type: ['VerifiableCredential', 'Bad'],
      },
      'JSONLD_INVALID',
    ],
    [
      'a context that is not known here',
      { '@context': ['https://www.w3.org/ns/credentials/v2', 'https://example.org/v1'] },
      'CONTEXT_UNKNOWN',
    ],
    [
      'a term redefined that a context protects',
      {
        '@context': [
          'https://www.w3.org/ns/credentials/v2',
          { '@protected': true, A: 'https://a.b/#A' },
          { A: 'https://a.b/#B' },
        ],
      },
      'JSONLD_INVALID',
    ],
    [
      'a context that takes back the one before',
      { '@context': ['https://www.w3.org/ns/credentials/v2', { VerifiableCredential: null }] },
      'JSONLD_INVALID',
    ],
  ])('refuses %s', async (_, changes, code) => {
    const { status, body } = await issue(app, tenant, aCredential({ issuer, ...changes }))
    expect([status, body.code, body.errors?.[0]?.code]).toEqual([400, 'document_refused', code])
  })

  it.each<[string, JsonObject]>([
    ['the id of a badge', { id: `${PUBLIC_URL}/credentials/01M81TGFZCX9NJTDPM0MRTQRWQ` }],
    ['the same in capitals', { id: 'HTTPS://BADGES.EXAMPLE.ORG/credentials/1' }],
    ['the same by a detour', { id: `${PUBLIC_URL}:443/x/..//%63redentials/1` }],
    ['the same with a name before the host', { id: 'https://me@badges.example.org/credentials/1' }],
    [
      'an achievement that is named by a map of ids',
      {
        '@context': ['https://www.w3.org/ns/credentials/v2', { of: { '@id': 'https://a.b/#of', '@container': '@id' } }],
        credentialSubject: { of: { [`${PUBLIC_URL}/achievements/1/1`]: { 'https://a.b/#c': 1 } } },
      },
    ],
    ['an achievement', { credentialSubject: { 'https://a.b/#achievement': { id: `${PUBLIC_URL}/achievements/1/1` } } }],
    ['a status list', { credentialStatus: { type: 'https://a.b/#S', id: `${PUBLIC_URL}/status/1#5` } }],
    [
      'a prefix that leads here',
      { '@context': ['https://www.w3.org/ns/credentials/v2', { us: `${PUBLIC_URL}/` }], id: 'us:credentials/1' },
    ],
    [
      'part of such a prefix',
      { '@context': ['https://www.w3.org/ns/credentials/v2', { us: { '@id': 'https://badges', '@prefix': true } }] },
    ],
    ['a base for relative ids', { '@context': ['https://www.w3.org/ns/credentials/v2', { '@base': 'https://a.b/' }] }],
  ])('refuses %s: nothing may pose as a badge that peers gave', async (_, changes) => {
    const { status, body } = await issue(app, tenant, aCredential({ issuer, ...changes }))
    expect([status, body.code]).toEqual([400, 'reserved_address'])
  })

  it('takes an address of the community itself', async () => {
    const credential = aCredential({ issuer, credentialSubject: { id: `${PUBLIC_URL}/communities/weavers` } })
    expect((await issue(app, tenant, credential)).status).toBe(201)
  })

  it.each<[string, () => Promise<string>]>([
    ['somebody else', async () => 'did:example:somebody'],
    ['the community itself', async () => tenant.issuer],
    ['an issuer of another community', async () => createVcIssuer(app, await createVcTenant(app, 'spinners'))],
    ['a DID without an end', async () => `did:key:${'z'.repeat(3000)}`],
  ])('refuses to sign as %s', async (_, name) => {
    const { status, body } = await issue(app, tenant, aCredential({ issuer: await name() }))
    expect([status, body.code]).toEqual([403, 'issuer_not_allowed'])
  })

  const refuse = () => Promise.reject(new Error('nothing may be signed'))

  it('refuses to sign under another base URL than the issuer was made under', async () => {
    const moved = assembleVerification({
      ...app.table,
      keys: { createKey: refuse, sign: refuse },
      publicUrl: 'https://elsewhere.example',
      adminTokenSha256: digests.sha256Hex(ADMIN_TOKEN),
      log: quietLog,
    })
    const answer = await moved.request('/vc-api/credentials/issue', {
      method: 'POST',
      headers: { authorization: `Bearer ${tenant.vcKey}`, 'content-type': 'application/json' },
      body: JSON.stringify({ credential: aCredential({ issuer }) }),
    })
    expect([answer.status, JSON.parse(await answer.text()).code]).toEqual([409, 'base_url_changed'])
  })

  it.each<[string, unknown]>([
    ['a text', 'eyJhbGciOiJFZERTQSJ9.e30.AA'],
    ['a number', 5],
    ['null', null],
    ['a list', [aCredential()]],
    ['true', true],
  ])('refuses a credential that is %s', async (_, credential) => {
    const { status, body } = await issue(app, tenant, credential)
    expect([status, body.code, body.errors[0].pointer]).toEqual([400, 'invalid_request', '/credential'])
  })

  it.each<[string, object]>([
    ['no credential', { options: {} }],
    ['an option that is not known', { credential: aCredential(), options: { veryNew: true } }],
    ['an id that is no URL', { credential: aCredential(), options: { credentialId: 'one' } }],
    ['an id that differs', { credential: aCredential({ id: 'urn:a:1' }), options: { credentialId: 'urn:a:2' } }],
    ['an instant of year -1', { credential: aCredential(), options: { created: '0000-01-01T00:00:00+14:00' } }],
    ['an instant of year 10,000', { credential: aCredential(), options: { created: '9999-12-31T23:59:59-14:00' } }],
    ['an offset of days', { credential: aCredential(), options: { created: '2026-01-01T00:00:00+99:00' } }],
    ['an empty challenge', { credential: aCredential(), options: { challenge: '' } }],
    ['an instant without a zone', { credential: aCredential(), options: { created: '2026-01-01T00:00:00' } }],
    ['an unknown member', { credential: aCredential(), domain: 'x' }],
  ])('refuses %s', async (_, body) => {
    const answer = await app.request('POST', '/vc-api/credentials/issue', { token: tenant.vcKey, body })
    expect([answer.status, answer.body.code]).toEqual([400, 'invalid_request'])
  })

  it('refuses a number that no answer could hold', async () => {
    const body = JSON.stringify({ credential: aCredential({ issuer, 'https://a.b/#n': 'N' }) }).replace('"N"', '1e400')
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${tenant.vcKey}` }
    const answer = await app.fetch(
      new Request(`${PUBLIC_URL}/vc-api/credentials/issue`, { method: 'POST', headers, body }),
    )
    expect([answer.status, await answer.json()]).toMatchObject([400, { code: 'invalid_request' }])
  })

  it('wants the scope by name, and nobody’s but a key', async () => {
    const body = { credential: aCredential({ issuer }) }
    const by = async (token: string | undefined) =>
      (await app.request('POST', '/vc-api/credentials/issue', { body, ...(token ? { token } : {}) })).status
    expect(await by(undefined)).toBe(401)
    expect(await by(ADMIN_TOKEN)).toBe(403)
    expect(await by(tenant.key)).toBe(403)
    expect(await by((await apiKey(app, 'weavers', ['*', 'vc:issue'])).key)).toBe(201)
  })
})

const withSubject = (badge: JsonObject, changes: JsonObject): JsonObject => ({
  ...badge,
  credentialSubject: { ...(badge['credentialSubject'] as JsonObject), ...changes },
})
