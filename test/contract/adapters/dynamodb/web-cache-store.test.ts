import { randomBytes } from 'node:crypto'
import { GetCommand } from '@aws-sdk/lib-dynamodb'
import { beforeAll, describe, expect, it } from 'vitest'
import { keys } from '../../../../functions/adapters/dynamodb/keys.ts'
import { dynamoWebCacheStore } from '../../../../functions/adapters/dynamodb/web-cache-store.ts'
import { addMilliseconds, type Instant } from '../../../../functions/domain/shared/instant.ts'
import type { KeptAnswer, WebCache } from '../../../../functions/ports/web-cache.ts'
import { NOW } from '../../../support/builders.ts'
import { freshTable, type TestTable } from '../../../support/dynamodb.ts'
import { A_BADGE, aWeb } from '../../../support/outbound.ts'
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

describe('functions that look at the same hosts', () => {
  const here = 'https://issuer.example/shared-list'
  const request = { ...A_BADGE, accept: 'application/vc', shared: true }
  const listOf = (version: number) => ({
    headers: { 'cache-control': 'max-age=60', etag: `"${version}"` },
    body: `{"version":${version}}`,
  })

  it('VER-13: share what is public, for as long as its host allows, and ask about it afterwards', async () => {
    const one = aWeb({ [here]: listOf(1) }, { cache: store })
    const other = aWeb(
      { [here]: ({ headers }) => (headers['if-none-match'] === '"1"' ? { status: 304 } : listOf(2)) },
      { cache: store },
    )
    const found = await one.get(here, request)
    expect(await other.get(here, request)).toEqual(found)
    expect(other.sent).toEqual([])
    other.advanceSeconds(61)
    expect(await other.get(here, request)).toMatchObject({
      kind: 'found',
      bytes: new TextEncoder().encode('{"version":1}'),
    })
    expect(other.sent.map(({ headers }) => headers['if-none-match'])).toEqual(['"1"'])
  })

  it('VER-13: share nothing that may hold personal data', async () => {
    const badge = 'https://issuer.example/badge'
    await aWeb({ [badge]: listOf(1) }, { cache: store }).get(badge, A_BADGE)
    expect(await store.load({ url: badge, accept: A_BADGE.accept })).toBeUndefined()
  })
})
