import { once } from 'node:events'
import { createServer } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { answerUnparsable } from '../../../functions/local/answer-unparsable.ts'
import { ProblemSchema } from '../../../schemas/problem.ts'

const server = createServer((_request, response) => response.end('taken'))
let port: number

beforeAll(async () => {
  server.on('clientError', answerUnparsable('https://badges.example.org'))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  // A server that listens on TCP has an address with a port.
  port = (server.address() as AddressInfo).port
})

afterAll(() => server.close())

async function send(...parts: readonly (string | Uint8Array)[]): Promise<string> {
  const socket = connect(port, '127.0.0.1')
  for (const part of parts) socket.write(part)
  const chunks: Buffer[] = []
  for await (const chunk of socket) chunks.push(chunk)
  return Buffer.concat(chunks).toString()
}

describe('answerUnparsable', () => {
  it.each<[string, readonly (string | Uint8Array)[], RegExp]>([
    [
      'an address outside ASCII',
      ['GET /', new Uint8Array([0xc3, 0xbf]), ' HTTP/1.1\r\nHost: x\r\n\r\n'],
      /percent-encoded/,
    ],
    ['what is no HTTP at all', ['hello\r\n\r\n'], /no HTTP/],
    [
      'a body cut up wrongly',
      ['POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\nx'],
      /no HTTP/,
    ],
    ['an address of 20,000 characters', [`GET /${'a'.repeat(20_000)} HTTP/1.1\r\nHost: x\r\n\r\n`], /16 KB/],
  ])('answers %s with a problem document and closes', async (_what, parts, detail) => {
    const [head = '', body = ''] = (await send(...parts)).split('\r\n\r\n')
    expect(head).toMatch(/^HTTP\/1\.1 400 /)
    expect(head).toContain('Content-Type: application/problem+json')
    expect(ProblemSchema.parse(JSON.parse(body))).toMatchObject({
      code: 'invalid_request',
      detail: expect.stringMatching(detail),
    })
  })
})
