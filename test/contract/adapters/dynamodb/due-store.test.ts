import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb'
import { beforeEach, describe, expect, it } from 'vitest'
import { dynamoDueStore } from '../../../../functions/adapters/dynamodb/due-store.ts'
import { keys } from '../../../../functions/adapters/dynamodb/keys.ts'
import { dynamoParkedStore } from '../../../../functions/adapters/dynamodb/parked-store.ts'
import type { Instant } from '../../../../functions/domain/shared/instant.ts'
import type { DueItem, DueStore } from '../../../../functions/ports/due-store.ts'
import type { ParkedRecord } from '../../../../functions/ports/parked-store.ts'
import { anId } from '../../../support/builders.ts'
import { freshTable, type TestTable } from '../../../support/dynamodb.ts'

let table: TestTable
let time: Instant
let store: DueStore
beforeEach(async () => {
  table = await freshTable()
  time = '2026-03-01T12:00:00.000Z'
  store = dynamoDueStore({ ...table, now: () => time })
})

const due = (at: Instant, claim: string | number = 'claim', changes: Partial<DueItem> = {}): DueItem => ({
  at,
  kind: 'claim-expiry',
  claimId: anId(`claim ${claim}`),
  attempt: 0,
  ...changes,
})

describe('loadDue', () => {
  it('gives what is due now or earlier, oldest first, and nothing of the future', async () => {
    const items = Array.from({ length: 20 }, (_, n) => due(`2026-03-01T12:${n + 10}:00.000Z`, n))
    for (const item of [...items].reverse()) await store.put(item)
    expect(await store.loadDue('2026-03-01T12:19:00.000Z', 100)).toEqual(items.slice(0, 10))
    expect(await store.loadDue('2026-03-01T12:09:59.999Z', 100)).toEqual([])
  })

  it('catches up after days without a clock', async () => {
    await store.loadDue('2026-03-01T12:00:00.000Z', 100)
    const items = [
      due('2026-03-01T12:30:00.000Z', 1),
      due('2026-03-02T05:00:00.000Z', 2, { kind: 'claim-met' }),
      due('2026-03-03T23:59:59.999Z', 3, { kind: 'parked', attempt: 4 }),
    ]
    for (const item of items) await store.put(item)
    expect(await store.loadDue('2026-03-04T00:00:00.000Z', 100)).toEqual(items)
  })

  it('meets an item again until it is removed, however much time has passed', async () => {
    const item = due('2026-03-01T12:30:00.000Z')
    await store.put(item)
    for (const now of ['2026-03-01T13:00:00.000Z', '2026-03-01T19:00:00.000Z', '2026-03-02T05:00:00.000Z'] as const)
      expect(await store.loadDue(now, 100)).toEqual([item])
    await store.remove(item)
    await store.remove(item)
    expect(await store.loadDue('2026-03-02T05:00:00.000Z', 100)).toEqual([])
  })

  it('finds what falls due after an item that is stuck, however many hours lie between', async () => {
    const hasty = dynamoDueStore({ ...table, now: () => time }, { maxHoursACall: 30 })
    await hasty.loadDue(time, 100)
    const stuck = due('2026-03-01T12:30:00.000Z', 'same', { kind: 'parked' })
    const later = due('2026-03-03T12:00:00.000Z', 'same')
    await hasty.put(stuck)
    await hasty.put(later)
    expect(await hasty.loadDue('2026-03-03T12:00:00.000Z', 100)).toEqual([stuck, later])
  })

  it('puts off what it cannot read by an hour, keeps it as it is, and hides nothing behind it', async () => {
    const unreadable: string[] = []
    const watched = dynamoDueStore({ ...table, now: () => time }, { onUnreadable: (key) => unreadable.push(key) })
    await watched.loadDue(time, 100)
    const [pk, claimId] = [keys.due(due('2026-03-01T12:10:00.000Z')).pk, anId('claim claim')]
    const stranger = (at: string) => ({
      pk,
      sk: `${at}#objection#${claimId}`,
      at,
      kind: 'objection',
      claimId,
      round: 7,
    })
    await watched.put(due('2026-03-01T12:09:00.000Z'))
    for (const at of ['2026-03-01T12:10:00.000Z', '2026-03-01T12:11:00.000Z'])
      await table.client.send(new PutCommand({ TableName: table.tableName, Item: stranger(at) }))
    const behind = due('2026-03-01T12:12:00.000Z')
    await watched.put(behind)
    expect(await watched.loadDue('2026-03-01T12:20:00.000Z', 2)).toEqual([due('2026-03-01T12:09:00.000Z'), behind])
    await watched.remove(due('2026-03-01T12:09:00.000Z'))
    expect(unreadable).toHaveLength(2)
    await watched.remove(behind)
    expect(await watched.loadDue('2026-03-01T13:19:59.999Z', 1)).toEqual([])
    expect(unreadable).toHaveLength(2)
    await watched.loadDue('2026-03-01T13:20:00.000Z', 100)
    expect(unreadable).toHaveLength(3)
    const later = { pk: `DUE#2026-03-01T14${pk.slice(-2)}`, sk: `2026-03-01T14:20:00.000Z#objection#${claimId}` }
    const { Item } = await table.client.send(new GetCommand({ TableName: table.tableName, Key: later }))
    expect(Item).toMatchObject({ kind: 'objection', claimId, round: 7 })
  })

  it('passes over so many empty hours a call, and goes on from there', async () => {
    const hasty = dynamoDueStore({ ...table, now: () => time }, { maxHoursACall: 30 })
    await hasty.loadDue(time, 100)
    const item = due('2026-03-03T00:00:00.000Z')
    await hasty.put(item)
    expect(await hasty.loadDue('2026-03-03T12:00:00.000Z', 100)).toEqual([])
    expect(await hasty.loadDue('2026-03-03T12:00:00.000Z', 100)).toEqual([item])
  })

  it('finds a write that arrives just after its hour ended', async () => {
    await store.loadDue('2026-03-01T12:59:59.999Z', 100)
    await store.loadDue('2026-03-01T13:04:00.000Z', 100)
    time = '2026-03-01T12:59:59.000Z'
    const late = due('2026-03-01T12:59:59.000Z')
    await store.put(late)
    expect(await store.loadDue('2026-03-01T13:05:00.000Z', 100)).toEqual([late])
  })

  it('takes what is due in the past for due now', async () => {
    await store.loadDue('2026-03-01T12:00:00.000Z', 100)
    await store.put(due('2026-01-01T00:00:00.000Z'))
    const [item] = await store.loadDue('2026-03-01T12:00:00.000Z', 100)
    expect(item).toEqual(due('2026-03-01T12:00:00.000Z'))
    if (item) await store.remove(item)
    expect(await store.loadDue('2026-03-01T12:00:00.000Z', 100)).toEqual([])
  })

  it('goes on behind a limit once what came first is removed', async () => {
    const kinds = ['claim-expiry', 'claim-met', 'parked'] as const
    const items = kinds.map((kind, n) => due(`2026-03-01T${12 + n}:00:00.000Z`, 'same', { kind }))
    for (const item of items) await store.put(item)
    const seen: DueItem[] = []
    for (;;) {
      const page = await store.loadDue('2026-03-01T15:00:00.000Z', 1)
      if (page.length === 0) break
      for (const item of page) await store.remove(item)
      seen.push(...page)
    }
    expect(seen).toEqual(items)
  })

  it('gives two clocks at once the same', async () => {
    await store.loadDue('2026-03-01T12:00:00.000Z', 100)
    const item = due('2026-03-01T20:00:00.000Z')
    await store.put(item)
    const clocks = await Promise.all(Array.from({ length: 4 }, () => store.loadDue('2026-03-01T20:00:00.000Z', 100)))
    expect(clocks).toEqual([[item], [item], [item], [item]])
  })
})

