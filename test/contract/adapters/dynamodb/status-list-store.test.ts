import { beforeAll, describe, expect, it } from 'vitest'
import { dynamoClaimStore } from '../../../../functions/adapters/dynamodb/claim-store.ts'
import { dynamoStatusListStore } from '../../../../functions/adapters/dynamodb/status-list-store.ts'
import type { ClaimStore } from '../../../../functions/ports/claim-store.ts'
import type {
  SignedStatusList,
  StartedStatusList,
  StatusList,
  StatusListStore,
} from '../../../../functions/ports/status-list-store.ts'
import { anId, NOW } from '../../../support/builders.ts'
import { freshTable } from '../../../support/dynamodb.ts'
import { openClaimOf, tenAtOnce } from '../../../support/store-examples.ts'

let claims: ClaimStore
let store: StatusListStore
beforeAll(async () => {
  const table = await freshTable()
  claims = dynamoClaimStore({ ...table, now: () => NOW })
  store = dynamoStatusListStore(table)
})

const aList = (name: string, community = name): StatusList => ({
  id: anId(`list ${name}`),
  community,
  purpose: 'revocation',
  size: 131_072,
  createdAt: NOW,
  suspensionListId: anId(`suspension list ${name}`),
})
const signedOf = ({ id }: StatusList, version = 1, text = `{"version":${version}}`): SignedStatusList => ({
  listId: id,
  version,
  text,
  setCount: version - 1,
  signedAt: NOW,
})
const suspensionOf = ({ community, size, createdAt, suspensionListId = '' }: StatusList): StatusList => ({
  id: suspensionListId,
  community,
  purpose: 'suspension',
  size,
  createdAt,
})
const pairOf = (list: StatusList): [StartedStatusList, StartedStatusList] => [
  { list, signed: signedOf(list) },
  { list: suspensionOf(list), signed: signedOf(suspensionOf(list)) },
]
const started = async (name: string) => {
  const list = aList(name)
  expect(await store.start(...pairOf(list), undefined)).toBe(true)
  return list
}

describe('start', () => {
  it('makes the list current, with its first signed version', async () => {
    const list = await started('fresh')
    expect(await store.current('fresh')).toEqual(list)
    expect(await store.load(list.id)).toEqual(list)
    expect(await store.loadSigned(list.id)).toEqual(signedOf(list))
    expect(await store.loadSetIndexes(list.id)).toEqual([])
    const suspension = suspensionOf(list)
    expect(await store.load(suspension.id)).toEqual(suspension)
    expect(await store.loadSigned(suspension.id)).toEqual(signedOf(suspension))
  })

  it('lets exactly one of ten first lists of a community through', async () => {
    const lists = Array.from({ length: 10 }, (_, n) => aList(`first ${n}`, 'raced'))
    const results = await Promise.all(lists.map((list) => store.start(...pairOf(list), undefined)))
    expect(results.filter(Boolean)).toHaveLength(1)
    expect(await store.current('raced')).toEqual(lists[results.indexOf(true)])
  })

  it('replaces a full list once', async () => {
    const full = await started('full')
    const next = aList('next', 'full')
    expect(await store.start(...pairOf(next), full.id)).toBe(true)
    const late = aList('late', 'full')
    expect(await store.start(...pairOf(late), full.id)).toBe(false)
    expect(await store.current('full')).toEqual(next)
    expect(await store.load(late.id)).toBeUndefined()
    expect(await store.load(full.id)).toEqual(full)
  })

  it('does not replace a list that is not there', async () => {
    const list = aList('nothing to replace')
    expect(await store.start(...pairOf(list), anId('another'))).toBe(false)
    expect(await store.current('nothing to replace')).toBeUndefined()
  })
})

