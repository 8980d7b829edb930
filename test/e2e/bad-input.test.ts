import { once } from 'node:events'
import { createServer } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { getRequestListener } from '@hono/node-server'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ADMIN_TOKEN, createCommunity, startApp, type TestApp } from '../support/app.ts'

let app: TestApp
let key: string
let port: number
const server = createServer()
const LIMIT = 256 * 1024

beforeAll(async () => {
  app = await startApp()
  key = (await createCommunity(app, 'weavers')).key
  server.on('request', getRequestListener(app.fetch))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  // A server that listens on TCP has an address with a port.
  port = (server.address() as AddressInfo).port
})

afterAll(() => {
  server.closeAllConnections()
  server.close()
})

const post = (body: string, headers: Readonly<Record<string, string>> = {}) =>
  app.request('POST', '/v1/communities/weavers/members', { token: key, body, headers })

/** Sends bytes as they are and reads until the server closes. */
async function raw(text: string): Promise<{ readonly status: number; readonly head: string; readonly body: string }> {
  const socket = connect(port, '127.0.0.1')
  socket.end(text)
  const chunks: Buffer[] = []
  for await (const chunk of socket) chunks.push(chunk)
  const [head = '', body = ''] = Buffer.concat(chunks).toString('latin1').split('\r\n\r\n', 2)
  return { status: Number(head.split(' ')[1]), head, body }
}

const get = (target: string) => raw(`GET ${target} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`)

describe('a body', () => {
  it.each([
    ['', 'malformed_json'],
    ['{', 'malformed_json'],
    ['{"name":"A",}', 'malformed_json'],
    ["{'name':'A'}", 'malformed_json'],
    ['\u0000', 'malformed_json'],
    ['NaN', 'malformed_json'],
    ['null', 'invalid_request'],
    ['[]', 'invalid_request'],
    ['"text"', 'invalid_request'],
    ['{"name":"\\u0000"}', 'invalid_request'],
    ['{"name":"\\ud800"}', 'invalid_request'],
    ['{"na\\ud800me":"A"}', 'invalid_request'],
    ['{"name":"A","__proto__":{"role":"owner"}}', 'invalid_request'],
    ['{"name":"A","constructor":{"prototype":{}}}', 'invalid_request'],
    [`{"name":${'['.repeat(100)}${']'.repeat(100)}}`, 'invalid_request'],
    ['['.repeat(200_000), 'invalid_request'],
  ])('that is %j is refused', async (body, code) => {
    const answer = await post(body, { 'content-type': 'application/json' })
    expect([answer.status, answer.body.code]).toEqual([400, code])
    expect(answer.headers.get('content-type')).toBe('application/problem+json')
  })

  it('that is not UTF-8 is refused', async () => {
    const answer = await app.fetch(
      new Request('https://badges.example.org/v1/communities/weavers/members', {
        method: 'POST',
        headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
        body: new Uint8Array([...Buffer.from('{"name":"'), 0xff, 0xfe, ...Buffer.from('"}')]),
      }),
    )
    expect([answer.status, JSON.parse(await answer.text()).code]).toEqual([400, 'malformed_json'])
  })

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data', 'application/jsonp', 'nonsense'])(
    'declared as %s is refused',
    async (type) => {
      const { status, body } = await post('{"name":"A"}', { 'content-type': type })
      expect([status, body.code]).toEqual([415, 'unsupported_media_type'])
    },
  )

  it('declared as JSON in any of its spellings is taken', async () => {
    for (const type of ['application/json; charset=utf-8', 'Application/JSON', 'application/json;charset="UTF-8"'])
      expect((await post('{"name":"A"}', { 'content-type': type })).status).toBe(201)
  })

  it('of 256 KB is parsed, and one byte more is refused before it is', async () => {
    const padded = (size: number) => `{"name":"A"${' '.repeat(size - 12)}}`
    expect((await post(padded(LIMIT))).status).toBe(201)
    const { status, body } = await post(padded(LIMIT + 1))
    expect([status, body.code]).toEqual([413, 'body_too_large'])
  })

  it('of unknown length is refused once it is too large, and no more of it is read', async () => {
    const endless = async function* () {
      for (;;) yield Buffer.alloc(64 * 1024, 0x20)
    }
    const answer = await fetch(`http://127.0.0.1:${port}/v1/communities/weavers/members`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      // Node's fetch streams an async generator; its types do not say so.
      body: endless() as unknown as ReadableStream,
      duplex: 'half',
    } as RequestInit)
    expect([answer.status, JSON.parse(await answer.text()).code]).toEqual([413, 'body_too_large'])
  })

  it('that claims a great length is refused by that claim', async () => {
    const { status, body } = await raw(
      `POST /v1/communities HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${ADMIN_TOKEN}\r\nContent-Type: application/json\r\nContent-Length: 99999999\r\nConnection: close\r\n\r\n{}`,
    )
    expect([status, JSON.parse(body).code]).toEqual([413, 'body_too_large'])
  })

  it('that is compressed is refused with what to do instead', async () => {
    const { status, body } = await post('{"name":"A"}', {
      'content-type': 'application/json',
      'content-encoding': 'gzip',
    })
    expect([status, body.code, body.detail]).toEqual([
      415,
      'unsupported_media_type',
      'Send the body uncompressed, without Content-Encoding.',
    ])
  })

  it('that breaks off is the client’s fault, and no error of ours', async () => {
    const breaking = new ReadableStream({
      start(controller) {
        controller.enqueue(Buffer.from('{"name":'))
      },
      pull(controller) {
        controller.error(new Error('aborted'))
      },
    })
    const answer = await app.fetch(
      new Request('https://badges.example.org/v1/communities/weavers/members', {
        method: 'POST',
        headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
        body: breaking,
        duplex: 'half',
      } as RequestInit),
    )
    expect([answer.status, JSON.parse(await answer.text()).code]).toEqual([400, 'malformed_json'])
    expect(app.logged.filter(({ code }) => code === 'request_failed')).toEqual([])
  })

  it('that is too large closes the connection it came on', async () => {
    const answer = await post(' '.repeat(LIMIT + 1), { 'content-type': 'application/json' })
    expect([answer.status, answer.headers.get('connection')]).toEqual([413, 'close'])
  })

  it('with a hundred thousand mistakes gets a short answer', async () => {
    const answer = await post(`[${'"\\ud800",'.repeat(28_000)}1]`, { 'content-type': 'application/json' })
    expect([answer.status, answer.body.code, answer.body.errors.length]).toEqual([400, 'invalid_request', 50])
  })

  it('is not read for a caller who may not send it', async () => {
    const { status } = await app.request('POST', '/v1/communities/weavers/members', { body: '{' })
    expect(status).toBe(401)
  })
})