describe('parked records', () => {
  const record: ParkedRecord = {
    claimId: anId('claim parked'),
    eventId: '100#1',
    reason: 'the signer did not answer',
    attempt: 2,
    parkedAt: '2026-03-01T12:00:00.000Z',
  }

  it('are kept with their next try on the clock', async () => {
    const parked = dynamoParkedStore({ ...table, now: () => time })
    await parked.park(record, '2026-03-01T12:04:00.000Z')
    await parked.park(record, '2026-03-01T12:04:00.000Z')
    expect(await parked.load(record.claimId ?? '')).toEqual([record])
    expect(await store.loadDue('2026-03-01T12:04:00.000Z', 10)).toEqual([
      due('2026-03-01T12:04:00.000Z', 'parked', { kind: 'parked', attempt: 2 }),
    ])
  })

  it('are forgotten for one claim only', async () => {
    const parked = dynamoParkedStore({ ...table, now: () => time })
    const other = { ...record, claimId: anId('claim other') }
    for (const one of [record, { ...record, eventId: '101' }, other]) await parked.park(one, '2026-03-01T12:04:00.000Z')
    await parked.clear(record.claimId ?? '', [record, { ...record, eventId: '101' }])
    await parked.clear(record.claimId ?? '', [record, { ...record, eventId: '101' }])
    expect(await parked.load(record.claimId ?? '')).toEqual([])
    expect(await parked.load(other.claimId)).toEqual([other])
  })

  it('that belong to no claim never fall due', async () => {
    const parked = dynamoParkedStore({ ...table, now: () => time })
    const { claimId: _, ...orphan } = record
    await parked.park(orphan, '2026-03-01T12:04:00.000Z')
    expect(await store.loadDue('2026-03-02T12:00:00.000Z', 10)).toEqual([])
  })
})
