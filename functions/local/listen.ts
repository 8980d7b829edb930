import { createServer, type Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { getRequestListener } from '@hono/node-server'

/** The service's own server. */
export interface Listening {
  /** Takes no new connection, lets answers in hand finish, and resolves when all are closed. */
  readonly close: () => Promise<void>
}

export interface ListenOptions {
  readonly port: number
  readonly fetch: (request: Request, env: object) => Response | Promise<Response>
  /** Answers a request that could not be made out, or whose answer failed. */
  readonly onUnroutable: (error: unknown) => Response
  /** Answers what is no HTTP: bytes that Node's parser gave up on. */
  readonly onUnparsable: (error: NodeJS.ErrnoException, socket: Duplex) => void
}

/** A connection that is kept alive is idle, and may be closed, only once its last answer is out. */
const CLOSE_IDLE_EVERY_MILLISECONDS = 50
/** How long requests in hand may take once the service is told to stop. */
const LAST_ANSWERS_MILLISECONDS = 3_000

/**
 * Serves HTTP on one port of every address this machine has.
 *
 * @throws Error saying what to do when the port is taken or not allowed.
 */
export async function listen({ port, fetch, onUnroutable, onUnparsable }: ListenOptions): Promise<Listening> {
  const server = createServer(getRequestListener(fetch, { overrideGlobalObjects: false, errorHandler: onUnroutable }))
  server.on('clientError', onUnparsable)
  await opened(server, port)
  return { close: () => closed(server) }
}

/** Whether a port can be listened on; the same refusals as {@link listen}, before anything is started. */
export async function assertPortFree(port: number): Promise<void> {
  // Some systems let a listener on all addresses stand beside one on the loopback address, which would get our callers.
  for (const host of [undefined, '127.0.0.1']) {
    const server = createServer()
    await opened(server, port, host)
    await closed(server)
  }
}

/** Without a host Node listens on every address; "localhost" would leave out one of 127.0.0.1 and ::1. */
const opened = (server: Server, port: number, host?: string): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(explain(error, port)))
    server.listen({ port, ...(host === undefined ? {} : { host }) }, () => resolve())
  })

function explain(error: NodeJS.ErrnoException, port: number): Error {
  if (error.code === 'EADDRINUSE') {
    const other = port < 65_535 ? port + 1 : port - 1
    return new Error(`Port ${port} is in use. Stop what uses it, or choose another: PORT=${other} npm start`, {
      cause: error,
    })
  }
  if (error.code === 'EACCES')
    return new Error(`Port ${port} is not allowed for this user. Choose one above 1023: PORT=8080 npm start`, {
      cause: error,
    })
  return error
}

function closed(server: Server): Promise<void> {
  const last = setTimeout(() => server.closeAllConnections(), LAST_ANSWERS_MILLISECONDS)
  const idle = setInterval(() => server.closeIdleConnections(), CLOSE_IDLE_EVERY_MILLISECONDS)
  return new Promise((resolve) => {
    server.close(() => {
      clearTimeout(last)
      clearInterval(idle)
      resolve()
    })
  })
}
