import { beforeAll, describe, expect, it } from 'vitest'
import { addMember, createCommunity, startApp, type TestApp } from '../support/app.ts'

let app: TestApp
let weavers: Awaited<ReturnType<typeof createCommunity>>
const MEMBERS = '/v1/communities/weavers/members'

beforeAll(async () => {
  app = await startApp()
  weavers = await createCommunity(app, 'weavers')
})

const add = (body: unknown, actingFor?: string, headers = {}) =>
  app.request('POST', MEMBERS, { token: weavers.key, actingFor, body, headers })

describe('POST /v1/communities/{slug}/members', () => {
  it('adds a plain member with what is known of them', async () => {
    const member = {
      externalId: 'u-17',
      name: 'Asha',
      circles: ['monday', 'monday'],
      identifiers: [{ type: 'emailAddress', value: 'asha@example.org' }],
    }
    const { status, body } = await add(member)
    expect(status).toBe(201)
    expect(body).toMatchObject({ ...member, circles: ['monday'], role: 'member' })
  })

  it('answers with the member the community already has, and writes nothing', async () => {
    const first = await add({ externalId: 'u-18', name: 'Ben' })
    const again = await add({ externalId: 'u-18', name: 'Benjamin' })
    expect([first.status, again.status]).toEqual([201, 200])
    expect(again.body).toEqual(first.body)
  })

  it('adds one member when ten requests with one external id arrive at once', async () => {
    const answers = await Promise.all(Array.from({ length: 10 }, () => add({ externalId: 'u-19', name: 'Cara' })))
    expect(answers.map(({ status }) => status).sort()).toEqual([...Array(9).fill(200), 201])
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1)
  })

  it('takes the same external id in another community', async () => {
    const tenant = await createCommunity(app, 'spinners')
    const here = await addMember(app, weavers, { externalId: 'shared' })
    const there = await addMember(app, tenant, { externalId: 'shared' })
    expect(here).not.toBe(there)
  })

  it('adds one member under one idempotency key, and answers 201 both times', async () => {
    const headers = { 'idempotency-key': 'member-1' }
    const answers = await Promise.all([
      add({ name: 'Dora' }, undefined, headers),
      add({ name: 'Dora' }, undefined, headers),
    ])
    expect(answers.map(({ status }) => status)).toEqual([201, 201])
    expect(answers[0]?.body).toEqual(answers[1]?.body)
  })

  it('refuses an identity that another member signs in with', async () => {
    const oidc = { issuer: 'https://id.example.org', subject: 'sub-1' }
    await add({ name: 'Eve', oidc })
    const { status, body } = await add({ name: 'Mallory', oidc })
    expect([status, body.code]).toEqual([409, 'member_identity_taken'])
  })

  it('lets an owner give a role, and a facilitator not', async () => {
    const owner = await addMember(app, weavers, { name: 'Owner', role: 'owner' })
    const facilitator = await addMember(app, weavers, { name: 'Facilitator', role: 'facilitator' })
    expect((await add({ name: 'F', role: 'facilitator' }, owner)).status).toBe(201)
    expect((await add({ name: 'M' }, facilitator)).status).toBe(201)
    const { status, body } = await add({ name: 'F', role: 'owner' }, facilitator)
    expect([status, body.code]).toEqual([403, 'forbidden'])
  })

  it('refuses to act for somebody who is no member of the community', async () => {
    const other = await createCommunity(app, 'dyers')
    const stranger = await addMember(app, other)
    for (const actingFor of [stranger, '01ARZ3NDEKTSV4RRFFQ69G5FAV', 'nobody']) {
      const { status, body } = await add({ name: 'X' }, actingFor)
      expect([status, body.code]).toEqual([403, 'acting_member_mismatch'])
    }
  })
})

describe('GET /v1/communities/{slug}/members', () => {
  it('pages through all members once, oldest first, by Link and by cursor', async () => {
    const tenant = await createCommunity(app, 'paged')
    const ids: string[] = []
    for (let index = 0; index < 5; index++) {
      app.advanceSeconds(1)
      ids.push(await addMember(app, tenant, { name: `Member ${index}` }))
    }
    const seen: string[] = []
    let path: string | undefined = '/v1/communities/paged/members?limit=2'
    while (path) {
      const { body, headers } = await app.request('GET', path, { token: tenant.key })
      seen.push(...body.items.map(({ id }: { id: string }) => id))
      const link = headers.get('link')
      expect(link === null).toBe(body.next === undefined)
      path = /<https:\/\/badges\.example\.org([^>]+)>; rel="next"/.exec(link ?? '')?.[1]
    }
    expect(seen).toEqual(ids)
  })

  it.each(['0', '101', '-1', '1.5', 'ten', ''])('refuses the limit %j', async (limit) => {
    const { status, body } = await app.request('GET', `${MEMBERS}?limit=${limit}`, { token: weavers.key })
    expect([status, body.code]).toEqual([400, 'invalid_request'])
    expect(body.detail).toContain('limit')
  })

  it('refuses a cursor that is not of this list, and a parameter it does not know', async () => {
    const tenant = await createCommunity(app, 'cursors')
    await addMember(app, tenant)
    app.advanceSeconds(1)
    await addMember(app, tenant)
    const { body: page } = await app.request('GET', '/v1/communities/cursors/members?limit=1', { token: tenant.key })
    for (const cursor of ['nonsense', encodeURIComponent(page.next)]) {
      const { status, body } = await app.request('GET', `${MEMBERS}?cursor=${cursor}`, { token: weavers.key })
      expect([status, body.code]).toEqual([400, 'invalid_cursor'])
    }
    const { status, body } = await app.request('GET', `${MEMBERS}?page=2`, { token: weavers.key })
    expect([status, body.detail]).toEqual([400, 'The query parameter "page" is not known here.'])
  })
})

