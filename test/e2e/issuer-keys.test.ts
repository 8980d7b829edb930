import { beforeAll, describe, expect, it } from 'vitest'
import { ADMIN_TOKEN, type Answer, addMember, apiKey, createCommunity, startApp, type TestApp } from '../support/app.ts'

let app: TestApp
beforeAll(async () => {
  app = await startApp()
})

type Tenant = Awaited<ReturnType<typeof createCommunity>>

const keysOf = async ({ slug, key }: Tenant) =>
  (await app.request('GET', `/v1/communities/${slug}/keys`, { token: key })).body.items
const signingKeyOf = async (tenant: Tenant, use: 'data-integrity' | 'jwt') =>
  (await keysOf(tenant)).find((key: { use: string; signs: boolean }) => key.use === use && key.signs)
const rotate = ({ slug, key }: Tenant, body: unknown, headers: Record<string, string> = {}) =>
  app.request('POST', `/v1/communities/${slug}/keys`, { token: key, body, headers })
const compromise = ({ slug, key }: Tenant, id: string, body: unknown, headers: Record<string, string> = {}) =>
  app.request('POST', `/v1/communities/${slug}/keys/${id}/compromise`, { token: key, body, headers })
const codes = ({ status, body }: Answer) => [status, body.code]
const anHourAgo = () => new Date(Date.parse(app.now()) - 3_600_000).toISOString()

describe('GET /v1/communities/{slug}/keys', () => {
  it('KEY-10: lists the public halves of both keys, and nothing of how the private ones are kept', async () => {
    const tenant = await createCommunity(app, 'listed')
    const keys = await keysOf(tenant)
    const byUse = keys.toSorted((a: { use: string }, b: { use: string }) => (a.use < b.use ? -1 : 1))
    expect(byUse).toMatchObject([
      { use: 'data-integrity', algorithm: 'Ed25519', signs: true, publicKeyMultibase: expect.stringMatching(/^z6Mk/) },
      { use: 'jwt', algorithm: 'RSA-2048', signs: true, publicKeyJwk: { kty: 'RSA', e: 'AQAB' } },
    ])
    expect(JSON.stringify(keys)).not.toMatch(/seal|"d"|"p"|"q"/)
  })

  it('is not found for a community that does not exist, nor with the key of another', async () => {
    const tenant = await createCommunity(app, 'curious')
    await createCommunity(app, 'private-one')
    const { slug: _, ...rest } = tenant
    expect(codes(await rotate({ ...rest, slug: 'private-one' }, { use: 'jwt' }))).toEqual([404, 'community_not_found'])
    const answer = await app.request('GET', '/v1/communities/private-one/keys', { token: tenant.key })
    expect(codes(answer)).toEqual([404, 'community_not_found'])
  })

  it('needs the scope keys:read to read and keys:write to change', async () => {
    const { slug } = await createCommunity(app, 'scoped')
    const reader = await apiKey(app, slug, ['keys:read'])
    const list = await app.request('GET', `/v1/communities/${slug}/keys`, { token: reader.key })
    expect(list.status).toBe(200)
    const add = await app.request('POST', `/v1/communities/${slug}/keys`, { token: reader.key, body: { use: 'jwt' } })
    expect(codes(add)).toEqual([403, 'insufficient_scope'])
  })
})

