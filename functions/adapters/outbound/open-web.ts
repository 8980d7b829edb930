import type { Now } from '../../ports/clock.ts'
import type { OpenWeb, WebAnswer, WebRequest } from '../../ports/web.ts'
import type { WebCache } from '../../ports/web-cache.ts'
import { hostOf, parseAllowedUrl } from './allowed-url.ts'
import { createExchange, type Exchanged, type ExchangeOptions } from './exchange.ts'
import { followRedirects } from './follow-redirects.ts'
import { OutboundRefused } from './outbound-refused.ts'
import { isLoopbackHost } from './public-address.ts'
import { createSharedExchange } from './shared-exchange.ts'
import { createSlots } from './slots.ts'
import { withinTime } from './within-time.ts'

export interface GuardedWebDeps extends ExchangeOptions {
  /** Shared with other processes; must neither fail nor be slow. */
  readonly cache: WebCache
  readonly now: Now
}

/** A badge with twenty endorsers of other hosts needs a document and a list of each; more is somebody's lever. */
const MAX_ADDRESSES = 60
/** A third of what a process does at once, so that no verification holds up all others. */
const AT_ONCE = { perHost: 20, total: 20 }
/** What the answers of one verification may put into the shared cache: writing is paid for by the kilobyte. */
const SHARED_BYTES = 1024 * 1024
const BELIEVED_SECONDS = 300
/** All answers of one verification together, which stay in memory until it is over, and what arrived in vain. */
const ALL_BYTES = 32 * 1024 * 1024

/**
 * Other hosts over the guarded client: each address is asked once a verification, until its time is over. What its requests
 * call shared comes from the cache and is kept there; what they do not is never kept.
 */
export function guardedWeb(deps: GuardedWebDeps): OpenWeb {
  const { allowLoopbackHttp, cache, now } = deps
  const exchange = createExchange(deps)
  const sharedExchange = createSharedExchange({ exchange, cache, now })

  return ({ milliseconds, maxAddresses = MAX_ADDRESSES }) => {
    const endsAt = performance.now() + milliseconds
    const remainingMilliseconds = () => Math.max(0, Math.floor(endsAt - performance.now()))
    const slots = createSlots(AT_ONCE)
    const asking = new Map<string, Promise<WebAnswer>>()
    let addressesLeft = maxAddresses
    let bytesLeft = ALL_BYTES
    let sharedBytesLeft = SHARED_BYTES
    const mayShare = (bytes: number) => {
      if (bytes > sharedBytesLeft) return false
      sharedBytesLeft -= bytes
      return true
    }

    async function askOnce(url: URL, request: WebRequest, signal: AbortSignal): Promise<Exchanged> {
      const { host } = url
      if (--addressesLeft < 0) throw new OutboundRefused('too_many_requests', { host })
      if (bytesLeft <= 0) throw new OutboundRefused('too_large', { host })
      const { accept, maxBytes, shared, maxAgeSeconds = BELIEVED_SECONDS } = request
      let arrived = 0
      const mayRead = (bytes: number) => {
        arrived += bytes
        bytesLeft -= bytes
        return bytesLeft >= 0
      }
      const answer = shared
        ? await sharedExchange(url, { accept, maxBytes, maxAgeSeconds, signal, mayRead, mayShare })
        : await exchange(url, { headers: { accept }, maxBytes, mayRead, signal })
      // What was kept did not arrive, and what was encoded has grown.
      bytesLeft -= Math.max(0, answer.bytes.byteLength - arrived)
      return answer
    }

    async function ask(text: string, request: WebRequest): Promise<WebAnswer> {
      const signal = AbortSignal.timeout(remainingMilliseconds())
      try {
        const start = firstUrl(text, allowLoopbackHttp)
        const follow = () => followRedirects(start, allowLoopbackHttp, (url) => askOnce(url, request, signal))
        const { url, answer } = await withinTime(signal, () => slots.run('', signal, follow))
        return toWebAnswer(url, answer)
      } catch (error) {
        if (error instanceof OutboundRefused && error.code !== 'redirected')
          return { kind: 'unavailable', reason: error.code, detail: error.detail }
        if (signal.aborted) return { kind: 'unavailable', reason: 'timed_out' }
        throw error
      }
    }

    return {
      remainingMilliseconds,
      get(url, request) {
        const key = `${request.accept}\n${request.maxBytes}\n${url.replace(/#.*$/s, '')}`
        const answer = asking.get(key) ?? ask(url, request)
        asking.set(key, answer)
        return answer
      },
    }
  }
}

/** A `did:web` of a service on this machine stands for https, which nobody serves there. */
function firstUrl(text: string, allowLoopbackHttp: boolean): URL {
  const url = parseAllowedUrl(text, allowLoopbackHttp)
  return allowLoopbackHttp && isLoopbackHost(hostOf(url)) ? new URL(url.href.replace(/^https:/, 'http:')) : url
}

function toWebAnswer(url: URL, { status, headers, bytes }: Exchanged): WebAnswer {
  if (status === 404 || status === 410) return { kind: 'absent', status }
  if (status !== 200) return { kind: 'unavailable', reason: 'answered_otherwise', detail: String(status) }
  const mediaType = headers['content-type']?.split(';')[0]?.trim().toLowerCase()
  return { kind: 'found', url: url.href, mediaType, bytes }
}
