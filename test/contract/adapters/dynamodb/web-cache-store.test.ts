import { randomBytes } from 'node:crypto'
import { GetCommand } from '@aws-sdk/lib-dynamodb'
import { beforeAll, describe, expect, it } from 'vitest'
import { keys } from '../../../../functions/adapters/dynamodb/keys.ts'
import { dynamoWebCacheStore } from '../../../../functions/adapters/dynamodb/web-cache-store.ts'
import { addMilliseconds, type Instant } from '../../../../functions/domain/shared/instant.ts'
import type { KeptAnswer, WebCache } from '../../../../functions/ports/web-cache.ts'
import { NOW } from '../../../support/builders.ts'
import { freshTable, type TestTable } from '../../../support/dynamodb.ts'
import { tenAtOnce } from '../../../support/store-examples.ts'

const HOUR = 3_600_000
const key = (name: string) => ({ url: `https://issuer.example/${name}`, accept: 'application/json' })
const answerOf = (bytes: Uint8Array<ArrayBuffer>): KeptAnswer => ({
  status: 200,
  headers: { etag: '"1"', 'content-type': 'application/json' },
  bytes,
  confirmedAt: NOW,
})

let table: TestTable
let store: WebCache
let now: Instant
beforeAll(async () => {
  table = await freshTable()
  store = dynamoWebCacheStore({ ...table, now: () => now })
  now = NOW
})

describe('webCache', () => {
  it('gives back an answer byte for byte, however often it was kept', async () => {
    const answer = answerOf(new Uint8Array(randomBytes(100_000)))
    await tenAtOnce(() => store.keep(key('same'), answer, addMilliseconds(NOW, HOUR)))
    const found = await store.load(key('same'))
    expect(found).toEqual(answer)
  })

  it('VER-13: keeps addresses and what was asked for there apart, and knows nothing of others', async () => {
    await store.keep(key('one'), answerOf(new Uint8Array([1])), addMilliseconds(NOW, HOUR))
    await store.keep({ ...key('one'), accept: 'text/plain' }, answerOf(new Uint8Array([2])), addMilliseconds(NOW, HOUR))
    await store.keep(
      { url: `${key('one').url}?a`, accept: 'application/json' },
      answerOf(new Uint8Array([3])),
      addMilliseconds(NOW, HOUR),
    )
    expect((await store.load(key('one')))?.bytes).toEqual(new Uint8Array([1]))
    expect(await store.load(key('two'))).toBeUndefined()
    expect(await store.load({ url: key('one').url, accept: 'application/ld+json' })).toBeUndefined()
  })

  it('lets the latest answer take the place of an earlier one', async () => {
    await store.keep(key('turn'), answerOf(new Uint8Array([1])), addMilliseconds(NOW, HOUR))
    await store.keep(key('turn'), answerOf(new Uint8Array([2])), addMilliseconds(NOW, HOUR))
    expect((await store.load(key('turn')))?.bytes).toEqual(new Uint8Array([2]))
  })

  it('does not give back what is over, also while DynamoDB has not deleted it, and leaves it to be deleted', async () => {
    await store.keep(key('over'), answerOf(new Uint8Array([1])), addMilliseconds(NOW, HOUR))
    now = addMilliseconds(NOW, HOUR)
    expect(await store.load(key('over'))).toBeUndefined()
    now = addMilliseconds(NOW, HOUR - 1000)
    expect(await store.load(key('over'))).toBeDefined()
    now = NOW
    const { Item } = await table.client.send(
      new GetCommand({ TableName: table.tableName, Key: keys.webAnswer(key('over').url, key('over').accept) }),
    )
    expect(Item?.['expiresAtEpochSeconds']).toBe(Date.parse(addMilliseconds(NOW, HOUR)) / 1000)
  })

  it('keeps what inflates to more than an item, and does not keep what is beyond one even as gzip', async () => {
    await store.keep(key('roomy'), answerOf(new Uint8Array(4_000_000)), addMilliseconds(NOW, HOUR))
    expect((await store.load(key('roomy')))?.bytes.byteLength).toBe(4_000_000)
    await store.keep(key('huge'), answerOf(new Uint8Array(randomBytes(400_000))), addMilliseconds(NOW, HOUR))
    expect(await store.load(key('huge'))).toBeUndefined()
  })
})
