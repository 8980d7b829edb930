import { Resolver } from 'node:dns/promises'
import { request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import { isIP } from 'node:net'
import type { ResolveHost } from './checked-addresses.ts'
import type { Connect, OutboundRequest, OutboundResponse } from './exchange.ts'

const DNS_TIMEOUT_MILLISECONDS = 1500
const DNS_TRIES = 2
const MAX_HEADER_BYTES = 16 * 1024
const MAX_HEADERS = 100
/** Answers before the answer (1xx), none of which is of use here. */
const MAX_HINTS = 100
/** How long one of several addresses may take before the next is tried. */
const NEXT_ADDRESS_MILLISECONDS = 1000

/**
 * All addresses of a host by DNS, of either family. Asked over sockets of its own: names that are never answered then hold up
 * no thread that other look-ups of the process wait for, as the operating system's resolver does.
 *
 * @param servers  Addresses of name servers, with ports. @default those the operating system is set up with
 */
export const resolveByDns =
  (servers?: readonly string[]): ResolveHost =>
  async (hostname, signal) => {
    const resolver = new Resolver({ timeout: DNS_TIMEOUT_MILLISECONDS, tries: DNS_TRIES })
    if (servers) resolver.setServers(servers)
    const cancel = () => resolver.cancel()
    signal.addEventListener('abort', cancel, { once: true })
    try {
      const families = await Promise.allSettled([resolver.resolve4(hostname), resolver.resolve6(hostname)])
      const addresses = families.flatMap((family) => (family.status === 'fulfilled' ? family.value : []))
      const [first] = families
      if (addresses.length === 0 && first.status === 'rejected') throw first.reason
      return addresses
    } finally {
      signal.removeEventListener('abort', cancel)
    }
  }

/**
 * Sends a GET over a fresh connection, closed after use, to one of `addresses` and no other; certificate, SNI and `Host` are
 * those of the URL's host. A certificate is always checked, whatever the process was told.
 */
export const connectByNode: Connect = ({ url, addresses, headers, signal }: OutboundRequest) =>
  new Promise<OutboundResponse>((resolve, reject) => {
    const send = url.protocol === 'https:' ? requestHttps : requestHttp
    const options = {
      agent: false as const,
      signal,
      headers,
      lookup: pinTo(addresses),
      autoSelectFamily: true,
      autoSelectFamilyAttemptTimeout: NEXT_ADDRESS_MILLISECONDS,
      maxHeaderSize: MAX_HEADER_BYTES,
      rejectUnauthorized: true,
    }
    const request = send(url, options, (response) => {
      const entries = Object.entries(response.headers).map(([name, value]) => [name, String(value)])
      resolve({ status: response.statusCode ?? 0, headers: Object.fromEntries(entries), body: response })
    })
    request.maxHeadersCount = MAX_HEADERS
    let hints = 0
    request.on('information', () => {
      if (++hints > MAX_HINTS) request.destroy(new Error('the host gives hints without end'))
    })
    request.on('error', reject)
    // A host that switches protocols is hung up on without an error.
    request.on('close', () => reject(new Error('the connection closed without an answer')))
    request.end()
  })

type LookupCallback = (
  error: NodeJS.ErrnoException | null,
  address: string | { address: string; family: number }[],
  family?: number,
) => void

/** Node asks for one address or for all of them, depending on its version and settings. */
const pinTo =
  (addresses: readonly string[]) =>
  (_hostname: string, options: { readonly all?: boolean | undefined }, callback: LookupCallback): void => {
    const all = addresses.map((address) => ({ address, family: isIP(address) }))
    const [first] = all
    if (options.all || !first) callback(null, all)
    else callback(null, first.address, first.family)
  }
