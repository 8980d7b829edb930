import { beforeAll, describe, expect, it } from 'vitest'
import { dynamoClient } from '../../../../functions/adapters/dynamodb/client.ts'
import { dynamoRateLimiter } from '../../../../functions/adapters/dynamodb/rate-limiter.ts'
import { addMilliseconds, type Instant } from '../../../../functions/domain/shared/instant.ts'
import { StoreOverloaded } from '../../../../functions/ports/store-overloaded.ts'
import { NOW } from '../../../support/builders.ts'
import { freshTable, type TestTable } from '../../../support/dynamodb.ts'
import { everyItem } from '../../../support/every-item.ts'

let table: TestTable
let callers = 0

beforeAll(async () => {
  table = await freshTable()
})

/** A limiter with a clock that tests move, and a caller nobody else is. */
function aLimiter(unitsPerMinute: number) {
  let now: Instant = NOW
  const caller = `192.0.2.${callers++}`
  const limiter = dynamoRateLimiter({ ...table, unitsPerMinute, secret: 'of the tests', now: () => now })
  return {
    caller,
    limiter,
    take: async (units = 1) => {
      const taken = await limiter.take(caller, units)
      return taken.ok ? 'taken' : taken.error.retryAfterSeconds
    },
    wait: (seconds: number) => {
      now = addMilliseconds(now, seconds * 1000)
    },
  }
}

describe('dynamoRateLimiter', () => {
  it('gives a minute of units at once, then one as each becomes due, and says when', async () => {
    const { take, wait } = aLimiter(4)
    for (let unit = 0; unit < 4; unit++) expect(await take()).toBe('taken')
    expect(await take()).toBe(15)
    wait(14.5)
    expect(await take()).toBe(1)
    wait(0.5)
    expect(await take()).toBe('taken')
    expect(await take()).toBe(15)
    wait(600)
    for (let unit = 0; unit < 4; unit++) expect(await take()).toBe('taken')
    expect(await take()).toBe(15)
  })

  it('takes nothing when it refuses', async () => {
    const { take } = aLimiter(60)
    expect(await take(50)).toBe('taken')
    for (let time = 0; time < 3; time++) expect(await take(20)).toBe(10)
    expect(await take(10)).toBe('taken')
  })

  it('gives more than a minute of units to who has all of them left, and lets them be paid for', async () => {
    const { take, wait } = aLimiter(10)
    expect(await take(25)).toBe('taken')
    expect(await take()).toBe(96)
    wait(96)
    expect(await take()).toBe('taken')
    expect(await take(25)).toBe(60)
  })

  it('counts one caller for all instances, and no other caller', async () => {
    const { caller, take } = aLimiter(2)
    const other = dynamoRateLimiter({ ...table, unitsPerMinute: 2, secret: 'of the tests', now: () => NOW })
    expect(await take()).toBe('taken')
    expect(await other.take(caller, 1)).toMatchObject({ ok: true })
    expect(await other.take(caller, 1)).toMatchObject({ ok: false })
    expect(await other.take('198.51.100.1', 1)).toMatchObject({ ok: true })
  })

  it('gives exactly what there is to many who ask at once', async () => {
    const { take } = aLimiter(5)
    const taken = await Promise.all(Array.from({ length: 10 }, () => take()))
    expect(taken.filter((answer) => answer === 'taken').length).toBeLessThanOrEqual(5)
    expect(taken.filter((answer) => answer === 'taken').length).toBeGreaterThanOrEqual(1)
  })

  it('keeps no address, and what it keeps for minutes only', async () => {
    const { take, caller } = aLimiter(30)
    await take()
    const items = await everyItem(table)
    expect(JSON.stringify(items)).not.toContain(caller)
    const kept = items.filter(({ entity }) => entity === 'rate')
    expect(kept.length).toBeGreaterThan(0)
    for (const { expiresAtEpochSeconds, paidUntil } of kept)
      expect(Number(expiresAtEpochSeconds) - Number(paidUntil) / 1000).toBeLessThan(200)
  })

  it('says within seconds that the table does not answer', async () => {
    const client = dynamoClient({ endpoint: 'http://192.0.2.1:8000', region: 'local', credentials: table.credentials })
    const limiter = dynamoRateLimiter({ ...table, client, unitsPerMinute: 5, secret: 'x', now: () => NOW })
    const before = performance.now()
    await expect(limiter.take('192.0.2.9', 1)).rejects.toThrow(StoreOverloaded)
    expect(performance.now() - before).toBeLessThan(8000)
  })
})
