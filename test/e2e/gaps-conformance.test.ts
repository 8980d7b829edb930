import { exportJWK, generateKeyPair, SignJWT } from 'jose'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { rdfcProofWriter } from '../../functions/adapters/data-integrity/rdfc-proofs.ts'
import type { JsonObject } from '../../functions/ports/proofs.ts'
import { type VerificationReport, VerificationReportSchema } from '../../schemas/verification-report.ts'
import { startApp, type TestApp } from '../support/app.ts'
import { aBadge, aKey, signedEndorsements } from '../support/badge-shapes.ts'
import { withMember } from '../support/full-badge.ts'
import { verify as verifyByVcApi } from '../support/vc-api.ts'

const SCHEMA_TYPE = '1EdTechJsonSchemaValidator2019'
const EXTENSIONS = 'https://purl.imsglobal.org/spec/ob/v3p0/extensions.json'
const SCHEMA_URL = 'https://guild.example/schema.json'
let app: TestApp
beforeAll(async () => {
  app = await startApp()
})
beforeEach(() => app.web.clear())

async function verify(credential: unknown): Promise<VerificationReport> {
  const { status, body } = await app.request('POST', '/v1/verifications', { body: { credential } })
  expect(status).toBe(200)
  return VerificationReportSchema.parse(body)
}

const troubles = ({ checks }: Pick<VerificationReport, 'checks'>) =>
  checks.filter(({ status }) => status !== 'pass').map(({ id, status, code }) => `${id} ${status} ${code}`)

/** A badge of an issuer that is its own key, with some members set, signed. */
async function signed(...changes: readonly (readonly [pointer: string, value: unknown])[]): Promise<JsonObject> {
  const key = aKey()
  const { credentialStatus: _status, ...badge } = aBadge(key.did)
  const changed = changes.reduce<JsonObject>(
    (document, [pointer, value]) => withMember(document, pointer, value),
    badge,
  )
  return rdfcProofWriter().sign(changed, key.options())
}

describe('a badge that the official tool accepts', () => {
  it('is verified when it is one', async () => {
    expect(await verify(await signed())).toMatchObject({ outcome: 'verified' })
  })

  it('GAP-05, VER-12: is refused when nobody can tell who received it, however well it is signed', async () => {
    const report = await verify(
      await signed(['/credentialSubject/id', undefined], ['/credentialSubject/identifier', undefined]),
    )
    expect(report.outcome).toBe('not-verified')
    expect(troubles(report)).toEqual(['conformance fail SUBJECT_UNIDENTIFIED', 'conformance fail SCHEMA'])
    expect(report.checks.some(({ id, status }) => id === 'proof' && status === 'pass')).toBe(true)
  })

  it('GAP-17, CTX-05: is refused for an endorsement with terms that mean nothing, though only the outer JWT is signed over them', async () => {
    const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true })
    const jwk = await exportJWK(publicKey)
    const issuer = `did:jwk:${Buffer.from(JSON.stringify(jwk)).toString('base64url')}`
    const [endorsement] = await signedEndorsements(1)
    const wrap = (endorsements: readonly JsonObject[]) => {
      const { credentialStatus: _status, ...badge } = aBadge(issuer, endorsements)
      const claims = {
        iss: issuer,
        sub: badge.credentialSubject.id,
        jti: badge.id,
        nbf: Date.parse(badge.validFrom) / 1000,
      }
      return new SignJWT({ ...badge, ...claims })
        .setProtectedHeader({ alg: 'ES256', kid: `${issuer}#0` })
        .sign(privateKey)
    }
    expect(await verify(await wrap([endorsement ?? {}]))).toMatchObject({ outcome: 'verified' })
    const report = await verify(await wrap([{ ...endorsement, undefinedTerm: 'anything' }]))
    expect(report.outcome).toBe('not-verified')
    expect(report.endorsements.flatMap(troubles)).toContain('conformance fail JSONLD_UNDEFINED_TERM')
  })
})

describe('a badge that the official tool ends on', () => {
  it('GAP-06, IS-02: has a verdict when its issuer is a mere address', async () => {
    const key = aKey()
    const report = await verify(await signed(['/issuer', key.did]))
    expect(report.outcome).toBe('not-verified')
    expect(troubles(report)).toContain('conformance fail ISSUER_TYPE')
  })
})

