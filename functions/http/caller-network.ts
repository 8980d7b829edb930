import type { Context } from 'hono'
import { z } from 'zod'
import { networkOf } from '../domain/shared/network-of.ts'
import type { AppEnv } from './app-env.ts'

/** What API Gateway says of a request, and what a socket on a laptop does; neither can be written by a client. */
const OnAwsSchema = z.object({ requestContext: z.object({ http: z.object({ sourceIp: z.string() }) }) })
const OnSocketSchema = z.object({ incoming: z.object({ socket: z.object({ remoteAddress: z.string() }) }) })

/**
 * The network a request came from. The header `X-Forwarded-For` counts only as far as proxies wrote it that are trusted by
 * name, from its end on.
 *
 * @returns `undefined` when nothing tells.
 */
export function callerNetwork(c: Context<AppEnv>): string | undefined {
  const { trustedProxies = [] } = c.get('edge')
  const trusted = new Set(trustedProxies.map(networkOf))
  const forwarded = (c.req.header('x-forwarded-for') ?? '').split(',').map(networkOf)
  let network = peerNetwork(c.env)
  while (network !== undefined && trusted.has(network) && forwarded.length > 0) network = forwarded.pop() ?? network
  return network
}

function peerNetwork(env: unknown): string | undefined {
  const onAws = OnAwsSchema.safeParse(env)
  if (onAws.success) return networkOf(onAws.data.requestContext.http.sourceIp)
  const onSocket = OnSocketSchema.safeParse(env)
  return onSocket.success ? networkOf(onSocket.data.incoming.socket.remoteAddress) : undefined
}
