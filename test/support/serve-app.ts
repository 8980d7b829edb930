import { type ServerType, serve } from '@hono/node-server'
import type { RequestHandler } from '../../functions/local/route-request.ts'

/** An application on a port of this machine, for tests with a real browser. */
export interface ServedApp {
  readonly origin: string
  readonly close: () => Promise<void>
}

export async function serveApp(fetch: RequestHandler['fetch']): Promise<ServedApp> {
  return new Promise((resolve) => {
    const server: ServerType = serve({ fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) =>
      resolve({
        origin: `http://127.0.0.1:${port}`,
        close: () => new Promise((closed) => server.close(() => closed())),
      }),
    )
  })
}
