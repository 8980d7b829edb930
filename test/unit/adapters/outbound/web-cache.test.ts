import { describe, expect, it } from 'vitest'
import { boundedWebCache } from '../../../../functions/adapters/outbound/bounded-web-cache.ts'
import type { Log } from '../../../../functions/ports/log.ts'
import type { WebAnswer } from '../../../../functions/ports/web.ts'
import type { KeptAnswer, WebCache } from '../../../../functions/ports/web-cache.ts'
import { NOW } from '../../../support/builders.ts'
import { A_BADGE, aWeb, PUBLIC_JSON, type SaidAnswer, sharedCache } from '../../../support/outbound.ts'

const HERE = 'https://issuer.example/list'
const textOf = (answer: WebAnswer) => (answer.kind === 'found' ? new TextDecoder().decode(answer.bytes) : answer.kind)
const fresh = (seconds: number) => ({ 'cache-control': `public, max-age=${seconds}` })

/** Asks twice, so many seconds apart, and says how often the host was asked for that. */
async function timesAsked(answer: SaidAnswer, secondsBetween: number, request = PUBLIC_JSON) {
  const { get, sent, advanceSeconds } = aWeb({ [HERE]: answer })
  await get(HERE, request)
  advanceSeconds(secondsBetween)
  await get(HERE, request)
  return sent.length
}

describe('what is public in itself', () => {
  it.each([
    ['max-age', { 'cache-control': 'max-age=100' }, 99, 101],
    ['max-age in capitals', { 'cache-control': 'Public, Max-Age=100' }, 99, 101],
    ['s-maxage before max-age', { 'cache-control': 'max-age=5, s-maxage=100' }, 99, 101],
    ['max-age with must-revalidate', { 'cache-control': 'max-age=100, must-revalidate' }, 99, 101],
    ['Expires', { date: 'Sun, 01 Mar 2026 12:00:00 GMT', expires: 'Sun, 01 Mar 2026 12:01:40 GMT' }, 99, 101],
    ['max-age less Age', { 'cache-control': 'max-age=200', age: '100' }, 99, 101],
    ['five minutes at most', { 'cache-control': 'max-age=86400' }, 299, 300],
    ['five minutes at most, also when immutable', { 'cache-control': 'max-age=86400, immutable' }, 299, 300],
    ['five minutes at most, whatever Age', { 'cache-control': 'max-age=9', age: '-86400' }, 299, 300],
    [
      'max-age, whatever leave there is to use it longer',
      { 'cache-control': 'max-age=100, stale-while-revalidate=900' },
      99,
      101,
    ],
  ])('VER-13: is believed by %s', async (_, headers, before, after) => {
    expect(await timesAsked({ headers }, before)).toBe(1)
    expect(await timesAsked({ headers }, after)).toBe(2)
  })

  it.each([
    ['says nothing of it', {}],
    ['says only when it last changed', { 'last-modified': 'Sun, 01 Mar 2020 12:00:00 GMT' }],
    ['forbids to keep it', { 'cache-control': 'max-age=100, no-store' }],
    ['forbids to keep it, in capitals', { 'cache-control': 'MAX-AGE=100, NO-STORE' }],
    ['wants to be asked each time', { 'cache-control': 'max-age=100, no-cache' }],
    ['wants to be asked each time, as of old', { pragma: 'no-cache' }],
    ['calls it private', { 'cache-control': 'max-age=100, private' }],
    ['has it differ by anything', { 'cache-control': 'max-age=100', vary: '*' }],
    ['has it differ by anything', { 'cache-control': 'max-age=100', vary: 'accept, *' }],
    ['has let it expire', { expires: '0' }],
    ['gave it a negative time', { 'cache-control': 'max-age=-100' }],
  ])('VER-13: is asked for again at once when its host %s', async (_, headers) => {
    expect(await timesAsked({ headers }, 1)).toBe(2)
  })

  it('VER-13: is believed for as long as its request says where that is longer, and absence for half a minute', async () => {
    const hour = { ...PUBLIC_JSON, maxAgeSeconds: 3600 }
    expect(await timesAsked({ headers: fresh(86_400) }, 3599, hour)).toBe(1)
    expect(await timesAsked({ headers: fresh(86_400) }, 3600, hour)).toBe(2)
    expect(await timesAsked({ status: 404, headers: fresh(86_400) }, 29, hour)).toBe(1)
    expect(await timesAsked({ status: 410, headers: fresh(86_400) }, 30, hour)).toBe(2)
    expect(await timesAsked({ status: 503, headers: fresh(86_400) }, 1, hour)).toBe(2)
  })

  it('is asked for with its ETag once it is outdated, and holds on when it has not changed', async () => {
    const { get, sent, advanceSeconds } = aWeb({
      [HERE]: ({ headers }) =>
        headers['if-none-match'] === '"1"'
          ? { status: 304, headers: { ...fresh(200), etag: 'W/"1"' } }
          : { headers: { ...fresh(100), etag: '"1"', age: '50' }, body: 'one' },
    })
    expect(textOf(await get(HERE))).toBe('one')
    advanceSeconds(60)
    expect(textOf(await get(HERE))).toBe('one')
    advanceSeconds(190)
    expect(textOf(await get(HERE))).toBe('one')
    expect(sent.map(({ headers }) => headers['if-none-match'])).toEqual([undefined, '"1"'])
  })

  it('is asked for by its last change where it has no ETag', async () => {
    const changed = 'Sun, 01 Mar 2026 10:00:00 GMT'
    const { get, sent } = aWeb({
      [HERE]: ({ headers }) =>
        headers['if-modified-since'] === changed
          ? { status: 304 }
          : { headers: { 'last-modified': changed }, body: 'one' },
    })
    expect([textOf(await get(HERE)), textOf(await get(HERE))]).toEqual(['one', 'one'])
    expect(sent).toHaveLength(2)
  })

  it('VER-13: is taken anew when its host confirms another version than the one that is kept', async () => {
    const { get, sent } = aWeb({
      [HERE]: ({ headers }) =>
        headers['if-none-match'] === undefined
          ? { headers: { etag: '"1"' }, body: `answer ${sent.length}` }
          : { status: 304, headers: { etag: '"2"' } },
    })
    await get(HERE)
    expect(textOf(await get(HERE))).toBe('answer 3')
  })

  it.each([500, 503, 304])(
    'VER-13: is unknown when it is outdated and its host answers %i, whatever it allowed',
    async (status) => {
      let said: SaidAnswer = { headers: { 'cache-control': 'max-age=10, stale-if-error=9999' }, body: 'one' }
      const { get, advanceSeconds } = aWeb({ [HERE]: () => said })
      await get(HERE)
      said = { status }
      advanceSeconds(11)
      expect(await get(HERE)).toMatchObject({ kind: 'unavailable', reason: 'answered_otherwise' })
    },
  )

  it('VER-13: is unknown when it is outdated and its host cannot be reached', async () => {
    const { get, advanceSeconds } = aWeb({
      [HERE]: ({ headers }) => {
        if (headers['if-none-match']) throw new Error('reset')
        return { headers: { ...fresh(10), etag: '"1"' } }
      },
    })
    await get(HERE)
    advanceSeconds(11)
    expect(await get(HERE)).toMatchObject({ kind: 'unavailable', reason: 'unreachable' })
  })

  it('VER-13: is too large for a request that allows less, also from the cache', async () => {
    const { get } = aWeb({ [HERE]: { headers: fresh(100), body: 'x'.repeat(1000) } })
    await get(HERE)
    expect(await get(HERE, { ...PUBLIC_JSON, maxBytes: 999 })).toMatchObject({ reason: 'too_large' })
  })
})

