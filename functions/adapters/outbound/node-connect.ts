import { lookup } from 'node:dns/promises'
import { request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import { isIP } from 'node:net'
import type { Connect, OutboundRequest, OutboundResponse, ResolveHost } from './guarded-fetch.ts'

/** All addresses of a host as the operating system resolves it. Fails when it has none. */
export const resolveBySystem: ResolveHost = async (hostname) =>
  (await lookup(hostname, { all: true })).map(({ address }) => address)

/**
 * Sends a GET over a fresh connection to `address`; certificate, SNI and `Host` are those of the URL's host.
 * Asks for no compression, so that the bytes counted are the bytes received.
 */
export const connectByNode: Connect = ({ url, address, headers, signal }: OutboundRequest) =>
  new Promise<OutboundResponse>((resolve, reject) => {
    const send = url.protocol === 'https:' ? requestHttps : requestHttp
    const options = {
      agent: false as const,
      signal,
      headers: { ...headers, 'accept-encoding': 'identity' },
      lookup: pinTo(address),
    }
    const request = send(url, options, (response) => {
      const entries = Object.entries(response.headers).map(([name, value]) => [name, String(value)])
      resolve({ status: response.statusCode ?? 0, headers: Object.fromEntries(entries), body: response })
    })
    request.on('error', reject)
    request.end()
  })

type LookupCallback = (
  error: NodeJS.ErrnoException | null,
  address: string | { address: string; family: number }[],
  family?: number,
) => void

/** Node asks for one address or for all of them, depending on its version and settings. */
const pinTo =
  (address: string) =>
  (_hostname: string, options: { readonly all?: boolean | undefined }, callback: LookupCallback): void => {
    const family = isIP(address)
    if (options.all) callback(null, [{ address, family }])
    else callback(null, address, family)
  }
