import { beforeAll, describe, expect, it } from 'vitest'
import type { JsonObject } from '../../../functions/ports/proofs.ts'
import { startApp, type TestApp } from '../../support/app.ts'
import { aBadge, aKey } from '../../support/badge-shapes.ts'
import {
  aCredential,
  createVcIssuer,
  createVcTenant,
  issue,
  signAs,
  type VcTenant,
  verify,
  verifyPresentation,
} from '../../support/vc-api.ts'

const AT = '2020-01-01T00:00:00Z'
const LATER = '2999-01-01T00:00:00Z'

let app: TestApp
let tenant: VcTenant
let issuer: string
let credential: JsonObject

beforeAll(async () => {
  app = await startApp()
  tenant = await createVcTenant(app, 'weavers')
  issuer = await createVcIssuer(app, tenant, { method: 'did:web', cryptosuite: 'ecdsa-rdfc-2019', curve: 'P-384' })
  credential = (await issue(app, tenant, aCredential({ issuer, validFrom: AT }))).body.verifiableCredential
})

const codesOf = (body: { errors: { code: string }[] }) => body.errors.map(({ code }) => code)

describe('POST /vc-api/credentials/verify', () => {
  it('says which checks were made', async () => {
    const { status, body } = await verify(app, credential)
    expect([status, body.verified, body.warnings]).toEqual([200, true, []])
    expect(body.checks.map((check: { id: string; status: string }) => `${check.id} ${check.status}`)).toEqual([
      'proof pass',
      'issuer pass',
      'status pass',
      'dates pass',
    ])
  })

  it('is open to every site', async () => {
    const { headers } = await app.request('POST', '/vc-api/credentials/verify', {
      body: { verifiableCredential: credential },
      headers: { origin: 'https://example.com' },
    })
    expect(headers.get('access-control-allow-origin')).toBe('*')
  })

  it.each<[string, (signed: JsonObject) => JsonObject, string]>([
    ['a changed member', (signed) => ({ ...signed, validFrom: '2020-01-02T00:00:00Z' }), 'PROOF_INVALID'],
    ['no proof', ({ proof: _, ...signed }) => signed, 'PROOF_MISSING'],
    ['another issuer', (signed) => ({ ...signed, issuer: 'did:example:other' }), 'ISSUER_KEY_UNBOUND'],
    ['an undefined term', (signed) => ({ ...signed, unheardOf: 'x' }), 'JSONLD_UNDEFINED_TERM'],
  ])('refuses %s', async (_, change, code) => {
    const { status, body } = await verify(app, change(credential))
    expect([status, body.code]).toEqual([400, 'not_verified'])
    expect(codesOf(body)).toContain(code)
    expect(body.errors[0]).toMatchObject({
      pointer: expect.stringMatching(/^\/verifiableCredential/),
      spec: expect.any(String),
    })
  })

  it.each<[string, JsonObject, string]>([
    ['is not valid yet', { validFrom: LATER }, 'NOT_YET_VALID'],
    ['is not valid any more', { validUntil: AT }, 'EXPIRED'],
  ])('refuses one that %s, though its proof holds', async (_, dates, code) => {
    const { body } = await issue(app, tenant, aCredential({ issuer, ...dates }))
    const refused = await verify(app, body.verifiableCredential)
    expect([refused.status, codesOf(refused.body)]).toEqual([400, [code]])
    expect((await verify(app, body.verifiableCredential, '?checks=proof')).status).toBe(200)
  })

  it('refuses one whose key is published elsewhere: it cannot be known', async () => {
    const key = aKey()
    const method = 'did:web:elsewhere.example#key-1'
    const signed = await signAs(key, aCredential({ issuer: 'did:web:elsewhere.example' }), key.options(method))
    const { status, body } = await verify(app, signed)
    expect([status, codesOf(body)]).toEqual([400, expect.arrayContaining(['KEY_UNRESOLVABLE'])])
    const alone = await verify(app, signed, '?checks=proof')
    expect([alone.status, codesOf(alone.body)]).toEqual([400, ['KEY_UNRESOLVABLE']])
    const challenged = await verify(app, signed, '', { challenge: 'c' })
    expect([challenged.status, codesOf(challenged.body)]).toEqual([400, expect.arrayContaining(['KEY_UNRESOLVABLE'])])
    const presentation = await signAs(
      key,
      {
        '@context': ['https://www.w3.org/ns/credentials/v2'],
        type: ['VerifiablePresentation'],
        holder: 'did:web:elsewhere.example',
      },
      { ...key.options(method), proofPurpose: 'authentication' },
    )
    const presented = await verifyPresentation(app, presentation)
    expect([presented.status, codesOf(presented.body)]).toEqual([400, ['KEY_UNRESOLVABLE']])
  })

  it('refuses one whose status list is elsewhere, or of a kind that is not known', async () => {
    const key = aKey()
    const at = (list: string) => ({
      type: 'BitstringStatusListEntry',
      statusPurpose: 'revocation',
      statusListIndex: '5',
      statusListCredential: list,
    })
    for (const credentialStatus of [at('https://elsewhere.example/1'), { type: 'https://a.b/#Status' }]) {
      const { body } = await verify(app, await signAs(key, aCredential({ issuer: key.did, credentialStatus })))
      expect(codesOf(body)).toEqual(['STATUS_UNREACHABLE'])
    }
  })

  it('holds the proof to the challenge and the domain asked for, alone and with every other check', async () => {
    const key = aKey()
    const asked = { challenge: 'once-only', domain: 'shop.example' }
    const signed = await signAs(key, aCredential({ issuer: key.did }), asked)
    for (const query of ['', '?checks=proof']) {
      expect((await verify(app, signed, query, asked)).body).toMatchObject({ verified: true, warnings: [] })
      for (const other of [{ challenge: 'another' }, { domain: 'other.example' }]) {
        const { status, body } = await verify(app, signed, query, { ...asked, ...other })
        expect([status, body.code, codesOf(body)]).toEqual([400, 'not_verified', ['PROOF_INVALID']])
      }
      expect((await verify(app, credential, query, asked)).status).toBe(400)
    }
  })

  it('warns of options that change nothing', async () => {
    const body = { verifiableCredential: credential, options: { checks: ['proof'], trust: 'all' } }
    const answer = await app.request('POST', '/vc-api/credentials/verify', { body })
    expect(answer.body.warnings.map(({ code }: { code: string }) => code)).toEqual(['OPTION_IGNORED', 'OPTION_IGNORED'])
  })

  it.each(['?checks=status', '?checks=', '?checks=proof,dates', '?check=proof'])(
    'refuses the query %s',
    async (query) => {
      const { status, body } = await verify(app, credential, query)
      expect([status, body.code]).toEqual([400, 'invalid_request'])
    },
  )

  it('refuses an enveloped credential with a code of its own', async () => {
    const envelope = {
      '@context': 'https://www.w3.org/ns/credentials/v2',
      type: 'EnvelopedVerifiableCredential',
      id: 'data:application/vc+jwt,e30.e30.AA',
    }
    const { status, body } = await verify(app, envelope)
    expect([status, body.code]).toEqual([400, 'envelope_unsupported'])
  })

  it.each<[string, unknown]>([
    ['a text', 'e30.e30.AA'],
    ['a number', 1],
    ['null', null],
    ['a list', []],
    ['nothing', undefined],
  ])('refuses %s in place of a credential', async (_, value) => {
    for (const query of ['', '?checks=proof']) {
      const { status, body } = await verify(app, value, query)
      expect([status, body.code, body.errors[0].pointer]).toEqual([400, 'invalid_request', '/verifiableCredential'])
    }
  })

  it('refuses a badge that claims to be of this service and is not', async () => {
    const key = aKey()
    const posing = { ...aBadge(key.did), id: 'https://badges.example.org/credentials/01M81TGFZCX9NJTDPM0MRTQRWQ' }
    const { body } = await verify(app, await signAs(key, posing))
    expect(codesOf(body)).toContain('NOT_ISSUED_HERE')
  })
})

