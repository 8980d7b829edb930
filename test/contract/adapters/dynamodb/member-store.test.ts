import { beforeAll, describe, expect, it } from 'vitest'
import { dynamoMemberStore } from '../../../../functions/adapters/dynamodb/member-store.ts'
import type { MemberStore } from '../../../../functions/ports/member-store.ts'
import { aMember, anId, NOW } from '../../../support/builders.ts'
import { freshTable } from '../../../support/dynamodb.ts'
import { anIdempotencyKey, outcomeOf, tally, tenAtOnce, unwrap } from '../../../support/store-examples.ts'

let store: MemberStore
beforeAll(async () => {
  store = dynamoMemberStore({ ...(await freshTable()), now: () => NOW })
})

const oidc = (subject: string) => ({ issuer: 'https://login.example.org', subject })

describe('add', () => {
  it('stores every member field and finds the member by each name', async () => {
    const member = aMember('complete', {
      externalId: 'u#17 é',
      role: 'owner',
      circles: ['monday'],
      identifiers: [
        { type: 'emailAddress', value: 'asha@example.org' },
        { type: 'identifier', value: 'did:example:asha' },
      ],
      oidc: oidc('asha'),
    })
    expect(outcomeOf(await store.add(member))).toBe('written')
    expect(await store.load(member.id)).toEqual(member)
    expect(await store.loadByExternalId('weavers', 'u#17 é')).toEqual(member)
    expect(await store.loadByOidc('weavers', oidc('asha'))).toEqual(member)
  })

  it('answers with the member who has the external id, and writes nothing', async () => {
    const first = aMember('first', { externalId: 'u-1' })
    unwrap(await store.add(first))
    const second = aMember('second', { externalId: 'u-1', name: 'Someone else' })
    expect(await store.add(second)).toEqual({ ok: true, value: { kind: 'existing', id: first.id } })
    expect(await store.load(second.id)).toBeUndefined()
  })

  it('adds exactly one of ten members with one external id at once', async () => {
    const results = await tenAtOnce((n) => store.add(aMember(`raced ${n}`, { externalId: 'raced' })))
    expect(tally(results)).toEqual({ written: 1, existing: 9 })
  })

  it('keeps external ids of different communities apart', async () => {
    unwrap(await store.add(aMember('here', { externalId: 'shared' })))
    const elsewhere = aMember('there', { externalId: 'shared', community: 'dyers' })
    expect(outcomeOf(await store.add(elsewhere))).toBe('written')
    expect(await store.loadByExternalId('dyers', 'shared')).toEqual(elsewhere)
  })

  it('refuses an OpenID pair that another member has', async () => {
    unwrap(await store.add(aMember('signs in', { oidc: oidc('taken') })))
    const second = aMember('signs in too', { oidc: oidc('taken'), externalId: 'never stored' })
    expect(outcomeOf(await store.add(second))).toBe('member_identity_taken')
    expect(await store.loadByExternalId('weavers', 'never stored')).toBeUndefined()
  })

  it('replays ten requests under one key at once, and refuses the key for another request', async () => {
    const attempt = (n: number, digest?: string) =>
      store.add(aMember(`keyed ${n}`, { externalId: 'keyed' }), anIdempotencyKey('add', digest))
    const results = await tenAtOnce((n) => attempt(n))
    expect(tally(results)).toEqual({ written: 1, replayed: 9 })
    expect(outcomeOf(await attempt(11, 'other'))).toBe('idempotency_key_reused')
  })
})

describe('change', () => {
  it('moves the OpenID pair', async () => {
    const member = aMember('moves', { oidc: oidc('before') })
    unwrap(await store.add(member))
    const moved = { ...member, oidc: oidc('after'), version: 2 }
    expect(outcomeOf(await store.change(member, moved))).toBe('done')
    expect(await store.loadByOidc('weavers', oidc('before'))).toBeUndefined()
    expect(await store.loadByOidc('weavers', oidc('after'))).toEqual(moved)
  })

  it('refuses an OpenID pair that another member has', async () => {
    unwrap(await store.add(aMember('holder', { oidc: oidc('held') })))
    const member = aMember('wants it')
    unwrap(await store.add(member))
    const wanted = { ...member, oidc: oidc('held'), version: 2 }
    expect(outcomeOf(await store.change(member, wanted))).toBe('member_identity_taken')
    expect(await store.load(member.id)).toEqual(member)
  })

  it('refuses all but one of ten changes of the same version as stale', async () => {
    const member = aMember('changing')
    unwrap(await store.add(member))
    const results = await tenAtOnce((n) => store.change(member, { ...member, name: `Name ${n}`, version: 2 }))
    expect(tally(results)).toEqual({ done: 1, stale: 9 })
  })

  it('throws on another external id', async () => {
    const member = aMember('fixed', { externalId: 'fixed' })
    await expect(store.change(member, { ...member, externalId: 'other', version: 2 })).rejects.toThrow(TypeError)
  })
})

describe('loadMany', () => {
  it('gives each member once and leaves out who does not exist', async () => {
    const members = Array.from({ length: 101 }, (_, n) => aMember(`many ${n}`))
    for (const member of members) unwrap(await store.add(member))
    const ids = [...members.map(({ id }) => id), anId('nobody'), anId('many 0')]
    const loaded = await store.loadMany(ids)
    expect(loaded.map(({ name }) => name).sort()).toEqual(members.map(({ name }) => name).sort())
  })
})

describe('list', () => {
  it('pages through the members of one community in the order of ids', async () => {
    const members = Array.from({ length: 5 }, (_, n) => aMember(`potter ${n}`, { community: 'potters' }))
    for (const member of members) unwrap(await store.add(member))
    const ids = members.map(({ id }) => id).sort()
    const first = unwrap(await store.list('potters', { limit: 3 }))
    const second = unwrap(await store.list('potters', { limit: 3, cursor: first.next }))
    expect([...first.items, ...second.items].map(({ id }) => id)).toEqual(ids)
    expect(second).not.toHaveProperty('next')
  })

  it('refuses a cursor of another community', async () => {
    const { next } = unwrap(await store.list('potters', { limit: 1 }))
    expect(next).toBeDefined()
    expect(await store.list('weavers', { limit: 1, cursor: next })).toMatchObject({ error: { code: 'invalid_cursor' } })
  })
})

describe('load', () => {
  it('finds nobody under unknown names', async () => {
    expect(await store.load(anId('nobody'))).toBeUndefined()
    expect(await store.loadByExternalId('weavers', 'nobody')).toBeUndefined()
    expect(await store.loadByOidc('weavers', oidc('nobody'))).toBeUndefined()
    expect(await store.loadMany([])).toEqual([])
  })
})