describe('what one host says', () => {
  const hostile = {
    headers: { ...fresh(300), etag: '"1"', 'content-location': HERE, link: `<${HERE}>; rel=canonical` },
  }

  it('VER-13: is never given out as the answer of another address', async () => {
    const others = [
      'https://evil.example/list',
      'https://issuer.example.evil.example/list',
      'https://issuer.example:8443/list',
      'https://issuer.example/list?',
      'https://issuer.example/list/',
      'https://issuer.example/List',
      'https://issuer.example//list',
      'https://issuer.example/%6cist',
    ]
    const pages = Object.fromEntries(others.map((url) => [url, { ...hostile, body: 'forged' }]))
    const { get, sent } = aWeb({ ...pages, [HERE]: { headers: fresh(300), body: 'genuine' } })
    for (const url of others) expect(textOf(await get(url))).toBe('forged')
    expect(textOf(await get(HERE))).toBe('genuine')
    for (const url of others) expect(textOf(await get(url))).toBe('forged')
    expect(sent).toHaveLength(others.length + 1)
  })

  it('VER-13: cannot be put under an address by redirecting to it or from it', async () => {
    const { get } = aWeb({
      'https://evil.example/to': { status: 301, headers: { ...fresh(300), location: HERE }, body: 'forged' },
      [HERE]: { headers: fresh(300), body: 'genuine' },
      'https://evil.example/list': { ...hostile, body: 'forged' },
    })
    expect(textOf(await get('https://evil.example/to'))).toBe('genuine')
    expect(textOf(await get('https://evil.example/list'))).toBe('forged')
    expect(textOf(await get(HERE))).toBe('genuine')
    expect(await get('https://evil.example/to')).toMatchObject({ url: HERE })
  })

  it('VER-13: is not given out as another form of the same address', async () => {
    const { get } = aWeb({ [HERE]: ({ headers }) => ({ headers: fresh(300), body: `as ${headers['accept']}` }) })
    expect(textOf(await get(HERE))).toBe('as application/json')
    expect(textOf(await get(HERE, { ...PUBLIC_JSON, accept: 'text/plain' }))).toBe('as text/plain')
    expect(textOf(await get(HERE))).toBe('as application/json')
  })
})