describe('POST /v1/communities/{slug}/keys', () => {
  it('KEY-09: makes the key that signs and retires the one before, which stays listed', async () => {
    const tenant = await createCommunity(app, 'rotating')
    const before = await signingKeyOf(tenant, 'data-integrity')
    const { status, body } = await rotate(tenant, { use: 'data-integrity' })
    expect([status, body.use, body.algorithm, body.signs]).toEqual([201, 'data-integrity', 'Ed25519', true])
    expect(body.verificationMethod).toBe(`${tenant.issuer}#${body.publicKeyMultibase}`)
    const keys = await keysOf(tenant)
    expect(keys.find(({ id }: { id: string }) => id === before.id)).toMatchObject({
      signs: false,
      retiredAt: body.createdAt,
    })
    expect((await signingKeyOf(tenant, 'data-integrity')).id).toBe(body.id)
    expect((await signingKeyOf(tenant, 'jwt')).algorithm).toBe('RSA-2048')
  })

  it.each([
    ['data-integrity', 'P-256', /^zDn/],
    ['jwt', 'P-256', undefined],
    ['jwt', 'RSA-2048', undefined],
  ] as const)('makes a key for %s of the kind %s', async (use, algorithm, multibase) => {
    const tenant = await createCommunity(app, `kind-${use}-${algorithm}`.toLowerCase())
    const { status, body } = await rotate(tenant, { use, algorithm })
    expect([status, body.algorithm]).toEqual([201, algorithm])
    if (multibase) expect(body.publicKeyMultibase).toMatch(multibase)
    else expect(body.publicKeyJwk.kty).toBe(algorithm === 'P-256' ? 'EC' : 'RSA')
  })

  it('gives each of ten at once a key, of which exactly one signs', async () => {
    const tenant = await createCommunity(app, 'racing-keys')
    const answers = await Promise.all(Array.from({ length: 10 }, () => rotate(tenant, { use: 'data-integrity' })))
    expect(answers.map(({ status }) => status)).toEqual(Array(10).fill(201))
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(10)
    const keys = (await keysOf(tenant)).filter(({ use }: { use: string }) => use === 'data-integrity')
    expect(keys).toHaveLength(11)
    expect(keys.filter(({ signs }: { signs: boolean }) => signs)).toHaveLength(1)
  })

  it('makes one key for repeats under one idempotency key, also at once, and none for another body', async () => {
    const tenant = await createCommunity(app, 'repeating')
    const send = (body: unknown) => rotate(tenant, body, { 'idempotency-key': 'rotation-1' })
    const answers = await Promise.all([
      send({ use: 'jwt', algorithm: 'P-256' }),
      send({ use: 'jwt', algorithm: 'P-256' }),
    ])
    answers.push(await send({ use: 'jwt', algorithm: 'P-256' }))
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201])
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1)
    expect(codes(await send({ use: 'data-integrity' }))).toEqual([422, 'idempotency_key_reused'])
    expect(await keysOf(tenant)).toHaveLength(3)
  })

  it.each([
    [{}, '/use'],
    [{ use: 'authentication' }, '/use'],
    [{ use: 'data-integrity', algorithm: 'RSA-2048' }, '/algorithm'],
    [{ use: 'jwt', algorithm: 'Ed25519' }, '/algorithm'],
    [{ use: 'jwt', algorithm: 'P-384' }, '/algorithm'],
    [{ use: 'jwt', id: 'mine' }, '/id'],
  ])('refuses %j and points at it', async (body, pointer) => {
    const tenant = await createCommunity(
      app,
      `refused-${JSON.stringify(body).length}-${pointer.length}-${Object.keys(body).length}`,
    )
    const answer = await rotate(tenant, body)
    expect([...codes(answer), answer.body.errors[0].pointer]).toEqual([400, 'invalid_request', pointer])
    expect(await keysOf(tenant)).toHaveLength(2)
  })

  it('is not for the administrator, nor for facilitators', async () => {
    const tenant = await createCommunity(app, 'owners-only')
    const asAdministrator = await app.request('POST', '/v1/communities/owners-only/keys', {
      token: ADMIN_TOKEN,
      body: { use: 'jwt' },
    })
    expect(codes(asAdministrator)).toEqual([403, 'forbidden'])
    const facilitator = await addMember(app, tenant, { role: 'facilitator' })
    const acting = await app.request('POST', '/v1/communities/owners-only/keys', {
      token: tenant.key,
      actingFor: facilitator,
      body: { use: 'jwt' },
    })
    expect(codes(acting)).toEqual([403, 'forbidden'])
  })
})

