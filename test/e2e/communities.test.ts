import { beforeAll, describe, expect, it } from 'vitest'
import { signingKey } from '../../functions/domain/community/key-lifetime.ts'
import { ADMIN_TOKEN, addMember, apiKey, createCommunity, PUBLIC_URL, startApp, type TestApp } from '../support/app.ts'
import { everyItem } from '../support/every-item.ts'

let app: TestApp
beforeAll(async () => {
  app = await startApp()
})

describe('POST /v1/communities', () => {
  it('creates a community with its issuer DID and answers with an ETag', async () => {
    const { status, body, headers } = await app.request('POST', '/v1/communities', {
      token: ADMIN_TOKEN,
      body: { slug: 'weavers', name: 'Weavers’ Guild', description: 'We weave.', url: 'https://weavers.example' },
    })
    expect(status).toBe(201)
    expect(body).toMatchObject({
      slug: 'weavers',
      name: 'Weavers’ Guild',
      issuer: 'did:web:badges.example.org:communities:weavers',
      foundingPanel: [],
    })
    expect(headers.get('etag')).toBe('"v1"')
    expect(headers.get('cache-control')).toBe('no-store')
  })

  it('keeps a key for proofs and one for JWTs, sealed for the DID of the community', async () => {
    const { issuer } = await createCommunity(app, 'key-keepers')
    const { dynamoCommunityStore } = await import('../../functions/adapters/dynamodb/community-store.ts')
    const store = dynamoCommunityStore({ client: app.table.client, tableName: app.table.tableName, now: app.now })
    const keys = await store.loadIssuerKeys('key-keepers')
    expect(keys).toHaveLength(2)
    const proving = signingKey(keys, 'data-integrity')
    expect(proving?.verificationMethod).toBe(`${issuer}#${proving?.key.publicKeyMultibase}`)
    expect(proving?.key).toMatchObject({ algorithm: 'Ed25519', sealing: 'file' })
    const wrapping = signingKey(keys, 'jwt')
    expect(wrapping?.verificationMethod).toBe(`${issuer}#${wrapping?.id}`)
    expect(wrapping?.key).toMatchObject({ algorithm: 'RSA-2048', sealing: 'file', publicKeyJwk: { kty: 'RSA' } })
  })

  it('refuses a slug that is taken', async () => {
    await createCommunity(app, 'taken')
    const { status, body } = await app.request('POST', '/v1/communities', {
      token: ADMIN_TOKEN,
      body: { slug: 'taken', name: 'Another' },
    })
    expect([status, body.code]).toEqual([409, 'slug_taken'])
  })

  it('answers a repeat under one idempotency key with the same community, also when both arrive at once', async () => {
    const send = () =>
      app.request('POST', '/v1/communities', {
        token: ADMIN_TOKEN,
        body: { slug: 'twice', name: 'Twice' },
        headers: { 'idempotency-key': 'twice-1' },
      })
    const answers = await Promise.all([send(), send()])
    answers.push(await send())
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201])
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1)
  })

  it('refuses an idempotency key that came with another body', async () => {
    const send = (name: string) =>
      app.request('POST', '/v1/communities', {
        token: ADMIN_TOKEN,
        body: { slug: `reused-${name}`, name },
        headers: { 'idempotency-key': 'reused-1' },
      })
    await send('one')
    const { status, body } = await send('two')
    expect([status, body.code]).toEqual([422, 'idempotency_key_reused'])
  })

  it.each([' ', 'with space', 'ünïcode', 'x'.repeat(256)])('refuses the idempotency key %j', async (key) => {
    const { status, body } = await app.request('POST', '/v1/communities', {
      token: ADMIN_TOKEN,
      body: { slug: 'never', name: 'Never' },
      headers: { 'idempotency-key': key },
    })
    expect([status, body.code]).toEqual([400, 'invalid_request'])
  })

  it.each([
    ['Not-A-Slug', '/slug'],
    ['', '/slug'],
    ['two--hyphens', '/slug'],
    ['x'.repeat(64), '/slug'],
  ])('refuses the slug %j and points at it', async (slug, pointer) => {
    const { status, body } = await app.request('POST', '/v1/communities', {
      token: ADMIN_TOKEN,
      body: { slug, name: 'N' },
    })
    expect([status, body.code, body.errors[0].pointer]).toEqual([400, 'invalid_request', pointer])
  })
})

