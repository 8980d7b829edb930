import type { Socket } from 'node:net'
import { describe, expect, it } from 'vitest'
import { connectByNode } from '../../../../functions/adapters/outbound/node-connect.ts'
import { dribble, type LoopbackServer, pour, serveOnLoopback } from '../../../support/loopback-server.ts'
import { A_BADGE, aWeb } from '../../../support/outbound.ts'

const MEGABYTE = 1024 * 1024
/** What the kernel may hold between two sockets, generously. */
const IN_FLIGHT_BYTES = 12 * MEGABYTE
const HEAD = 'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n'

/** Asks a server on this machine over a real connection, as one verification with so much time. */
async function ask({ port }: LoopbackServer, { milliseconds = 5000, path = '/', maxBytes = MEGABYTE } = {}) {
  const { openWeb } = aWeb({}, { connect: connectByNode, allowLoopbackHttp: true })
  return openWeb({ milliseconds }).get(`http://127.0.0.1:${port}${path}`, { ...A_BADGE, maxBytes })
}

describe('a server that means harm', () => {
  it.each<readonly [string, (socket: Socket) => void]>([
    ['never answers', () => undefined],
    ['sends its headers byte by byte', (socket) => dribble(socket, (n) => HEAD[n] ?? 'x')],
    [
      'sends one header after the other',
      (socket) => dribble(socket, (n) => (n === 0 ? HEAD : `x-${n % 9}: y\r\n`), 20),
    ],
    ['only ever gives hints', (socket) => dribble(socket, () => 'HTTP/1.1 103 Early Hints\r\nlink: <a>\r\n\r\n')],
    ['sends its body byte by byte', (socket) => dribble(socket, (n) => (n === 0 ? `${HEAD}\r\n` : ' '))],
    [
      'sends a body in chunks of one byte',
      (socket) => dribble(socket, (n) => (n === 0 ? `${HEAD}transfer-encoding: chunked\r\n\r\n` : '1\r\n \r\n')),
    ],
    ['announces more than it sends', (socket) => socket.write(`${HEAD}content-length: 100\r\n\r\nonly this`)],
  ])('VER-13: one that %s is hung up on when the time is over', async (_, answer) => {
    const server = await serveOnLoopback(answer)
    expect(await ask(server, { milliseconds: 300 })).toMatchObject({ kind: 'unavailable', reason: 'timed_out' })
    await server.closed()
    expect(server.heads).toHaveLength(1)
  })

  it.each<readonly [string, (socket: Socket) => void]>([
    [
      '50 MB',
      (socket) => {
        socket.write(`${HEAD}\r\n`)
        pour(socket, 50 * MEGABYTE)
      },
    ],
    [
      '50 MB, which it announces',
      (socket) => {
        socket.write(`${HEAD}content-length: ${50 * MEGABYTE}\r\n\r\n`)
        pour(socket, 50 * MEGABYTE)
      },
    ],
    [
      '50 MB and announces one byte in another place',
      (socket) => {
        socket.write(`${HEAD}x-content-length: 1\r\n\r\n`)
        pour(socket, 50 * MEGABYTE)
      },
    ],
    [
      'headers without end',
      (socket) => {
        socket.write(`${HEAD}x-large: `)
        pour(socket, 50 * MEGABYTE)
      },
    ],
    ['many headers without end', (socket) => socket.write(HEAD + 'x-many: y\r\n'.repeat(20_000))],
  ])('VER-13: one that sends %s is hung up on at the limit', async (_, answer) => {
    const server = await serveOnLoopback(answer)
    expect(await ask(server)).toMatchObject({ kind: 'unavailable', reason: 'too_large' })
    expect(await server.closed()).toBeLessThan(MEGABYTE + IN_FLIGHT_BYTES)
  })

  it('VER-13: 50 MB take no more memory than the limit allows', async () => {
    const server = await serveOnLoopback((socket) => {
      socket.write(`${HEAD}\r\n`)
      pour(socket, 50 * MEGABYTE)
    })
    let most = 0
    const before = process.memoryUsage().arrayBuffers
    const timer = setInterval(() => {
      most = Math.max(most, process.memoryUsage().arrayBuffers - before)
    }, 1)
    await ask(server)
    clearInterval(timer)
    expect(most).toBeLessThan(40 * MEGABYTE)
  })

  it.each<readonly [string, (socket: Socket) => void]>([
    ['closes without an answer', (socket) => socket.end()],
    ['resets the connection', (socket) => socket.resetAndDestroy()],
    ['breaks off its headers', (socket) => socket.end(HEAD)],
    ['breaks off its body', (socket) => socket.end(`${HEAD}content-length: 100\r\n\r\nonly this`)],
    ['breaks off a chunk', (socket) => socket.end(`${HEAD}transfer-encoding: chunked\r\n\r\n64\r\nonly this`)],
    [
      'gives hints without end',
      (socket) => socket.write('HTTP/1.1 103 Early Hints\r\nlink: <a>\r\n\r\n'.repeat(10_000)),
    ],
    ['speaks another protocol', (socket) => socket.end('220 mail.example ESMTP\r\n')],
    [
      'switches to another protocol',
      (socket) => socket.end('HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n'),
    ],
    ['gives two lengths', (socket) => socket.end(`${HEAD}content-length: 2\r\ncontent-length: 3\r\n\r\n{} `)],
    [
      'gives a length and chunks',
      (socket) => socket.end(`${HEAD}content-length: 2\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n`),
    ],
  ])('VER-13: what one that %s has is unknown', async (_, answer) => {
    const server = await serveOnLoopback(answer)
    expect(await ask(server)).toMatchObject({ kind: 'unavailable', reason: 'unreachable' })
    await server.closed()
  })

  it('VER-13: one that redirects in a circle or without end is asked six times at most', async () => {
    const circle = await serveOnLoopback((socket) => socket.end('HTTP/1.1 302 Found\r\nlocation: /\r\n\r\n'))
    expect(await ask(circle)).toMatchObject({ reason: 'too_many_redirects' })
    expect(circle.heads).toHaveLength(1)
    const endless = await serveOnLoopback((socket, head) =>
      socket.end(`HTTP/1.1 302 Found\r\nlocation: ${head.split(' ')[1]}a\r\n\r\n`),
    )
    expect(await ask(endless)).toMatchObject({ reason: 'too_many_redirects' })
    expect(endless.heads).toHaveLength(6)
  })

  it('VER-13: one that redirects with a body without end is not listened to', async () => {
    const server = await serveOnLoopback((socket, head) => {
      if (head.startsWith('GET /on ')) return socket.end(`${HEAD}\r\n{}`)
      socket.write('HTTP/1.1 302 Found\r\nlocation: /on\r\n\r\n')
      return pour(socket, 50 * MEGABYTE)
    })
    expect(await ask(server)).toMatchObject({ kind: 'found', mediaType: 'application/json' })
    expect(await server.closed()).toBeLessThan(IN_FLIGHT_BYTES)
  })
})