describe('POST /v1/communities/{slug}/keys/{key}/compromise', () => {
  it('KEY-09: marks the key from an instant on and puts another of its kind in its place, as one', async () => {
    const tenant = await createCommunity(app, 'robbed')
    await rotate(tenant, { use: 'data-integrity', algorithm: 'P-256' })
    const stolen = await signingKeyOf(tenant, 'data-integrity')
    const at = anHourAgo()
    const { status, body } = await compromise(tenant, stolen.id, { at, reason: 'A laptop was stolen.' })
    expect(status).toBe(200)
    expect(body.compromised).toMatchObject({
      id: stolen.id,
      signs: false,
      compromisedAt: at,
      compromiseReason: 'A laptop was stolen.',
    })
    expect(body.signing).toMatchObject({ use: 'data-integrity', algorithm: 'P-256', signs: true })
    expect((await signingKeyOf(tenant, 'data-integrity')).id).toBe(body.signing.id)
  })

  it('makes no other key for one that was retired before', async () => {
    const tenant = await createCommunity(app, 'robbed-late')
    const old = await signingKeyOf(tenant, 'jwt')
    const { body: present } = await rotate(tenant, { use: 'jwt' })
    const { body } = await compromise(tenant, old.id, { at: anHourAgo() })
    expect(body.signing.id).toBe(present.id)
    expect(body.compromised.retiredAt).toBe(present.createdAt)
    expect(await keysOf(tenant)).toHaveLength(3)
  })

  it('takes an earlier instant later on, the same one again, and never a later one', async () => {
    const tenant = await createCommunity(app, 'digging')
    const { id } = await signingKeyOf(tenant, 'data-integrity')
    expect((await compromise(tenant, id, { at: '2026-03-01T12:00:00Z' })).body.compromised.compromisedAt).toBe(
      '2026-03-01T12:00:00.000Z',
    )
    const keys = await keysOf(tenant)
    expect((await compromise(tenant, id, { at: '2026-03-01T12:00:00.000Z' })).status).toBe(200)
    expect(codes(await compromise(tenant, id, { at: '2026-03-01T12:00:01Z' }))).toEqual([
      409,
      'key_compromised_earlier',
    ])
    const earlier = await compromise(tenant, id, { at: '2026-02-01T12:00:00Z' })
    expect(earlier.body.compromised.compromisedAt).toBe('2026-02-01T12:00:00.000Z')
    expect(await keysOf(tenant)).toHaveLength(keys.length)
  })

  it('puts one key in its place when ten report it at once', async () => {
    const tenant = await createCommunity(app, 'robbed-in-public')
    const { id } = await signingKeyOf(tenant, 'data-integrity')
    const at = anHourAgo()
    const answers = await Promise.all(Array.from({ length: 10 }, () => compromise(tenant, id, { at })))
    expect(answers.map(({ status }) => status)).toEqual(Array(10).fill(200))
    expect(new Set(answers.map(({ body }) => body.signing.id)).size).toBe(1)
    expect(await keysOf(tenant)).toHaveLength(3)
  })

  it('leaves one key that signs when rotation and report meet', async () => {
    const tenant = await createCommunity(app, 'busy-day')
    const { id } = await signingKeyOf(tenant, 'data-integrity')
    const reports = Array.from({ length: 3 }, () => compromise(tenant, id, { at: anHourAgo() }))
    const rotations = Array.from({ length: 3 }, () => rotate(tenant, { use: 'data-integrity' }))
    const answers = await Promise.all([...reports, ...rotations])
    expect(answers.every(({ status, body }) => status < 300 || body.code === 'key_compromised_earlier')).toBe(true)
    const signing = (await keysOf(tenant)).filter(
      ({ use, signs }: { use: string; signs: boolean }) => use === 'data-integrity' && signs,
    )
    expect(signing).toHaveLength(1)
    expect(signing[0].id).not.toBe(id)
  })

  it('answers a repeat under one idempotency key alike, and refuses the key for another instant', async () => {
    const tenant = await createCommunity(app, 'robbed-twice')
    const { id } = await signingKeyOf(tenant, 'jwt')
    const headers = { 'idempotency-key': 'theft-1' }
    const first = await compromise(tenant, id, { at: '2026-03-01T12:00:00Z' }, headers)
    expect((await compromise(tenant, id, { at: '2026-03-01T12:00:00Z' }, headers)).body).toEqual(first.body)
    expect(codes(await compromise(tenant, id, { at: '2026-01-01T12:00:00Z' }, headers))).toEqual([
      422,
      'idempotency_key_reused',
    ])
  })

  it('refuses an instant in the future, one that is none, and one without a zone', async () => {
    const tenant = await createCommunity(app, 'clairvoyant')
    const { id } = await signingKeyOf(tenant, 'data-integrity')
    for (const at of [new Date(Date.parse(app.now()) + 60_000).toISOString(), 'yesterday', '2026-03-01T12:00:00']) {
      const answer = await compromise(tenant, id, { at })
      expect([...codes(answer), answer.body.errors[0].pointer]).toEqual([400, 'invalid_request', '/at'])
    }
    expect((await keysOf(tenant)).every(({ signs }: { signs: boolean }) => signs)).toBe(true)
  })

  it('does not find a key of another community, nor one that never was', async () => {
    const [tenant, other] = await Promise.all([createCommunity(app, 'mine-1'), createCommunity(app, 'theirs-1')])
    const theirs = await signingKeyOf(other, 'data-integrity')
    for (const id of [theirs.id, 'A'.repeat(43)])
      expect(codes(await compromise(tenant, id, { at: anHourAgo() }))).toEqual([404, 'issuer_key_not_found'])
    expect((await signingKeyOf(other, 'data-integrity')).id).toBe(theirs.id)
  })
})
