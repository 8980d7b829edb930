import { randomInt } from 'node:crypto'
import { createServer } from 'node:net'

/** Below those that systems give to outgoing connections, any of which could take the port before it is listened on. */
const LOWEST_PORT = 20_000
const ABOVE_HIGHEST_PORT = 32_768
const MAX_TRIES = 50

/** A port that was free a moment ago, and that nobody is given unasked. */
export async function findFreePort(): Promise<number> {
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    const port = randomInt(LOWEST_PORT, ABOVE_HIGHEST_PORT)
    if ((await whyPortIsTaken(port)) === undefined) return port
  }
  return listenBriefly(0, '0.0.0.0')
}

/** The fault of listening on the port, or `undefined` when it is free. */
export async function whyPortIsTaken(port: number): Promise<Error | undefined> {
  // Some systems let a listener on all addresses stand beside one on the loopback address.
  for (const host of ['0.0.0.0', '127.0.0.1']) {
    try {
      await listenBriefly(port, host)
    } catch (error) {
      return error instanceof Error ? error : new Error(String(error))
    }
  }
  return undefined
}

function listenBriefly(port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(port, host, () => {
      const address = server.address()
      server.close(() => {
        if (address !== null && typeof address === 'object') resolve(address.port)
        else reject(new Error('a listener without an address'))
      })
    })
  })
}
