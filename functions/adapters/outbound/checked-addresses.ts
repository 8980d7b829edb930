import { isIP } from 'node:net'
import { hostOf } from './allowed-url.ts'
import { OutboundRefused } from './outbound-refused.ts'
import { isLoopbackHost, isPublicAddress } from './public-address.ts'

/** All addresses of a host; gives up when the signal says so. */
export type ResolveHost = (hostname: string, signal: AbortSignal) => Promise<readonly string[]>

/** A connection tries them one after the other. */
const MAX_ADDRESSES = 4

/** Where this machine listens; its names are not left to a resolver. */
const LOOPBACK = ['127.0.0.1', '::1']

/**
 * The addresses a connection may be made to: those of the host, resolved once, when every one of them is public. This machine's
 * only where that is allowed and the URL names it; a name that merely resolves to it never leads there.
 *
 * @returns At least one.
 * @throws OutboundRefused `host_unresolvable`, `address_not_public`
 */
export async function findAddresses(
  url: URL,
  { resolve, allowLoopbackHttp }: { readonly resolve: ResolveHost; readonly allowLoopbackHttp: boolean },
  signal: AbortSignal,
): Promise<readonly string[]> {
  const host = hostOf(url)
  const isNumber = isIP(host) !== 0
  if (isLoopbackHost(host)) {
    if (!allowLoopbackHttp) throw new OutboundRefused('address_not_public', { host })
    return isNumber ? [host] : LOOPBACK
  }
  const addresses = isNumber ? [host] : await resolveOrRefuse(resolve, host, signal)
  if (addresses.length === 0) throw new OutboundRefused('host_unresolvable', { host })
  if (!addresses.every(isPublicAddress)) throw new OutboundRefused('address_not_public', { host })
  return addresses.slice(0, MAX_ADDRESSES)
}

async function resolveOrRefuse(resolve: ResolveHost, host: string, signal: AbortSignal): Promise<readonly string[]> {
  try {
    return await resolve(host, signal)
  } catch (cause) {
    throw new OutboundRefused(signal.aborted ? 'timed_out' : 'host_unresolvable', { host, cause })
  }
}