describe('GET and PATCH /v1/communities/{slug}', () => {
  it('shows and changes a community; what is left out stays', async () => {
    const { slug, key } = await createCommunity(app, 'changing', { description: 'Before' })
    const changed = await app.request('PATCH', `/v1/communities/${slug}`, { token: key, body: { name: 'New name' } })
    expect(changed.status).toBe(200)
    expect(changed.headers.get('etag')).toBe('"v2"')
    const { body } = await app.request('GET', `/v1/communities/${slug}`, { token: key })
    expect(body).toMatchObject({ name: 'New name', description: 'Before' })
    expect(body).toEqual(changed.body)
  })

  it('refuses a change of a version that is no longer the current one', async () => {
    const { slug, key } = await createCommunity(app, 'stale-change')
    const change = (etag: string) =>
      app.request('PATCH', `/v1/communities/${slug}`, {
        token: key,
        body: { name: etag },
        headers: { 'if-match': etag },
      })
    expect((await change('"v1"')).status).toBe(200)
    const { status, body } = await change('"v1"')
    expect([status, body.code]).toEqual([412, 'stale'])
    expect((await change('"v7", "v2"')).status).toBe(200)
    expect((await change('*')).status).toBe(200)
    expect((await change('W/"v4"')).status).toBe(412)
    expect((await change('nonsense')).status).toBe(412)
  })

  it('lets exactly one of ten changes of one version through', async () => {
    const { slug, key } = await createCommunity(app, 'racing')
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, index) =>
        app.request('PATCH', `/v1/communities/${slug}`, {
          token: key,
          body: { name: `Name ${index}` },
          headers: { 'if-match': '"v1"' },
        }),
      ),
    )
    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array(9).fill(412)])
  })

  it('takes back every identity provider', async () => {
    const oidc = [{ issuer: 'https://id.example.org', audience: 'app' }]
    const { slug, key } = await createCommunity(app, 'without-sign-in', { oidc })
    const { status, body } = await app.request('PATCH', `/v1/communities/${slug}`, { token: key, body: { oidc: [] } })
    expect([status, 'oidc' in body]).toEqual([200, false])
  })

  it('lets every change through that names no version', async () => {
    const { slug, key } = await createCommunity(app, 'unguarded')
    const answers = await Promise.all(
      Array.from({ length: 6 }, (_, index) =>
        app.request('PATCH', `/v1/communities/${slug}`, { token: key, body: { name: `Name ${index}` } }),
      ),
    )
    expect(answers.map(({ status }) => status)).toEqual(Array(6).fill(200))
    expect(new Set(answers.map(({ headers }) => headers.get('etag'))).size).toBe(6)
  })

  it('takes a founding panel of three members, and nobody else', async () => {
    const tenant = await createCommunity(app, 'panel')
    const other = await createCommunity(app, 'panel-other')
    const panel = await Promise.all(['A', 'B', 'C'].map((name) => addMember(app, tenant, { name })))
    const stranger = await addMember(app, other)
    const change = (foundingPanel: readonly string[]) =>
      app.request('PATCH', '/v1/communities/panel', { token: tenant.key, body: { foundingPanel } })
    expect((await change(panel)).body.foundingPanel).toEqual(panel)
    const withStranger = await change([...panel, stranger])
    expect([withStranger.status, withStranger.body.errors]).toEqual([
      400,
      [{ pointer: '/foundingPanel/3', detail: 'is no member of this community' }],
    ])
    const repeated = await change([panel[0] ?? '', panel[0] ?? '', panel[1] ?? ''])
    expect(repeated.body.errors).toEqual([{ pointer: '/foundingPanel/1', detail: 'is named twice' }])
    expect((await change(panel.slice(0, 2))).body.errors[0].pointer).toBe('/foundingPanel')
  })
})