describe('a call that takes no body', () => {
  const revoke = (body: string | undefined, headers: Readonly<Record<string, string>> = {}) =>
    app.request('DELETE', '/v1/communities/weavers/api-keys/01ARZ3NDEKTSV4RRFFQ69G5FAV', { token: key, body, headers })

  it.each([undefined, '', ' ', '{}'])('takes %j for none', async (body) => {
    const { status, body: problem } = await revoke(body)
    expect([status, problem.code]).toEqual([404, 'api_key_not_found'])
  })

  it.each(['[]', 'null', 'x', '{', '"a"', '\u0000', '['.repeat(100_000)])('refuses %j', async (body) => {
    const { status, body: problem } = await revoke(body)
    expect([status, problem.code]).toEqual([400, 'invalid_request'])
  })

  it('points at the members it does not know', async () => {
    const { status, body } = await revoke('{"reason":"lost"}')
    expect([status, body.errors]).toEqual([400, [{ pointer: '/reason', detail: 'is not known here' }]])
  })

  it('reads no more than 256 KB of one, also to tell repeats apart', async () => {
    const { status, body } = await revoke(' '.repeat(LIMIT + 1), { 'idempotency-key': 'large' })
    expect([status, body.code]).toEqual([413, 'body_too_large'])
  })
})

describe('a query', () => {
  it.each([
    ['GET', '/v1/communities/weavers?x=1'],
    ['GET', '/v1/communities/weavers/members?lerner=1'],
    ['POST', '/v1/communities/weavers/members?dryRun=true'],
    ['GET', '/v1/communities/weavers/members?__proto__=1'],
  ])('that names what is not known is refused: %s %s', async (method, path) => {
    const body = method === 'POST' ? { name: 'A' } : undefined
    const { status, body: problem } = await app.request(method, path, { token: key, body })
    expect([status, problem.code]).toEqual([400, 'invalid_request'])
    expect(problem.detail).toMatch(/^The query parameter "\w+" is not known here\.$/)
  })

  it('with a very long name is answered in a line', async () => {
    const { body } = await app.request('GET', `/v1/communities/weavers/members?${'a'.repeat(9000)}=1`, { token: key })
    expect(body.detail.length).toBeLessThan(200)
  })

  it('is nobody’s business where the service is only asked for its health', async () => {
    expect((await app.request('GET', '/healthz?probe=1')).status).toBe(200)
  })
})

