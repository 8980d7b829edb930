import { beforeAll, describe, expect, it } from 'vitest'
import { dynamoApiKeyStore } from '../../../../functions/adapters/dynamodb/api-key-store.ts'
import type { ApiKeyRecord, ApiKeyStore } from '../../../../functions/ports/api-key-store.ts'
import { anId, NOW } from '../../../support/builders.ts'
import { freshTable } from '../../../support/dynamodb.ts'
import { anIdempotencyKey, outcomeOf, tally, tenAtOnce, unwrap } from '../../../support/store-examples.ts'

let store: ApiKeyStore
beforeAll(async () => {
  store = dynamoApiKeyStore({ ...(await freshTable()), now: () => NOW })
})

const aRecord = (name: string, changes: Partial<ApiKeyRecord> = {}): ApiKeyRecord => ({
  id: anId(`key ${name}`),
  community: 'weavers',
  name,
  scopes: ['claims:read', 'endorsements:write'],
  secretHash: 'hash',
  createdAt: NOW,
  ...changes,
})
const created = async (name: string, changes?: Partial<ApiKeyRecord>) => {
  const record = aRecord(name, changes)
  unwrap(await store.create(record))
  return record
}

describe('create', () => {
  it('stores the record', async () => {
    const record = await created('web app')
    expect(await store.load(record.id)).toEqual(record)
  })

  it('replays ten requests under one key at once, and refuses the key for another request', async () => {
    const attempt = (n: number, digest?: string) =>
      store.create(aRecord(`repeat ${n}`, { community: 'repeaters' }), anIdempotencyKey('k', digest))
    expect(tally(await tenAtOnce((n) => attempt(n)))).toEqual({ written: 1, replayed: 9 })
    expect(outcomeOf(await attempt(11, 'other'))).toBe('idempotency_key_reused')
    expect(unwrap(await store.list('repeaters', { limit: 20 })).items).toHaveLength(1)
  })
})

describe('touch', () => {
  it('notes a use at most once a minute', async () => {
    const { id } = await created('touched')
    await store.touch(id, '2026-03-01T12:00:00.000Z')
    await store.touch(id, '2026-03-01T12:00:59.999Z')
    expect((await store.load(id))?.lastUsedAt).toBe('2026-03-01T12:00:00.000Z')
    await store.touch(id, '2026-03-01T12:01:00.000Z')
    expect((await store.load(id))?.lastUsedAt).toBe('2026-03-01T12:01:00.000Z')
  })

  it('makes no key out of nothing', async () => {
    await store.touch(anId('no key'), NOW)
    expect(await store.load(anId('no key'))).toBeUndefined()
  })
})

describe('revoke', () => {
  it('ends a key for good and keeps the first instant', async () => {
    const record = await created('revoked')
    const revoked = { ...record, revokedAt: NOW }
    expect(await store.revoke('weavers', record.id, NOW)).toEqual({ ok: true, value: revoked })
    expect(await store.revoke('weavers', record.id, '2026-03-02T00:00:00.000Z')).toEqual({ ok: true, value: revoked })
    expect(await store.load(record.id)).toEqual(revoked)
  })

  it('refuses the key of another community', async () => {
    const record = await created('foreign', { community: 'dyers' })
    expect(await store.revoke('weavers', record.id, NOW)).toMatchObject({ error: { code: 'api_key_not_found' } })
    expect(await store.load(record.id)).toEqual(record)
  })

  it('refuses a key that does not exist', async () => {
    expect(await store.revoke('weavers', anId('no key'), NOW)).toMatchObject({ error: { code: 'api_key_not_found' } })
  })
})

describe('list', () => {
  it('lists the keys of one community, page by page', async () => {
    const records = [await created('a', { community: 'potters' }), await created('b', { community: 'potters' })]
    const first = unwrap(await store.list('potters', { limit: 1 }))
    const second = unwrap(await store.list('potters', { limit: 1, cursor: first.next }))
    const ids = [...first.items, ...second.items].map(({ id }) => id)
    expect(ids).toEqual(records.map(({ id }) => id).sort())
    expect(second).not.toHaveProperty('next')
  })

  it('refuses a cursor that is none', async () => {
    expect(await store.list('potters', { limit: 1, cursor: '%' })).toMatchObject({ error: { code: 'invalid_cursor' } })
  })
})
