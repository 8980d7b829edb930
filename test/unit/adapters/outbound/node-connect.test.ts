import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { createServer } from 'node:tls'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { connectByNode, resolveByDns } from '../../../../functions/adapters/outbound/node-connect.ts'
import { serveOnLoopback } from '../../../support/loopback-server.ts'
import { selfSigned } from '../../../support/self-signed.ts'

const HEAD = 'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n'

describe('connectByNode', () => {
  const request = (port: number, addresses: readonly string[], host = 'issuer.invalid') => ({
    url: new URL(`http://${host}:${port}/list?a=b`),
    addresses,
    headers: { accept: 'application/json' },
    signal: AbortSignal.timeout(5000),
  })

  it('connects to the address it is given, under the name of the host, once for each request', async () => {
    const server = await serveOnLoopback((socket) => socket.end(`${HEAD}\r\n{}`))
    for (let n = 0; n < 2; n++) expect((await connectByNode(request(server.port, ['127.0.0.1']))).status).toBe(200)
    expect(server.heads).toHaveLength(2)
    expect(server.heads[0]).toMatch(/^GET \/list\?a=b HTTP\/1\.1\r\n/)
    expect(server.heads[0]).toMatch(new RegExp(`\r\nhost: issuer.invalid:${server.port}\r\n`, 'i'))
    expect(server.heads[0]).toMatch(/\r\nconnection: close\r\n/i)
    expect(server.heads[0]).not.toMatch(/\r\n(cookie|authorization|referer):/i)
  })

  it('tries the next address when one does not take the connection', async () => {
    const server = await serveOnLoopback((socket) => socket.end(`${HEAD}\r\n{}`))
    expect((await connectByNode(request(server.port, ['::1', '127.0.0.1']))).status).toBe(200)
    await expect(connectByNode(request(server.port, ['::1']))).rejects.toThrow()
  })

  it.each(['1', '0'])(
    'VER-13: does not speak to a host whose certificate nobody vouches for, also with NODE_TLS_REJECT_UNAUTHORIZED=%s',
    async (setting) => {
      vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', setting)
      onTestFinished(() => void vi.unstubAllEnvs())
      const names: unknown[] = []
      let said = ''
      const server = createServer(selfSigned('issuer.invalid'), (socket) => {
        names.push(socket.servername)
        socket.on('error', () => undefined)
        socket.on('data', (data) => {
          said += data.toString('latin1')
          socket.end(`${HEAD}\r\n{}`)
        })
      })
      onTestFinished(() => void server.close())
      server.on('tlsClientError', () => undefined)
      server.listen(0, '127.0.0.1')
      await once(server, 'listening')
      const address = server.address()
      const port = address !== null && typeof address === 'object' ? address.port : 0
      const { url, ...rest } = request(port, ['127.0.0.1'])
      const asked = connectByNode({ ...rest, url: new URL(url.href.replace('http:', 'https:')) })
      await expect(asked).rejects.toMatchObject({ code: 'DEPTH_ZERO_SELF_SIGNED_CERT' })
      expect(said).toBe('')
      expect(names.filter((name) => name !== 'issuer.invalid')).toEqual([])
    },
  )
})

const A = 1
const AAAA = 28
const NO_SUCH_NAME = 3

/** Answers a question of DNS with addresses of its type, with an error, or not at all. */
type Zone = (name: string, type: number) => readonly (readonly number[])[] | number | undefined

/** A name server on this machine, until the test is over. */
async function nameServer(zone: Zone) {
  const socket = createSocket('udp4')
  const asked: string[] = []
  socket.on('message', (query, { port, address }) => {
    const labels: string[] = []
    let at = 12
    for (let length = query[at] ?? 0; length > 0; length = query[at] ?? 0) {
      labels.push(query.subarray(at + 1, at + 1 + length).toString('latin1'))
      at += 1 + length
    }
    const question = query.subarray(12, at + 5)
    const type = query.readUInt16BE(at + 1)
    asked.push(labels.join('.'))
    const answer = zone(labels.join('.'), type)
    if (answer === undefined) return
    const records = typeof answer === 'number' ? [] : answer
    const head = Buffer.from([
      0x81,
      0x80 | (typeof answer === 'number' ? answer : 0),
      0,
      1,
      0,
      records.length,
      0,
      0,
      0,
      0,
    ])
    const body = records.map((bytes) => Buffer.from([0xc0, 12, 0, type, 0, 1, 0, 0, 0, 60, 0, bytes.length, ...bytes]))
    socket.send(Buffer.concat([query.subarray(0, 2), head, question, ...body]), port, address)
  })
  socket.bind(0, '127.0.0.1')
  await once(socket, 'listening')
  onTestFinished(() => void socket.close())
  return { resolve: resolveByDns([`127.0.0.1:${socket.address().port}`]), asked }
}

const V6 = [0x26, 0x06, 0x47, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x11, 0x11]
const later = () => AbortSignal.timeout(5000)

describe('resolveByDns', () => {
  it('finds all addresses of a host, of either family', async () => {
    const { resolve } = await nameServer((_, type) =>
      type === A
        ? [
            [93, 184, 216, 34],
            [10, 0, 0, 1],
          ]
        : [V6],
    )
    expect(await resolve('issuer.example', later())).toEqual(['93.184.216.34', '10.0.0.1', '2606:4700::1111'])
  })

  it.each([A, AAAA])('is content with one family when the server has an error for the other (%i)', async (known) => {
    const { resolve } = await nameServer((_, type) => {
      if (type !== known) return 2
      return [type === A ? [93, 184, 216, 34] : V6]
    })
    expect(await resolve('issuer.example', later())).toEqual([known === A ? '93.184.216.34' : '2606:4700::1111'])
  })

  it('fails for a name that does not exist, asked as it is: no domain of this machine is appended', async () => {
    const { resolve, asked } = await nameServer(() => NO_SUCH_NAME)
    await expect(resolve('metadata', later())).rejects.toMatchObject({ code: 'ENOTFOUND' })
    expect(new Set(asked)).toEqual(new Set(['metadata']))
  })

  it('VER-13: stops asking a server that never answers as soon as the time is over', async () => {
    const { resolve } = await nameServer(() => undefined)
    await expect(resolve('issuer.example', AbortSignal.timeout(50))).rejects.toMatchObject({ code: 'ECANCELLED' })
  })
})