describe('POST /vc-api/presentations/verify', () => {
  const holder = aKey()
  const asked = { challenge: 'once-only', domain: 'https://shop.example' }

  const present = (changes: JsonObject = {}, key = holder, options = {}) =>
    signAs(
      key,
      {
        '@context': ['https://www.w3.org/ns/credentials/v2'],
        type: ['VerifiablePresentation'],
        holder: holder.did,
        verifiableCredential: [credential],
        ...changes,
      },
      { proofPurpose: 'authentication', ...asked, ...options },
    )

  it('verifies the holder’s proof and every credential in it', async () => {
    const { status, body } = await verifyPresentation(app, await present(), asked)
    expect([status, body.verified]).toEqual([200, true])
    expect(body.checks[0]).toMatchObject({ id: 'proof', status: 'pass' })
    expect(body.checks[1].pointer).toMatch(/^\/verifiablePresentation\/verifiableCredential\/0/)
  })

  it('takes one that presents nothing, or names no holder', async () => {
    expect((await verifyPresentation(app, await present({ verifiableCredential: [] }))).status).toBe(200)
    expect((await verifyPresentation(app, await present({ holder: undefined }))).status).toBe(200)
    expect((await verifyPresentation(app, await present({ holder: { id: holder.did } }))).status).toBe(200)
  })

  it('takes what the holder asserts of their own without a further proof, and only that', async () => {
    const own = aCredential({ issuer: holder.did, credentialSubject: { id: holder.did } })
    expect((await verifyPresentation(app, await present({ verifiableCredential: [own] }))).status).toBe(200)
    const expired = { ...own, validUntil: AT }
    const late = await verifyPresentation(app, await present({ verifiableCredential: [expired] }))
    expect(codesOf(late.body)).toEqual(['EXPIRED'])
    for (const changes of [
      { verifiableCredential: [aCredential({ issuer })] },
      { verifiableCredential: [own], holder: undefined },
    ]) {
      const refused = await verifyPresentation(app, await present(changes))
      expect(codesOf(refused.body)).toContain('PROOF_MISSING')
    }
  })

  it.each<[string, () => Promise<unknown>, object, string]>([
    ['another challenge', () => present(), { ...asked, challenge: 'another' }, 'PROOF_INVALID'],
    ['another domain', () => present(), { ...asked, domain: 'https://other.example' }, 'PROOF_INVALID'],
    ['a challenge that was not answered', () => present({}, holder, { challenge: undefined }), asked, 'PROOF_INVALID'],
    [
      'a proof for another purpose',
      () => present({}, holder, { proofPurpose: 'assertionMethod' }),
      asked,
      'PROOF_INVALID',
    ],
    ['somebody else’s proof', () => present({}, aKey()), asked, 'ISSUER_KEY_UNBOUND'],
    ['no proof', async () => ({ ...(await present()), proof: undefined }), {}, 'PROOF_MISSING'],
    ['a changed presentation', async () => ({ ...(await present()), id: 'urn:a:b' }), asked, 'PROOF_INVALID'],
    [
      'a credential that does not verify',
      () => present({ verifiableCredential: [credential, { ...credential, validFrom: LATER }] }),
      asked,
      'PROOF_INVALID',
    ],
  ])('refuses %s', async (_, presented, options, code) => {
    const { status, body } = await verifyPresentation(app, await presented(), options)
    expect([status, body.code]).toEqual([400, 'not_verified'])
    expect(codesOf(body)).toContain(code)
  })

  it.each<[string, JsonObject, string]>([
    [
      'an enveloped credential',
      { verifiableCredential: [{ type: 'EnvelopedVerifiableCredential', id: 'data:x,y' }] },
      '/verifiablePresentation/verifiableCredential/0',
    ],
    ['an enveloped presentation', { type: ['EnvelopedVerifiablePresentation'] }, '/verifiablePresentation'],
  ])('refuses %s with a code of its own', async (_, changes, pointer) => {
    const presentation = {
      '@context': ['https://www.w3.org/ns/credentials/v2'],
      type: ['VerifiablePresentation'],
      ...changes,
    }
    const { status, body } = await verifyPresentation(app, presentation)
    expect([status, body.code, body.errors[0].pointer]).toEqual([400, 'envelope_unsupported', pointer])
  })

  it('refuses a hundred and one credentials', async () => {
    const presentation = { type: ['VerifiablePresentation'], verifiableCredential: Array(101).fill({}) }
    expect((await verifyPresentation(app, presentation)).body.code).toBe('invalid_request')
  })

  it.each([
    ['a text', 'e30.e30.AA'],
    ['null', null],
    ['a number', 3],
    ['a list', []],
    ['nothing', undefined],
  ])('refuses %s in place of a presentation', async (_, value) => {
    const { status, body } = await verifyPresentation(app, value)
    expect([status, body.code, body.errors[0].pointer]).toEqual([400, 'invalid_request', '/verifiablePresentation'])
  })
})