describe('addSuspensionList', () => {
  const withoutOne = async (name: string) => {
    const { suspensionListId: _, ...list } = aList(name)
    expect(await store.start({ list, signed: signedOf(list) }, pairOf(aList(`${name} spare`))[1], undefined)).toBe(true)
    return list
  }

  it('gives a list of before one suspension list, of ten at once, which is signed when it is published', async () => {
    const list = await withoutOne('of before')
    const candidates = Array.from({ length: 10 }, (_, n) => suspensionOf(aList(`candidate ${n}`)))
    const ids = await Promise.all(candidates.map((suspension) => store.addSuspensionList(list.id, suspension)))
    const [id = ''] = ids
    expect(new Set(ids).size).toBe(1)
    expect(await store.load(list.id)).toEqual({ ...list, suspensionListId: id })
    const losers = candidates.filter((candidate) => candidate.id !== id)
    expect(await Promise.all(losers.map((loser) => store.load(loser.id)))).toEqual(Array(9).fill(undefined))
    expect(await store.loadSigned(id)).toBeUndefined()
    const first = { listId: id, version: 1, text: '{}', setCount: 0, signedAt: NOW }
    expect(await Promise.all([store.publish(first), store.publish(first)])).toContain(true)
    expect(await store.publish(first)).toBe(false)
    expect(await store.loadSigned(id)).toEqual(first)
  })

  it('keeps the one that a list was started with', async () => {
    const list = await started('with one')
    const late = suspensionOf(aList('late'))
    expect(await store.addSuspensionList(list.id, late)).toBe(list.suspensionListId)
    expect(await store.load(late.id)).toBeUndefined()
  })

  it('throws for a list that does not exist', async () => {
    await expect(store.addSuspensionList(anId('no list'), suspensionOf(aList('orphan')))).rejects.toThrow()
  })
})

describe('allot', () => {
  it('stores the entry with the claim', async () => {
    const list = await started('allotting')
    const claim = await openClaimOf(claims, 'allotted')
    const entry = { list: list.id, index: 0 }
    const allotted = { ...claim, statusEntry: entry, version: 2 }
    expect(await store.allot(claim, entry)).toEqual({ kind: 'allotted', claim: allotted })
    expect(await claims.load(claim.id)).toEqual(allotted)
  })

  it('gives one index to exactly one of ten claims at once', async () => {
    const list = await started('same index')
    const waiting = await tenAtOnce((n) => openClaimOf(claims, `waiting ${n}`))
    const results = await Promise.all(waiting.map((claim) => store.allot(claim, { list: list.id, index: 7 })))
    expect(results.filter(({ kind }) => kind === 'allotted')).toHaveLength(1)
    expect(results.filter(({ kind }) => kind === 'taken')).toHaveLength(9)
  })

  it('gives one claim exactly one of ten indexes at once', async () => {
    const list = await started('same claim')
    const claim = await openClaimOf(claims, 'greedy')
    const results = await tenAtOnce((n) => store.allot(claim, { list: list.id, index: n }))
    expect(results.filter(({ kind }) => kind === 'allotted')).toHaveLength(1)
    expect(results.filter(({ kind }) => kind === 'stale')).toHaveLength(9)
    const next = await openClaimOf(claims, 'next in line')
    const index = results.findIndex(({ kind }) => kind === 'stale')
    expect(await store.allot(next, { list: list.id, index })).toMatchObject({ kind: 'allotted' })
  })

  it('says that the claim moved on even when the index is taken as well', async () => {
    const list = await started('both')
    const claim = await openClaimOf(claims, 'both')
    const entry = { list: list.id, index: 3 }
    await store.allot(claim, entry)
    expect(await store.allot(claim, entry)).toEqual({ kind: 'stale' })
  })
})

describe('publish', () => {
  it('publishes the next version byte for byte', async () => {
    const list = await started('published')
    const second = signedOf(list, 2, '{"é": 1.0}\r\n')
    expect(await store.publish(second)).toBe(true)
    expect(await store.loadSigned(list.id)).toEqual(second)
  })

  it('lets exactly one of ten second versions through', async () => {
    const list = await started('published at once')
    const results = await tenAtOnce((n) => store.publish(signedOf(list, 2, `{"n":${n}}`)))
    expect(results.filter(Boolean)).toHaveLength(1)
    expect((await store.loadSigned(list.id))?.text).toBe(`{"n":${results.indexOf(true)}}`)
  })

  it('refuses an old version, a version too far ahead and a list that was never started', async () => {
    const list = await started('out of turn')
    await store.publish(signedOf(list, 2))
    expect(await store.publish(signedOf(list, 2, '{}'))).toBe(false)
    expect(await store.publish(signedOf(list, 4))).toBe(false)
    expect(await store.publish(signedOf(aList('unknown'), 2))).toBe(false)
    expect(await store.loadSigned(list.id)).toEqual(signedOf(list, 2))
  })
})

describe('current, load, loadSigned', () => {
  it('find nothing where nothing is', async () => {
    expect(await store.current('nobody')).toBeUndefined()
    expect(await store.load(anId('no list'))).toBeUndefined()
    expect(await store.loadSigned(anId('no list'))).toBeUndefined()
  })
})