describe('a badge that names schemas', () => {
  const naming = (...ids: readonly string[]) =>
    signed(
      ['/@context', [...aBadge('')['@context'], EXTENSIONS]],
      ['/credentialSchema', ids.map((id) => ({ id, type: SCHEMA_TYPE }))],
    )

  it('SCH-03: is verified when it matches what is there', async () => {
    app.web.set(SCHEMA_URL, { body: '{"required":["name"]}' })
    expect(await verify(await naming(SCHEMA_URL))).toMatchObject({ outcome: 'verified' })
  })

  it('SCH-03: is refused when it does not, or when none is there', async () => {
    app.web.set(SCHEMA_URL, { body: '{"required":["serial"]}' })
    const report = await verify(await naming(SCHEMA_URL, 'https://guild.example/nothing.json'))
    expect(report.outcome).toBe('not-verified')
    expect(troubles(report)).toEqual(['conformance fail SCHEMA', 'conformance fail SCHEMA_UNREACHABLE'])
  })

  it('SCH-03: is undetermined while one cannot be had, and when one is too costly to apply', async () => {
    const report = await verify(await naming('https://nowhere.example/schema.json'))
    expect([report.outcome, ...troubles(report)]).toEqual(['undetermined', 'conformance skip SCHEMA_UNREACHABLE'])
    app.web.set(SCHEMA_URL, { body: '{"properties":{"name":{"pattern":"^(\\\\w+\\\\s?)+$$"}}}' })
    const long = await signed(
      ['/name', `${'weave'.repeat(20)}!`],
      ['/@context', [...aBadge('')['@context'], EXTENSIONS]],
      ['/credentialSchema', [{ id: SCHEMA_URL, type: SCHEMA_TYPE }]],
    )
    expect(troubles(await verify(long))).toEqual(['conformance skip SCHEMA_TOO_COMPLEX'])
  })
})

describe('a correct badge of others', () => {
  const contexts = aBadge('')['@context']

  it('EXT-02, EXT-04: is verified with members of its own, under a context that is written out', async () => {
    const own = { guild: 'https://guild.example/terms#', loom: 'guild:loom' }
    const extended = await signed(['/@context', [...contexts, own]], ['/loom', 'oak'], ['/guild:yarn', 'flax'])
    expect(await verify(extended)).toMatchObject({ outcome: 'verified' })
    expect((await verify({ ...extended, loom: 'pine' })).outcome).toBe('not-verified')
  })

  it('CTX-06: is undetermined when it uses terms that this service does not know', async () => {
    const known = await signed()
    const report = await verify({ ...known, '@context': [...contexts, 'https://guild.example/terms.json'] })
    expect([report.outcome, ...troubles(report)]).toEqual([
      'undetermined',
      'proof skip CONTEXT_UNKNOWN',
      'issuer skip PROOF_FIRST',
    ])
  })

  const LEGACY = [
    'https://www.w3.org/2018/credentials/v1',
    'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.1.json',
    'https://w3id.org/security/data-integrity/v2',
  ]
  const legacy = (...changes: readonly (readonly [string, unknown])[]) =>
    signed(['/@context', LEGACY], ['/validFrom', undefined], ['/issuanceDate', '2026-01-05T10:00:00Z'], ...changes)

  it('GEN-02, AC-20: is verified in the older data model, under older terms, as those it is', async () => {
    const report = await verify(await legacy())
    expect(troubles(report)).toEqual(['conformance warn LEGACY_VCDM11', 'conformance warn OLD_OB_CONTEXT'])
    expect(report.outcome).toBe('verified')
  })

  it('GEN-02, AC-20: is held against its class in the older data model too, whoever asks', async () => {
    const nameless = await legacy(['/name', undefined])
    expect(troubles(await verify(nameless))).toContain('conformance fail SCHEMA')
    expect(await verifyByVcApi(app, nameless)).toMatchObject({ status: 400, body: { code: 'not_verified' } })
    const { status, body } = await verifyByVcApi(app, await legacy())
    expect([status, body.verified]).toEqual([200, true])
    expect(body.warnings).toContainEqual(expect.objectContaining({ code: 'LEGACY_VCDM11' }))
  })
})