describe('the cache that processes share', () => {
  it('VER-13: holds what is public in itself, and gives it to another process', async () => {
    const { cache, kept } = sharedCache()
    const headers = { ...fresh(200), 'set-cookie': 'a=b', 'x-secret': 'c' }
    await aWeb({ [HERE]: { headers, body: 'one' } }, { cache }).get(HERE)
    expect([...kept.values()].map(({ answer, until }) => [answer.headers, until])).toEqual([
      [fresh(200), '2026-03-01T12:03:20.000Z'],
    ])
    const other = aWeb({}, { cache })
    expect(textOf(await other.get(HERE))).toBe('one')
    expect(sent(other)).toBe(0)
    other.advanceSeconds(201)
    expect(textOf(await other.get(HERE))).toBe('absent')
  })

  it('VER-13: never holds a badge, an absence, a redirect, a failure, or what must not be kept', async () => {
    const { cache, kept } = sharedCache()
    const pages = {
      [HERE]: { headers: fresh(200) },
      [`${HERE}/absent`]: { status: 404, headers: fresh(200) },
      [`${HERE}/moved`]: { status: 301, headers: { ...fresh(200), location: '/failed' } },
      'https://issuer.example/failed': { status: 500, headers: fresh(200) },
      [`${HERE}/secret`]: { headers: { 'cache-control': 'no-store' } },
      [`${HERE}/silent`]: {},
    }
    const web = aWeb(pages, { cache })
    await web.get(HERE, A_BADGE)
    for (const url of Object.keys(pages)) if (url !== HERE) await web.get(url)
    expect(kept.size).toBe(0)
    // Not in memory either: it is asked for again.
    const before = sent(web)
    await web.get(HERE, A_BADGE)
    expect(sent(web)).toBe(before + 1)
  })

  it('holds for a day what its host can be asked about, and lets another process ask', async () => {
    const { cache, kept } = sharedCache()
    const page = ({ headers }: { readonly headers: Readonly<Record<string, string>> }) =>
      headers['if-none-match'] === '"1"' ? { status: 304 } : { headers: { etag: '"1"' }, body: 'one' }
    await aWeb({ [HERE]: page }, { cache }).get(HERE)
    expect([...kept.values()].map(({ until }) => until)).toEqual(['2026-03-02T12:00:00.000Z'])
    const other = aWeb({ [HERE]: page }, { cache })
    expect(textOf(await other.get(HERE))).toBe('one')
    expect(other.sent.map(({ headers }) => headers['if-none-match'])).toEqual(['"1"'])
  })

  it('VER-13: takes no more than 1 MB from one verification', async () => {
    const { cache, kept } = sharedCache()
    const pages = Object.fromEntries(
      Array.from({ length: 20 }, (_, n) => [`${HERE}/${n}`, { headers: fresh(200), body: new Uint8Array(100_000) }]),
    )
    const { openWeb } = aWeb(pages, { cache })
    const web = openWeb({ milliseconds: 5000 })
    for (const url of Object.keys(pages)) expect(textOf(await web.get(url, PUBLIC_JSON))).toHaveLength(100_000)
    expect(kept.size).toBe(10)
  })

  it('VER-13: neither fails nor delays a verification when it is broken or hangs, and is left alone for a while', async () => {
    const never = () => new Promise<never>(() => undefined)
    const broken = () => Promise.reject(new Error('no table'))
    for (const instead of [never, broken]) {
      let asked = 0
      const failing: WebCache = {
        load: () => {
          asked++
          return instead()
        },
        keep: instead,
      }
      const { log, lines } = aLog()
      const cache = boundedWebCache(failing, { log, milliseconds: 20, restMilliseconds: 60_000 })
      const { get } = aWeb({ [HERE]: { headers: fresh(200), body: 'one' } }, { cache })
      expect(textOf(await get(HERE))).toBe('one')
      expect(textOf(await get(`${HERE}/other`))).toBe('absent')
      expect(asked).toBe(1)
      expect(lines).toEqual([['web_cache_unavailable', { reason: instead === never ? 'TimeoutError' : 'Error' }]])
    }
  })

  it('is asked again after its rest', async () => {
    const kept: KeptAnswer = { status: 200, headers: {}, bytes: new Uint8Array(), confirmedAt: NOW }
    const answers = [() => Promise.reject(new Error('no table')), async () => kept]
    const cache = boundedWebCache(
      { load: async () => answers.shift()?.(), keep: async () => undefined },
      { log: aLog().log, restMilliseconds: 0 },
    )
    const key = { url: HERE, accept: 'application/json' }
    expect([await cache.load(key), await cache.load(key)]).toEqual([undefined, kept])
  })
})

const sent = (web: ReturnType<typeof aWeb>) => web.sent.length

function aLog() {
  const lines: unknown[] = []
  const note: Log['warn'] = (code, fields) => lines.push([code, fields])
  const log: Log = { info: note, warn: note, error: note }
  return { log, lines }
}