describe('an address', () => {
  it.each([
    '/v1/%',
    '/v1/%zz',
    '/v1/communities/%ff',
    '/%c0%af',
    '/v1/communities/%00',
    '/healthz?x=%',
    '/healthz?x=%00',
  ])('that is not readable is refused: %s', async (target) => {
    const { status, head, body } = await get(target)
    expect([status, JSON.parse(body).code]).toEqual([400, 'invalid_request'])
    expect(head.toLowerCase()).toContain('content-type: application/problem+json')
  })

  it.each([
    '//',
    '//evil.example/v1',
    '/..%2f..%2fetc/passwd',
    '/v1/communities/weavers/',
    '/V1/communities',
    '/v1/x?y=1',
  ])('that leads nowhere is a problem document: %s', async (target) => {
    const { status, body } = await get(target)
    expect(status).toBe(404)
    expect(JSON.parse(body)).toMatchObject({ code: 'not_found', status: 404 })
  })

  it('that takes other methods says which', async () => {
    const { status, body, headers } = await app.request('DELETE', '/v1/communities/weavers', { token: key })
    expect([status, body.code, headers.get('allow')]).toEqual([405, 'method_not_allowed', 'GET, HEAD, PATCH'])
    const trace = await raw('FOO /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n')
    expect([400, 405]).toContain(trace.status)
    expect((await app.request('PROPFIND', '/healthz')).status).toBe(405)
    expect((await app.request('OPTIONS', '/v1/communities')).headers.get('allow')).toBe('POST')
  })

  it('answers HEAD like GET, without a body', async () => {
    const answer = await app.request('HEAD', '/healthz')
    expect([answer.status, answer.body]).toEqual([200, ''])
  })
})

describe('credentials', () => {
  it.each([
    'nonsense',
    'Basic YTpi',
    'Bearer',
    'Bearer ',
    'Bearer two words',
    'Bearer pb_',
    'Bearer pb_01ARZ3NDEKTSV4RRFFQ69G5FAV_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA',
    'Bearer a.b.c.d',
    `Bearer ${ADMIN_TOKEN}x`,
    `Bearer ${'x'.repeat(4000)}`,
  ])('that are %j are refused', async (authorization) => {
    const answer = await app.request('GET', '/v1/communities/weavers', { headers: { authorization } })
    expect([answer.status, answer.body.code]).toEqual([401, 'unauthenticated'])
    expect(answer.headers.get('www-authenticate')).toContain('Bearer')
  })

  it('with the right key and a wrong secret are refused, and the log holds neither', async () => {
    const wrong = `${key.slice(0, -1)}${key.endsWith('A') ? 'B' : 'A'}`
    expect((await app.request('GET', '/v1/communities/weavers', { token: wrong })).status).toBe(401)
    expect(app.logged.at(-1)).toMatchObject({ code: 'authentication_refused', fields: { reason: 'api_key_unknown' } })
    expect(JSON.stringify(app.logged)).not.toContain(wrong.slice(30))
  })

  it('are taken with the scheme in any case', async () => {
    const headers = { authorization: `bearer ${key}` }
    expect((await app.request('GET', '/v1/communities/weavers', { headers })).status).toBe(200)
  })
})

describe('a path that names a community', () => {
  it.each(['UPPER', 'x'.repeat(3000), 'a--b', '%F0%9F%92%A5', 'nowhere'])(
    'that cannot be is unknown: %s',
    async (slug) => {
      for (const token of [key, ADMIN_TOKEN]) {
        const { status, body } = await app.request('POST', `/v1/communities/${slug}/api-keys`, {
          token,
          body: { name: 'x', scopes: ['*'] },
        })
        expect([status, body.code]).toEqual(token === key ? [403, 'forbidden'] : [404, 'community_not_found'])
      }
      const { status, body } = await app.request('GET', `/v1/communities/${slug}`, { token: key })
      expect([status, body.code]).toEqual([404, 'community_not_found'])
    },
  )
})
