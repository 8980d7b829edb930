import { brotliCompressSync, constants, deflateSync, gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { A_BADGE, aWeb, PUBLIC_JSON, streamOf } from '../../../support/outbound.ts'

const HERE = 'https://issuer.example/'
const to = (location: string, status = 302) => ({ status, headers: { location } })
const never = () => new Promise<never>(() => undefined)

describe('what another host answers', () => {
  it('is found with the address that answered, its media type and its bytes', async () => {
    const { get } = aWeb({ [HERE]: { headers: { 'content-type': 'Application/JSON; charset=utf-8' }, body: '{}' } })
    const bytes = new TextEncoder().encode('{}')
    expect(await get(HERE)).toEqual({ kind: 'found', url: HERE, mediaType: 'application/json', bytes })
  })

  it.each([404, 410])('is absent when it says %i', async (status) => {
    const { get } = aWeb({ [HERE]: { status } })
    expect(await get(HERE)).toEqual({ kind: 'absent', status })
  })

  it.each([201, 204, 206, 300, 304, 400, 401, 403, 429, 500, 503])(
    'VER-13: leaves it unknown what is there when it says %i',
    async (status) => {
      const { get } = aWeb({ [HERE]: { status } })
      expect(await get(HERE)).toEqual({ kind: 'unavailable', reason: 'answered_otherwise', detail: String(status) })
    },
  )

  it('VER-13: is unknown when the host does not resolve, does not answer or breaks off', async () => {
    const failing = () => Promise.reject(new Error('no'))
    async function* broken() {
      yield new Uint8Array(1)
      throw new Error('reset')
    }
    const breaking = async () => ({ status: 200, headers: {}, body: broken() })
    expect(await aWeb({}, { resolve: failing }).get(HERE)).toMatchObject({ reason: 'host_unresolvable' })
    expect(await aWeb({}, { resolve: async () => [] }).get(HERE)).toMatchObject({ reason: 'host_unresolvable' })
    expect(await aWeb({}, { connect: failing }).get(HERE)).toMatchObject({ reason: 'unreachable' })
    expect(await aWeb({}, { connect: breaking }).get(HERE)).toMatchObject({ reason: 'unreachable' })
  })
})

describe('redirects', () => {
  it.each([301, 302, 303, 307, 308])('are followed by %i, also to a relative address', async (status) => {
    const { get, sent } = aWeb({
      [HERE]: to('/a/b', status),
      [`${HERE}a/b`]: to('../c?d#e', status),
      [`${HERE}c?d`]: {},
    })
    expect(await get(HERE)).toMatchObject({ kind: 'found', url: `${HERE}c?d` })
    expect(sent).toHaveLength(3)
  })

  it('VER-13: are followed five times and no further', async () => {
    const chain = (length: number) =>
      Object.fromEntries(
        Array.from({ length: length + 1 }, (_, n) => [`${HERE}${n}`, n === length ? {} : to(`/${n + 1}`)]),
      )
    expect(await aWeb(chain(5)).get(`${HERE}0`)).toMatchObject({ kind: 'found', url: `${HERE}5` })
    const six = aWeb(chain(6))
    expect(await six.get(`${HERE}0`)).toMatchObject({ reason: 'too_many_redirects' })
    expect(six.sent).toHaveLength(6)
  })

  it('VER-13: end at the first address that was there before', async () => {
    const { get, sent } = aWeb({ [HERE]: to('/b'), [`${HERE}b`]: to('/') })
    expect(await get(HERE)).toMatchObject({ reason: 'too_many_redirects' })
    expect(sent).toHaveLength(2)
  })

  it.each([
    ['http://issuer.example/', 'url_not_allowed'],
    ['http://169.254.169.254/latest/meta-data/', 'url_not_allowed'],
    ['https://169.254.169.254/', 'address_not_public'],
    ['https://0x7f.1/', 'address_not_public'],
    ['//[::1]/', 'address_not_public'],
    ['https://localhost/', 'address_not_public'],
    ['https://inside.example/', 'address_not_public'],
    ['https://user@other.example/', 'url_not_allowed'],
    ['https://other.example:22/', 'url_not_allowed'],
    ['javascript:alert(1)', 'url_not_allowed'],
    ['https://', 'url_not_allowed'],
  ])('VER-13: do not lead to %s', async (location, reason) => {
    const { get, sent } = aWeb(
      { [HERE]: to(location) },
      { resolve: async (host) => [host === 'inside.example' ? '10.0.0.1' : '93.184.216.34'] },
    )
    expect(await get(HERE)).toMatchObject({ kind: 'unavailable', reason })
    expect(sent).toHaveLength(1)
  })

  it('VER-13: do not lead from elsewhere to this machine, where this machine is allowed', async () => {
    for (const location of ['http://localhost:8080/', 'https://localhost:8080/', 'http://127.0.0.1/']) {
      const { get, sent } = aWeb({ [HERE]: to(location) }, { allowLoopbackHttp: true })
      expect(await get(HERE)).toMatchObject({ reason: 'address_not_public' })
      expect(sent).toHaveLength(1)
    }
  })
})

describe('size', () => {
  it.each([
    ['gzip', gzipSync],
    ['x-gzip', gzipSync],
    ['deflate', deflateSync],
    ['br', brotliCompressSync],
    ['identity', (text: string) => Buffer.from(text)],
  ] as const)('reads %s, which was not asked for', async (coding, encode) => {
    const { get, sent } = aWeb({ [HERE]: { headers: { 'content-encoding': coding }, body: encode('{"a":1}') } })
    expect(await get(HERE)).toMatchObject({ kind: 'found', bytes: new TextEncoder().encode('{"a":1}') })
    expect(sent[0]?.headers['accept-encoding']).toBe('identity')
  })

  it.each([
    ['gzip', gzipSync],
    ['deflate', deflateSync],
    ['br', (bomb: Buffer) => brotliCompressSync(bomb, { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } })],
  ] as const)('VER-13: gives up on %s that inflates beyond the limit', async (coding, encode) => {
    const body = encode(Buffer.alloc(20_000_000))
    expect(body.byteLength).toBeLessThan(PUBLIC_JSON.maxBytes)
    const { get } = aWeb({ [HERE]: { headers: { 'content-encoding': coding }, body } })
    expect(await get(HERE)).toMatchObject({ reason: 'too_large' })
  })

  it.each([
    ['gzip, gzip', gzipSync(gzipSync('{}')), 'answered_otherwise'],
    ['compress', 'xx', 'answered_otherwise'],
    ['constructor', 'xx', 'answered_otherwise'],
    ['gzip', 'no gzip', 'unreachable'],
    ['br', 'no brotli', 'unreachable'],
  ])('VER-13: reads nothing from a body in the coding %j that it cannot decode', async (coding, body, reason) => {
    const { get } = aWeb({ [HERE]: { headers: { 'content-encoding': coding }, body } })
    expect(await get(HERE)).toMatchObject({ kind: 'unavailable', reason })
  })

  it('VER-13: believes a length that is too large, and reads nothing', async () => {
    let read = 0
    async function* counted() {
      read++
      yield new Uint8Array(1)
    }
    const headers = { 'content-length': '50000000' }
    const { get } = aWeb({}, { connect: async () => ({ status: 200, headers, body: counted() }) })
    expect(await get(HERE)).toMatchObject({ reason: 'too_large' })
    expect(read).toBe(0)
  })

  it('VER-13: holds no more than 32 MB for one verification', async () => {
    const body = Buffer.alloc(16 * 1024 * 1024)
    const pages = Object.fromEntries(Array.from({ length: 4 }, (_, n) => [`${HERE}${n}`, { body }]))
    const web = aWeb(pages).openWeb({ milliseconds: 5000 })
    const kinds: string[] = []
    for (const url of Object.keys(pages)) {
      const answer = await web.get(url, { ...A_BADGE, maxBytes: body.byteLength })
      kinds.push(answer.kind === 'unavailable' ? answer.reason : answer.kind)
    }
    expect(kinds).toEqual(['found', 'found', 'too_large', 'too_large'])
  })
})

