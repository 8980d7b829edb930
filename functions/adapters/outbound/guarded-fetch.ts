import { parseAllowedUrl } from './allowed-url.ts'
import { createExchange, type Exchanged, type ExchangeOptions } from './exchange.ts'
import { OutboundRefused } from './outbound-refused.ts'

interface GuardedFetchOptions extends ExchangeOptions {
  /** @default 1 MB */
  readonly maxBytes?: number
  /** For all of it: resolving, connecting, reading. @default 5000 */
  readonly timeoutMilliseconds?: number
}

/** Fetches an address that is configured or comes from a stranger. */
type GuardedFetch = (url: string, headers?: Readonly<Record<string, string>>) => Promise<Exchanged>

const MEGABYTE = 1024 * 1024

/**
 * A single guarded exchange with a time of its own, for what follows no redirects: documents of identity providers.
 *
 * @throws OutboundRefused for whatever is refused or fails, redirects among it. Safe to repeat.
 */
export function createGuardedFetch(options: GuardedFetchOptions): GuardedFetch {
  const { maxBytes = MEGABYTE, timeoutMilliseconds = 5000, allowLoopbackHttp } = options
  const exchange = createExchange(options)
  return async (text, headers = {}) => {
    const url = parseAllowedUrl(text, allowLoopbackHttp)
    const signal = AbortSignal.timeout(timeoutMilliseconds)
    const answer = await exchange(url, { headers, maxBytes, signal })
    if (answer.status >= 300 && answer.status < 400) throw new OutboundRefused('redirected', { host: url.host })
    return answer
  }
}