describe('GET /v1/communities/{slug}/members/{member}', () => {
  it('shows a member to leaders and to themself, and to no other member', async () => {
    const asha = await addMember(app, weavers, { name: 'Asha' })
    const ben = await addMember(app, weavers, { name: 'Ben' })
    const read = (actingFor?: string) => app.request('GET', `${MEMBERS}/${asha}`, { token: weavers.key, actingFor })
    expect((await read()).body.name).toBe('Asha')
    expect((await read(asha)).body.name).toBe('Asha')
    const { status, body } = await read(ben)
    expect([status, body.code]).toEqual([404, 'member_not_found'])
  })

  it.each(['01ARZ3NDEKTSV4RRFFQ69G5FAV', 'nobody', '%2fx', 'x'.repeat(3000)])('knows no member %j', async (id) => {
    const { status, body } = await app.request('GET', `${MEMBERS}/${id}`, { token: weavers.key })
    expect([status, body.code]).toEqual([404, 'member_not_found'])
  })

  it('answers alike for a member of another community', async () => {
    const other = await createCommunity(app, 'potters')
    const stranger = await addMember(app, other)
    const { status, body } = await app.request('GET', `${MEMBERS}/${stranger}`, { token: weavers.key })
    expect([status, body.code]).toEqual([404, 'member_not_found'])
  })
})

describe('PATCH /v1/communities/{slug}/members/{member}', () => {
  const change = (id: string, body: unknown, actingFor?: string, headers = {}) =>
    app.request('PATCH', `${MEMBERS}/${id}`, { token: weavers.key, actingFor, body, headers })

  it('changes what is named and keeps the rest', async () => {
    const id = await addMember(app, weavers, { name: 'Before', circles: ['monday'] })
    const { status, body, headers } = await change(id, { name: 'After' })
    expect([status, headers.get('etag')]).toEqual([200, '"v2"'])
    expect(body).toMatchObject({ name: 'After', circles: ['monday'] })
  })

  it('refuses a change of an older version', async () => {
    const id = await addMember(app, weavers)
    await change(id, { name: 'Once' })
    const { status, body } = await change(id, { name: 'Twice' }, undefined, { 'if-match': '"v1"' })
    expect([status, body.code]).toEqual([412, 'stale'])
  })

  it('keeps what each of two changes at once names, when neither names a version', async () => {
    const id = await addMember(app, weavers)
    const answers = await Promise.all([change(id, { name: 'Ana' }), change(id, { circles: ['monday'] })])
    expect(answers.map(({ status }) => status)).toEqual([200, 200])
    const { body } = await app.request('GET', `${MEMBERS}/${id}`, { token: weavers.key })
    expect(body).toMatchObject({ name: 'Ana', circles: ['monday'] })
  })

  it('lets a facilitator change plain members and themself, but no owner and no roles', async () => {
    const owner = await addMember(app, weavers, { name: 'Owner', role: 'owner' })
    const facilitator = await addMember(app, weavers, { name: 'Facilitator', role: 'facilitator' })
    const plain = await addMember(app, weavers, { name: 'Plain' })
    expect((await change(plain, { name: 'Changed' }, facilitator)).status).toBe(200)
    expect((await change(facilitator, { name: 'Me' }, facilitator)).status).toBe(200)
    expect((await change(plain, { role: 'member' }, facilitator)).status).toBe(200)
    for (const [id, body] of [
      [owner, { oidc: { issuer: 'https://id.example.org', subject: 'mallory' } }],
      [facilitator, { role: 'owner' }],
      [plain, { role: 'facilitator' }],
    ] as const) {
      const { status, body: problem } = await change(id, body, facilitator)
      expect([status, problem.code]).toEqual([403, 'forbidden'])
    }
  })

  it('ends that a member can sign in, and frees the identity', async () => {
    const oidc = { issuer: 'https://id.example.org', subject: 'leaver' }
    const id = await addMember(app, weavers, { oidc })
    const { status, body } = await change(id, { oidc: null })
    expect([status, 'oidc' in body]).toEqual([200, false])
    expect((await app.request('GET', `${MEMBERS}/${id}`, { token: weavers.key })).body).not.toHaveProperty('oidc')
    expect((await add({ name: 'Next', oidc })).status).toBe(201)
  })

  it('frees an identity that a member gives up', async () => {
    const issuer = 'https://id.example.org'
    const id = await addMember(app, weavers, { oidc: { issuer, subject: 'old' } })
    await change(id, { oidc: { issuer, subject: 'new' } })
    expect((await add({ name: 'Next', oidc: { issuer, subject: 'old' } })).status).toBe(201)
    expect((await add({ name: 'Next', oidc: { issuer, subject: 'new' } })).body.code).toBe('member_identity_taken')
  })

  it('refuses members of the body it does not know, and points at each', async () => {
    const id = await addMember(app, weavers)
    const { status, body } = await change(id, { nick: 'A', 'a/b~c': 1, identifiers: [{ type: 'phone', value: '1' }] })
    expect(status).toBe(400)
    expect(body.errors.map(({ pointer }: { pointer: string }) => pointer).sort()).toEqual([
      '/a~1b~0c',
      '/identifiers/0/type',
      '/nick',
    ])
  })
})