describe('one verification', () => {
  it('VER-13: counts what arrived in vain, so that hosts that send too much do not send it without end', async () => {
    let arrived = 0
    async function* endless() {
      for (;;) {
        arrived += 1024 * 1024
        yield new Uint8Array(1024 * 1024)
      }
    }
    const connect = async () => ({ status: 200, headers: {}, body: endless() })
    const web = aWeb({}, { connect }).openWeb({ milliseconds: 5000 })
    const asked = Array.from({ length: 60 }, (_, n) =>
      web.get(`https://h${n}.example/`, { ...(n % 2 === 0 ? A_BADGE : PUBLIC_JSON), maxBytes: 4 * 1024 * 1024 }),
    )
    for (const answer of await Promise.all(asked)) expect(answer).toMatchObject({ reason: 'too_large' })
    expect(arrived).toBeLessThan(64 * 1024 * 1024)
  })

  it('asks an address once, however often and at whatever place in it', async () => {
    const { openWeb, sent } = aWeb({ [HERE]: {} })
    const web = openWeb({ milliseconds: 5000 })
    const answers = await Promise.all(['', '#a', '#b', ''].map((fragment) => web.get(`${HERE}${fragment}`, A_BADGE)))
    expect(answers.map(({ kind }) => kind)).toEqual(Array(4).fill('found'))
    expect(sent).toHaveLength(1)
    await web.get(HERE, { ...A_BADGE, accept: 'text/plain' })
    expect(sent).toHaveLength(2)
  })

  it('VER-13: asks sixty addresses and no more, redirects among them, unless it is given others', async () => {
    const pages = Object.fromEntries(
      Array.from({ length: 100 }, (_, n) => [`${HERE}${n}`, n < 10 ? to(`/${90 + n}`) : {}]),
    )
    const count = async (budget: { readonly maxAddresses?: number }) => {
      const { openWeb, sent } = aWeb(pages)
      const web = openWeb({ milliseconds: 5000, ...budget })
      const answers = await Promise.all(Object.keys(pages).map((url) => web.get(url, A_BADGE)))
      const refused = answers.filter((answer) => answer.kind === 'unavailable' && answer.reason === 'too_many_requests')
      return [sent.length, answers.length - refused.length]
    }
    expect((await count({}))[0]).toBe(60)
    expect(await count({ maxAddresses: 200 })).toEqual([110, 100])
  })

  it('VER-13: is over with its time, whatever hangs', async () => {
    async function* stuck() {
      yield new Uint8Array(1)
      await never()
    }
    for (const hangs of [
      { resolve: never },
      { connect: never },
      { connect: async () => ({ status: 200, headers: {}, body: stuck() }) },
      { connect: async () => ({ status: 200, headers: { 'content-encoding': 'gzip' }, body: stuck() }) },
      { cache: { load: never, keep: never } },
    ]) {
      const web = aWeb({ [HERE]: { headers: { 'cache-control': 'max-age=300' } } }, hangs).openWeb({ milliseconds: 30 })
      expect(await web.get(HERE, PUBLIC_JSON)).toMatchObject({ kind: 'unavailable', reason: 'timed_out' })
      expect(web.remainingMilliseconds()).toBeLessThan(30)
      expect(await web.get(`${HERE}later`, PUBLIC_JSON)).toMatchObject({ reason: 'timed_out' })
    }
  })

  it('VER-13: closes the connection whatever became of it', async () => {
    const { get, sent } = aWeb({
      [HERE]: {},
      [`${HERE}absent`]: { status: 404 },
      [`${HERE}large`]: { body: new Uint8Array(200_000) },
      [`${HERE}on`]: to('http://issuer.example/'),
    })
    for (const path of ['', 'absent', 'large', 'on']) await get(`${HERE}${path}`)
    expect(sent.map(({ signal }) => signal.aborted)).toEqual([true, true, true, true])
  })
})

