import { createServer, type Server } from 'node:http'
import { getRequestListener } from '@hono/node-server'

/** The service's own server. */
export interface Listening {
  /** Takes no new connection, lets answers in hand finish, and resolves when all are closed. */
  readonly close: () => Promise<void>
}

/** How long requests in hand may take once the service is told to stop. */
const LAST_ANSWERS_MILLISECONDS = 3_000

/**
 * Serves HTTP on one port, on loopback of both IP versions.
 *
 * @throws Error saying what to do when the port is taken or not allowed.
 */
export async function listen(
  port: number,
  fetch: (request: Request) => Response | Promise<Response>,
): Promise<Listening> {
  const server = createServer(getRequestListener(fetch, { overrideGlobalObjects: false }))
  await opened(server, port)
  return { close: () => closed(server) }
}

/** Whether a port can be listened on; the same refusals as {@link listen}, before anything is started. */
export async function assertPortFree(port: number): Promise<void> {
  const server = createServer()
  await opened(server, port)
  await closed(server)
}

const opened = (server: Server, port: number): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(explain(error, port)))
    // Without a host Node listens on every address; "localhost" alone would leave out one of 127.0.0.1 and ::1.
    server.listen({ port }, () => resolve())
  })

function explain(error: NodeJS.ErrnoException, port: number): Error {
  if (error.code === 'EADDRINUSE')
    return new Error(`Port ${port} is in use. Stop what uses it, or choose another: PORT=${port + 1} npm start`, {
      cause: error,
    })
  if (error.code === 'EACCES')
    return new Error(`Port ${port} is not allowed for this user. Choose one above 1023: PORT=8080 npm start`, {
      cause: error,
    })
  return error
}

function closed(server: Server): Promise<void> {
  const last = setTimeout(() => server.closeAllConnections(), LAST_ANSWERS_MILLISECONDS)
  return new Promise((resolve) => {
    server.close(() => {
      clearTimeout(last)
      resolve()
    })
    server.closeIdleConnections()
  })
}
