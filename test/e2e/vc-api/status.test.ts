import { beforeAll, describe, expect, it } from 'vitest'
import { startApp, type TestApp } from '../../support/app.ts'
import { aCredential, createVcIssuer, createVcTenant, issue, type VcTenant, verify } from '../../support/vc-api.ts'

let app: TestApp
let tenant: VcTenant
let other: VcTenant
let issuers: readonly string[]

beforeAll(async () => {
  app = await startApp()
  tenant = await createVcTenant(app, 'weavers')
  other = await createVcTenant(app, 'spinners')
  issuers = [
    await createVcIssuer(app, tenant, { credentialStatus: true }),
    await createVcIssuer(app, tenant, { credentialStatus: true, method: 'did:web', cryptosuite: 'ecdsa-rdfc-2019' }),
  ]
})

const change = (body: object, { vcKey } = tenant) =>
  app.request('POST', '/vc-api/credentials/status', { token: vcKey, body })

const listOf = async (url: string) => JSON.parse((await app.request('GET', new URL(url).pathname)).body)

describe('POST /vc-api/credentials/status', () => {
  it('revokes a credential of either kind of issuer at once, and no other', async () => {
    for (const issuer of issuers) {
      const [revoked, kept] = await Promise.all([
        issue(app, tenant, aCredential({ issuer })),
        issue(app, tenant, aCredential({ issuer })),
      ])
      const { id, credentialStatus } = revoked.body.verifiableCredential
      expect(id).toMatch(/^urn:uuid:/)
      expect(credentialStatus).toMatchObject({
        id: `${credentialStatus.statusListCredential}#${credentialStatus.statusListIndex}`,
        type: 'BitstringStatusListEntry',
        statusPurpose: 'revocation',
      })
      expect((await verify(app, revoked.body.verifiableCredential)).status).toBe(200)
      const entry = { type: 'BitstringStatusListEntry', statusPurpose: 'revocation' }
      const changed = await change({ credentialId: id, credentialStatus: entry, status: '1' })
      expect([changed.status, changed.body]).toEqual([200, { credentialId: id, status: 'revoked' }])
      expect((await change({ credentialId: id })).status).toBe(200)
      const refused = await verify(app, revoked.body.verifiableCredential)
      expect([refused.status, refused.body.errors[0].code]).toEqual([400, 'REVOKED'])
      expect((await verify(app, kept.body.verifiableCredential)).status).toBe(200)
    }
  })

  it('lets the community sign the list, not the issuer of the credential', async () => {
    const { body } = await issue(app, tenant, aCredential({ issuer: issuers[0] }))
    const list = await listOf(body.verifiableCredential.credentialStatus.statusListCredential)
    expect([list.issuer, list.proof[0].verificationMethod.split('#')[0]]).toEqual([tenant.issuer, tenant.issuer])
  })

  it('finds out that a credential is not revoked, and takes no revocation back', async () => {
    const { body } = await issue(app, tenant, aCredential({ issuer: issuers[0], id: 'urn:example:one' }))
    const credentialId = body.verifiableCredential.id
    expect((await change({ credentialId, status: false })).body.status).toBe('valid')
    await change({ credentialId, status: true })
    const back = await change({ credentialId, status: '0' })
    expect([back.status, back.body.code]).toEqual([409, 'already_revoked'])
  })

  it.each(['another community', 'nobody'])('does not know the credential of %s', async (whose) => {
    const { body } = await issue(app, tenant, aCredential({ issuer: issuers[0] }))
    const answer =
      whose === 'nobody'
        ? await change({ credentialId: 'urn:example:none' })
        : await change({ credentialId: body.verifiableCredential.id }, other)
    expect([answer.status, answer.body.code]).toEqual([404, 'credential_not_found'])
  })

  it.each([
    {},
    { credentialId: 5 },
    { credentialId: 'urn:a:b', status: 'revoked' },
    { credentialId: 'urn:a:b', credentialStatus: { type: 'Other' } },
  ])('refuses %j', async (body) => {
    expect((await change(body)).body.code).toBe('invalid_request')
  })
})

describe('POST /vc-api/credentials/issue as an issuer with a status', () => {
  it('gives twenty at once twenty different entries', async () => {
    const issued = await Promise.all(
      Array.from({ length: 20 }, () => issue(app, tenant, aCredential({ issuer: issuers[0] }))),
    )
    expect(issued.map(({ status }) => status)).toEqual(Array(20).fill(201))
    expect(new Set(issued.map(({ body }) => body.verifiableCredential.credentialStatus.id)).size).toBe(20)
  })

  it('refuses a second credential under one id', async () => {
    const credential = aCredential({ issuer: issuers[0], id: 'urn:example:twice' })
    expect((await issue(app, tenant, credential)).status).toBe(201)
    const second = await issue(app, tenant, credential)
    expect([second.status, second.body.code]).toEqual([409, 'credential_exists'])
  })

  it('refuses an id so long that its status could never be changed', async () => {
    const credential = aCredential({ issuer: issuers[0], id: `urn:example:${'x'.repeat(2_050)}` })
    const { status, body } = await issue(app, tenant, credential)
    expect([status, body.code, body.errors[0].pointer]).toEqual([400, 'document_refused', '/credential/id'])
  })

  it('gives no entry to what cannot be signed', async () => {
    const credential = aCredential({ issuer: issuers[0], id: 'urn:example:later', unheardOf: 'x' })
    expect((await issue(app, tenant, credential)).body.code).toBe('document_refused')
    const { unheardOf: _, ...mended } = credential
    expect((await issue(app, tenant, mended)).status).toBe(201)
  })

  it('refuses a status of the caller’s own, and the data model that has no such status', async () => {
    const own = aCredential({ issuer: issuers[0], credentialStatus: { type: 'https://a.b/#S' } })
    const old = aCredential({
      '@context': ['https://www.w3.org/2018/credentials/v1'],
      issuer: issuers[0],
      issuanceDate: '2026-01-01T00:00:00Z',
    })
    for (const [credential, pointer] of [
      [own, '/credential/credentialStatus'],
      [old, '/credential/@context/0'],
    ] as const) {
      const { status, body } = await issue(app, tenant, credential)
      expect([status, body.code, body.errors[0].pointer]).toEqual([400, 'document_refused', pointer])
    }
  })
})