describe('API keys', () => {
  it('shows a key once and keeps only its hash', async () => {
    const { slug, key, keyId } = await createCommunity(app, 'hashed')
    expect(key).toMatch(/^pb_[0-9A-HJKMNP-TV-Z]{26}_[A-Za-z0-9_-]{43}$/)
    const { body } = await app.request('GET', `/v1/communities/${slug}/api-keys`, { token: key })
    expect(body.items).toEqual([
      { id: keyId, name: '*', scopes: ['*'], createdAt: expect.any(String), lastUsedAt: expect.any(String) },
    ])
    expect(JSON.stringify(await everyItem(app.table))).not.toContain(key.split('_').slice(2).join('_'))
  })

  it('does not show the key again when its creation is repeated', async () => {
    const { slug } = await createCommunity(app, 'once-only')
    const send = () =>
      app.request('POST', `/v1/communities/${slug}/api-keys`, {
        token: ADMIN_TOKEN,
        body: { name: 'app', scopes: ['members:read', 'members:read'] },
        headers: { 'idempotency-key': 'key-1' },
      })
    const first = await send()
    const second = await send()
    expect([first.status, second.status]).toEqual([201, 201])
    expect(first.body.scopes).toEqual(['members:read'])
    expect(second.body).toEqual({ ...first.body, key: undefined })
  })

  it('is not made for a community that does not exist', async () => {
    const { status, body } = await app.request('POST', '/v1/communities/nowhere/api-keys', {
      token: ADMIN_TOKEN,
      body: { name: 'app', scopes: ['*'] },
    })
    expect([status, body.code]).toEqual([404, 'community_not_found'])
  })

  it('ends when it is revoked, within 30 seconds everywhere, and stays listed', async () => {
    const { slug, key } = await createCommunity(app, 'revoking')
    const leaked = await apiKey(app, slug, ['community:read'])
    const use = () => app.request('GET', `/v1/communities/${slug}`, { token: leaked.key })
    expect((await use()).status).toBe(200)
    const revoke = () => app.request('DELETE', `/v1/communities/${slug}/api-keys/${leaked.id}`, { token: key })
    const revoked = await revoke()
    expect([revoked.status, revoked.body.revokedAt]).toEqual([200, expect.any(String)])
    app.advanceSeconds(31)
    const refused = await use()
    expect([refused.status, refused.body.code]).toEqual([401, 'unauthenticated'])
    expect(refused.headers.get('www-authenticate')).toBe('Bearer realm="peerbadge", error="invalid_token"')
    expect((await revoke()).body.revokedAt).toBe(revoked.body.revokedAt)
  })

  it('of another community cannot be revoked', async () => {
    const { key } = await createCommunity(app, 'revoker')
    const other = await createCommunity(app, 'revoked-not')
    const { status, body } = await app.request('DELETE', `/v1/communities/revoker/api-keys/${other.keyId}`, {
      token: key,
    })
    expect([status, body.code]).toEqual([404, 'api_key_not_found'])
    expect((await app.request('GET', '/v1/communities/revoked-not', { token: other.key })).status).toBe(200)
  })

  it('notes its use at most once a minute', async () => {
    const { slug, key } = await createCommunity(app, 'touched')
    const lastUse = async () =>
      (await app.request('GET', `/v1/communities/${slug}/api-keys`, { token: key })).body.items[0].lastUsedAt
    const first = await lastUse()
    app.advanceSeconds(35)
    expect(await lastUse()).toBe(first)
    app.advanceSeconds(35)
    expect(await lastUse()).not.toBe(first)
  })

  it.each([[[]], [['everything']]])('is not made with the scopes %j', async (scopes) => {
    const { status, body } = await app.request('POST', '/v1/communities/taken/api-keys', {
      token: ADMIN_TOKEN,
      body: { name: 'app', scopes },
    })
    expect([status, body.code]).toEqual([400, 'invalid_request'])
  })
})

describe('GET /openapi.json and /docs', () => {
  it('serves the description with this server, and a page for people that explains every problem', async () => {
    const { body, headers } = await app.request('GET', '/openapi.json')
    expect([body.openapi, body.servers]).toEqual(['3.1.0', [{ url: PUBLIC_URL }]])
    expect(headers.get('access-control-allow-origin')).toBe('*')
    const docs = await app.request('GET', '/docs')
    expect(docs.headers.get('content-type')).toContain('text/html')
    expect(docs.body).toContain('id="createCommunity"')
    expect(docs.body).not.toContain('<script')
    const problems = await app.request('GET', '/docs/problems')
    const { body: problem } = await app.request('GET', '/v1/nothing-here')
    expect(problem.type).toBe(`${PUBLIC_URL}/docs/problems#not_found`)
    expect(problems.body).toContain('id="not_found"')
    expect((await app.request('GET', '/healthz')).body).toEqual({ status: 'ok' })
  })
})
