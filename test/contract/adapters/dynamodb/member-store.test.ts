import { beforeAll, describe, expect, it } from 'vitest'
import { dynamoMemberStore } from '../../../../functions/adapters/dynamodb/member-store.ts'
import { dynamoPersonErasureStore } from '../../../../functions/adapters/dynamodb/person-erasure-store.ts'
import type { MemberStore } from '../../../../functions/ports/member-store.ts'
import { aMember, anId, NOW } from '../../../support/builders.ts'
import { freshTable, type TestTable } from '../../../support/dynamodb.ts'
import { everyItem } from '../../../support/every-item.ts'
import { anIdempotencyKey, outcomeOf, tally, tenAtOnce, unwrap } from '../../../support/store-examples.ts'

let table: TestTable
let store: MemberStore
beforeAll(async () => {
  table = await freshTable()
  store = dynamoMemberStore({ ...table, now: () => NOW })
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

describe('accounts that share an identifier', () => {
  const email = (value: string) => ({ type: 'emailAddress' as const, value })
  const personOf = async (id: string) => (await store.load(id))?.person

  it('are one person, who had it first, however the address is written; and nobody in another community', async () => {
    const [first, second, third, elsewhere] = [
      anId('first account'),
      anId('second account'),
      anId('third account'),
      anId('elsewhere'),
    ]
    const asha = [email('asha.shared@example.org')]
    unwrap(await store.add(aMember('shared 1', { id: first, identifiers: asha })))
    unwrap(await store.add(aMember('shared 2', { id: second, identifiers: [email('Asha.Shared@Example.org')] })))
    unwrap(await store.add(aMember('shared 3', { id: third, identifiers: [email('other@example.org')] })))
    unwrap(await store.add(aMember('shared 4', { id: elsewhere, community: 'dyers', identifiers: asha })))
    expect(await Promise.all([first, second, third, elsewhere].map(personOf))).toEqual([
      undefined,
      first,
      undefined,
      undefined,
    ])
    expect(JSON.stringify((await everyItem(table)).map(({ pk, sk }) => [pk, sk]))).not.toMatch(/asha.shared@/i)
  })

  it('of ten added at once are one person', async () => {
    const ids = Array.from({ length: 10 }, (_, n) => anId(`at once ${n}`))
    const identifiers = [email('crowd@example.org'), email('one@example.org')]
    const added = await Promise.all(ids.map((id, n) => store.add(aMember(`at once ${n}`, { id, identifiers }))))
    expect(tally(added)).toEqual({ written: 10 })
    const persons = await Promise.all(ids.map(async (id) => (await personOf(id)) ?? id))
    expect(new Set(persons).size).toBe(1)
  })

  it('are one person however the host of a shared did:web is written, and two where its path differs', async () => {
    const ids = ['host', 'HOST', 'path'].map((name) => anId(`did of ${name}`))
    const dids = [
      'did:web:Example.org%3a8443:Asha',
      'did:web:example.ORG%3A8443:Asha',
      'did:web:example.org%3A8443:asha',
    ]
    for (const [n, id] of ids.entries()) {
      const identifiers = [{ type: 'identifier' as const, value: dids[n] ?? '' }]
      unwrap(await store.add(aMember(`did ${n}`, { id, identifiers })))
    }
    const persons = await Promise.all(ids.map(personOf))
    expect(persons).toEqual([undefined, ids[0], undefined])
  })

  it('are told apart again once an identifier that came by mistake is taken away, and free it for its owner', async () => {
    const [wrong, right] = [anId('wrong'), anId('right')]
    const mistaken = aMember('wrong', { id: wrong, identifiers: [email('right@example.org')] })
    unwrap(await store.add(mistaken))
    const owner = aMember('right', { id: right })
    unwrap(await store.add(owner))
    unwrap(await store.change(owner, { ...owner, identifiers: [email('right@example.org')], version: 2 }))
    expect(await personOf(right)).toBe(wrong)
    unwrap(await store.change(mistaken, { ...mistaken, identifiers: [], version: 2 }))
    const stored = await store.load(right)
    if (!stored) throw new Error('the member is gone')
    unwrap(await store.change(stored, { ...stored, identifiers: [], version: 3 }))
    unwrap(await store.change({ ...stored, identifiers: [], version: 3 }, { ...stored, version: 4 }))
    expect(await personOf(right)).toBeUndefined()
  })

  it('stay one person when the one who had it first is erased; and nothing of it is left once all are', async () => {
    const persons = dynamoPersonErasureStore({ ...table, now: () => NOW })
    const account = (name: string) => aMember(name, { id: anId(name), identifiers: [email('leaver@example.org')] })
    const eraseAccount = async (name: string) => {
      const member = await store.load(anId(name))
      if (!member) throw new Error('the member is gone')
      unwrap(await persons.begin(member, NOW, { at: NOW, kind: 'erasure', claimId: member.id, attempt: 0 }))
    }
    const marks = async () => (await everyItem(table)).filter(({ entity }) => entity === 'identifier').length
    const before = await marks()
    for (const name of ['leaves', 'stays']) unwrap(await store.add(account(name)))
    await eraseAccount('leaves')
    unwrap(await store.add(account('comes')))
    expect(await personOf(anId('comes'))).toBe(await personOf(anId('stays')))
    expect(await personOf(anId('comes'))).toBeDefined()
    for (const name of ['stays', 'comes']) await eraseAccount(name)
    expect(await marks()).toBe(before)
  })
})