describe('one process', () => {
  it('VER-13: has four requests at a host in flight, and lets no host that hangs hold up another', async () => {
    let inFlight = 0
    let most = 0
    const { openWeb } = aWeb(
      {},
      {
        connect: async ({ url, signal }) => {
          if (url.hostname === 'hangs.example')
            return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)))
          most = Math.max(most, ++inFlight)
          await new Promise((resolve) => setImmediate(resolve))
          inFlight--
          return { status: 404, headers: {}, body: streamOf('') }
        },
      },
    )
    const urls = (host: string) => Array.from({ length: 12 }, (_, n) => `https://${host}/${n}`)
    const hanging = openWeb({ milliseconds: 400 })
    const hung = urls('hangs.example').map((url) => hanging.get(url, A_BADGE))
    const web = openWeb({ milliseconds: 4000 })
    const answers = await Promise.all(urls('issuer.example').map((url) => web.get(url, A_BADGE)))
    expect(answers.map(({ kind }) => kind)).toEqual(Array(12).fill('absent'))
    expect(most).toBe(4)
    const reasons = (await Promise.all(hung)).map((answer) => answer.kind === 'unavailable' && answer.reason)
    expect(reasons).toEqual(Array(12).fill('timed_out'))
  })

  it('VER-13: gives one address no more than its share of the time, and leaves the rest to others', async () => {
    const connect = ({ url }: { readonly url: URL }) =>
      url.pathname === '/hangs' ? never() : Promise.resolve({ status: 404, headers: {}, body: streamOf('') })
    const web = aWeb({}, { connect, patience: { exchangeMilliseconds: 30 } }).openWeb({ milliseconds: 60_000 })
    expect(await web.get(`${HERE}hangs`, A_BADGE)).toMatchObject({ reason: 'timed_out' })
    expect(await web.get(`${HERE}answers`, A_BADGE)).toMatchObject({ kind: 'absent' })
  })

  it('VER-13: lets what waits for its turn wait as long as the verification has time', async () => {
    const connect = async () => {
      await new Promise((resolve) => setTimeout(resolve, 50))
      return { status: 404, headers: {}, body: streamOf('') }
    }
    const web = aWeb({}, { connect, patience: { exchangeMilliseconds: 400 } }).openWeb({ milliseconds: 60_000 })
    const answers = await Promise.all(Array.from({ length: 40 }, (_, n) => web.get(`${HERE}${n}`, A_BADGE)))
    expect(answers.map(({ kind }) => kind)).toEqual(Array(40).fill('absent'))
  })

  it('VER-13: does not wait again for an address that hung, and soon asks it again; others of its host it asks', async () => {
    let sent = 0
    const hangs = async ({ url, signal }: { readonly url: URL; readonly signal: AbortSignal }) => {
      sent++
      if (url.pathname !== '/hangs') return { status: 404, headers: {}, body: streamOf('') }
      return new Promise<never>((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)))
    }
    const patience = { exchangeMilliseconds: 40, hangsAfterMilliseconds: 20, restMilliseconds: 1000 }
    const { openWeb } = aWeb({}, { connect: hangs, patience })
    const ask = (path: string) => openWeb({ milliseconds: 5000 }).get(`${HERE}${path}`, A_BADGE)
    expect(await ask('hangs')).toMatchObject({ reason: 'timed_out' })
    expect(await ask('hangs')).toMatchObject({ reason: 'timed_out' })
    expect(sent).toBe(1)
    expect(await ask('answers')).toMatchObject({ kind: 'absent' })
    await new Promise((resolve) => setTimeout(resolve, 1100))
    await ask('hangs')
    expect(sent).toBe(3)
  })
})
