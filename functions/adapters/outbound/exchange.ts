import { LOOP_MARK } from '../../domain/shared/loop-mark.ts'
import { findAddresses, type ResolveHost } from './checked-addresses.ts'
import { OutboundRefused } from './outbound-refused.ts'
import { type MayRead, readAtMost } from './read-at-most.ts'
import { createRecent } from './recent.ts'
import { createSlots } from './slots.ts'
import { withinTime } from './within-time.ts'

/** One request over a connection to one of `addresses`, whatever the host's name resolves to by now. */
export interface OutboundRequest {
  readonly url: URL
  readonly addresses: readonly string[]
  readonly headers: Readonly<Record<string, string>>
  readonly signal: AbortSignal
}

export interface OutboundResponse {
  readonly status: number
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: AsyncIterable<Uint8Array>
}

/** Sends a request; follows no redirect. Once the signal is over, the connection is closed. */
export type Connect = (request: OutboundRequest) => Promise<OutboundResponse>

export interface ExchangeOptions {
  readonly resolve: ResolveHost
  readonly connect: Connect
  /** Whether this machine's own services may be asked, also over http: on a laptop, where services are neighbours. */
  readonly allowLoopbackHttp: boolean
  /** @default PATIENCE */
  readonly patience?: Partial<Patience>
}

/** Towards addresses that are slow or never answer. */
interface Patience {
  /** One exchange takes no longer, from when it has its turn: what hangs leaves time for the rest. */
  readonly exchangeMilliseconds: number
  /** An address that was given so long and did not answer counts as hanging. */
  readonly hangsAfterMilliseconds: number
  /** So long one that hangs is not asked again. */
  readonly restMilliseconds: number
}

interface ExchangeRequest {
  readonly headers: Readonly<Record<string, string>>
  readonly maxBytes: number
  /** Beside `maxBytes`. @default always */
  readonly mayRead?: MayRead | undefined
  readonly signal: AbortSignal
}

/** What a host said. */
export interface Exchanged {
  readonly status: number
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string>>
  /** Decoded; empty unless the status is 200. */
  readonly bytes: Uint8Array<ArrayBuffer>
}

/** One request and its answer. */
export type Exchange = (url: URL, request: ExchangeRequest) => Promise<Exchanged>

/** Of one process: no host is burdened by it, and no host that hangs takes up all of it. */
const AT_ONCE = { perHost: 4, total: 64 }

const PATIENCE: Patience = { exchangeMilliseconds: 4000, hangsAfterMilliseconds: 3000, restMilliseconds: 10_000 }
const HANGING_BYTES = 256 * 1024

/**
 * No compression, so that what is counted is what there is; a name, which some hosts insist on; and the mark by which whoever
 * verifies badges knows a look-up of another verification.
 */
const ALWAYS_SENT = { 'accept-encoding': 'identity', 'user-agent': 'peerbadge', 'cdn-loop': LOOP_MARK }

/**
 * One GET that reaches the public internet only: every address of the host is checked and the connection made to one that was.
 * Size and time are bounded, and the connection is closed whatever happens. Redirects are answers like others.
 *
 * @returns Exchanges for URLs that are allowed; whether they are is for the caller to know.
 * @throws OutboundRefused for whatever is refused or fails. Safe to repeat.
 */
export function createExchange(options: ExchangeOptions): Exchange {
  const patience = { ...PATIENCE, ...options.patience }
  const slots = createSlots(AT_ONCE)
  const hanging = createRecent<number>(HANGING_BYTES, ({ length }) => length + 100)

  /** Time in the queue is not held against an address, nor one address against the others of its host. */
  async function exchangeInSlot(url: URL, request: ExchangeRequest): Promise<Exchanged> {
    const { href, host } = url
    const startedAt = performance.now()
    if (startedAt < (hanging.get(href) ?? 0)) throw new OutboundRefused('timed_out', { host })
    const signal = AbortSignal.any([request.signal, AbortSignal.timeout(patience.exchangeMilliseconds)])
    try {
      return await exchangeOnce(url, { ...request, signal }, options)
    } catch (cause) {
      const endedAt = performance.now()
      const hangs = signal.aborted && endedAt - startedAt >= patience.hangsAfterMilliseconds
      if (hangs) hanging.set(href, endedAt + patience.restMilliseconds)
      throw toRefused(cause, host, signal)
    }
  }

  return async (url, request) => {
    try {
      return await slots.run(url.hostname, request.signal, () => exchangeInSlot(url, request))
    } catch (cause) {
      throw toRefused(cause, url.host, request.signal)
    }
  }
}

async function exchangeOnce(
  url: URL,
  { headers, maxBytes, mayRead, signal }: ExchangeRequest,
  { connect, ...options }: ExchangeOptions,
): Promise<Exchanged> {
  const finished = new AbortController()
  const connectionSignal = AbortSignal.any([signal, finished.signal])
  try {
    return await withinTime(signal, async () => {
      const addresses = await findAddresses(url, options, signal)
      const sent = { ...headers, ...ALWAYS_SENT }
      const response = await connect({ url, addresses, headers: sent, signal: connectionSignal })
      const bytes = response.status === 200 ? await readAtMost(response, maxBytes, url.host, mayRead) : new Uint8Array()
      return { status: response.status, headers: response.headers, bytes }
    })
  } finally {
    finished.abort()
  }
}

function toRefused(cause: unknown, host: string, signal: AbortSignal): OutboundRefused {
  return cause instanceof OutboundRefused ? cause : new OutboundRefused(toCode(cause, signal), { host, cause })
}

function toCode(cause: unknown, signal: AbortSignal): 'timed_out' | 'too_large' | 'unreachable' {
  if (signal.aborted) return 'timed_out'
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined
  return code === 'HPE_HEADER_OVERFLOW' ? 'too_large' : 'unreachable'
}
