import { isIP } from 'node:net'
import { isLoopbackAddress, isPublicAddress } from './public-address.ts'

/** Why a fetch was not made or not finished. */
type OutboundRefusal =
  | 'url_not_allowed'
  | 'host_unresolvable'
  | 'address_not_public'
  | 'redirected'
  | 'too_large'
  | 'timed_out'
  | 'unreachable'

/** A fetch that was refused or failed; `message` names the code and the host, never what was received. */
export class OutboundRefused extends Error {
  readonly code: OutboundRefusal

  constructor(code: OutboundRefusal, { host, cause }: { readonly host: string; readonly cause?: unknown }) {
    super(`${code}: ${host}`, cause === undefined ? undefined : { cause })
    this.name = 'OutboundRefused'
    this.code = code
  }
}

/** All addresses of a host. */
export type ResolveHost = (hostname: string) => Promise<readonly string[]>

/** One request over a connection to exactly `address`, whatever the host's name resolves to by now. */
export interface OutboundRequest {
  readonly url: URL
  readonly address: string
  readonly headers: Readonly<Record<string, string>>
  readonly signal: AbortSignal
}

export interface OutboundResponse {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: AsyncIterable<Uint8Array>
}

/** Sends a request; follows no redirect. */
export type Connect = (request: OutboundRequest) => Promise<OutboundResponse>

export interface GuardedFetchOptions {
  readonly resolve: ResolveHost
  readonly connect: Connect
  /** Whether addresses of this machine, also over http, may be fetched: on a laptop, where services are neighbours. */
  readonly allowLoopbackHttp: boolean
  /** @default 1 MB */
  readonly maxBytes?: number
  /** For all of it: resolving, connecting, reading. @default 5000 */
  readonly timeoutMilliseconds?: number
}

interface FetchedDocument {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly bytes: Uint8Array<ArrayBuffer>
}

/** Fetches an address that a stranger may have supplied. */
export type GuardedFetch = (url: string, headers?: Readonly<Record<string, string>>) => Promise<FetchedDocument>

const MEGABYTE = 1024 * 1024

/**
 * A GET that reaches the public internet only: https, no credentials in the URL, every address of the host checked, the
 * connection made to the address that was checked, no redirects, size and time bounded.
 *
 * @throws OutboundRefused for whatever is refused or fails. Safe to repeat.
 */
export function createGuardedFetch(options: GuardedFetchOptions): GuardedFetch {
  const { maxBytes = MEGABYTE, timeoutMilliseconds = 5000 } = options
  return async (text, headers = {}) => {
    const url = readUrl(text, options.allowLoopbackHttp)
    const signal = AbortSignal.timeout(timeoutMilliseconds)
    try {
      return await withinTime(signal, async () => {
        const address = await pickAddress(url, options)
        const response = await options.connect({ url, address, headers, signal })
        if (response.status >= 300 && response.status < 400) throw new OutboundRefused('redirected', { host: url.host })
        const bytes = await readAtMost(response.body, maxBytes, url.host)
        return { status: response.status, headers: response.headers, bytes }
      })
    } catch (cause) {
      if (cause instanceof OutboundRefused) throw cause
      throw new OutboundRefused(signal.aborted ? 'timed_out' : 'unreachable', { host: url.host, cause })
    }
  }
}

function readUrl(text: string, allowLoopbackHttp: boolean): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined
  const allowed = url?.protocol === 'https:' || (allowLoopbackHttp && url?.protocol === 'http:')
  if (!url || !allowed || url.username !== '' || url.password !== '')
    throw new OutboundRefused('url_not_allowed', { host: url?.host ?? 'no host' })
  return url
}

async function pickAddress(url: URL, { resolve, allowLoopbackHttp }: GuardedFetchOptions): Promise<string> {
  const hostname = url.hostname.replace(/^\[(.*)\]$/, '$1')
  const addresses = isIP(hostname) === 0 ? await resolveOrRefuse(resolve, hostname) : [hostname]
  const isAllowed = (address: string) =>
    (url.protocol === 'https:' && isPublicAddress(address)) || (allowLoopbackHttp && isLoopbackAddress(address))
  if (!addresses.every(isAllowed)) throw new OutboundRefused('address_not_public', { host: url.host })
  const [address] = [...addresses].sort((one, other) => isIP(one) - isIP(other))
  if (address === undefined) throw new OutboundRefused('host_unresolvable', { host: url.host })
  return address
}

async function resolveOrRefuse(resolve: ResolveHost, hostname: string): Promise<readonly string[]> {
  try {
    return await resolve(hostname)
  } catch (cause) {
    throw new OutboundRefused('host_unresolvable', { host: hostname, cause })
  }
}

/** Neither a resolver nor a body heeds the signal by itself. */
function withinTime<Value>(signal: AbortSignal, work: () => Promise<Value>): Promise<Value> {
  return new Promise((resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
    work().then(resolve, reject)
  })
}

async function readAtMost(
  body: AsyncIterable<Uint8Array>,
  maxBytes: number,
  host: string,
): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of body) {
    size += chunk.byteLength
    if (size > maxBytes) throw new OutboundRefused('too_large', { host })
    chunks.push(chunk)
  }
  const bytes = new Uint8Array(size)
  let offset = 0
  for (const chunk of chunks) {
    bytes.set(chunk, offset)
    offset += chunk.byteLength
  }
  return bytes
}
