import { once } from 'node:events'
import { createServer, type Server, type Socket } from 'node:net'
import { onTestFinished } from 'vitest'

/** A server on this machine that does with a connection what a test says, from the moment the request's head is there. */
export interface LoopbackServer {
  readonly port: number
  /** The head of each request, in the order of their arrival. */
  readonly heads: readonly string[]
  /** Waits until every connection is closed, and says how many bytes were written to them. */
  readonly closed: () => Promise<number>
}

/** Listens on 127.0.0.1 until the test is over. */
export async function serveOnLoopback(answer: (socket: Socket, head: string) => void): Promise<LoopbackServer> {
  const heads: string[] = []
  const sockets: Socket[] = []
  const closings: Promise<void>[] = []
  const server = createServer((socket) => {
    sockets.push(socket)
    closings.push(new Promise((resolve) => socket.once('close', () => resolve())))
    // Whoever asked hangs up in the middle.
    socket.on('error', () => undefined)
    socket.once('data', (head) => {
      heads.push(head.toString('latin1'))
      answer(socket, head.toString('latin1'))
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  return {
    port: portOf(server),
    heads,
    async closed() {
      await Promise.all(closings)
      return sockets.reduce((sum, { bytesWritten }) => sum + bytesWritten, 0)
    },
  }
}

function portOf(server: Server): number {
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the server listens on no port')
  return address.port
}

/** Writes a piece every few milliseconds until the connection is closed. */
export function dribble(socket: Socket, piece: (n: number) => string, everyMilliseconds = 5): void {
  let n = 0
  const timer = setInterval(() => socket.write(piece(n++)), everyMilliseconds)
  socket.on('close', () => clearInterval(timer))
}

/** Writes as fast as the other side reads, until the connection is closed or so many bytes were written. */
export function pour(socket: Socket, bytes: number): void {
  const piece = Buffer.alloc(64 * 1024, 'a')
  const write = () => {
    while (!socket.destroyed && socket.bytesWritten < bytes) if (!socket.write(piece)) return
    if (!socket.destroyed) socket.end()
  }
  socket.on('drain', write)
  write()
}
