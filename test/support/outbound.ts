import type { Connect, ExchangeOptions, OutboundRequest } from '../../functions/adapters/outbound/exchange.ts'
import { type GuardedWebDeps, guardedWeb } from '../../functions/adapters/outbound/open-web.ts'
import { addMilliseconds, type Instant } from '../../functions/domain/shared/instant.ts'
import type { WebRequest } from '../../functions/ports/web.ts'
import type { KeptAnswer, WebCache } from '../../functions/ports/web-cache.ts'
import { NOW } from './builders.ts'

/** What a host answers, as a test says it. */
export interface SaidAnswer {
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | Uint8Array
}

/** What is at each address; an address that is not there answers 404. */
export type Pages = Readonly<Record<string, SaidAnswer | ((request: OutboundRequest) => SaidAnswer)>>

/** A body that comes in one piece. */
export async function* streamOf(body: string | Uint8Array) {
  yield typeof body === 'string' ? new TextEncoder().encode(body) : body
}

/** Connects to nothing: answers from pages, and notes what it was asked. */
function connectTo(pages: Pages) {
  const sent: OutboundRequest[] = []
  const connect: Connect = async (request) => {
    sent.push(request)
    const page = pages[request.url.href] ?? { status: 404 }
    const { status = 200, headers = {}, body = 'here' } = typeof page === 'function' ? page(request) : page
    return { status, headers, body: streamOf(body) }
  }
  return { connect, sent }
}

/** A cache that processes share, in memory; it notes what it was told to keep. */
export function sharedCache() {
  const kept = new Map<string, { readonly answer: KeptAnswer; readonly until: Instant }>()
  const name = ({ url, accept }: { readonly url: string; readonly accept: string }) => `${accept} ${url}`
  const cache: WebCache = {
    load: async (key) => kept.get(name(key))?.answer,
    keep: async (key, answer, until) => {
      kept.set(name(key), { answer, until })
    },
  }
  return { cache, kept }
}

/** Asks for something that anyone may see. */
export const PUBLIC_JSON: WebRequest = { accept: 'application/json', maxBytes: 100_000, shared: true }
/** Asks for something that may hold personal data. */
export const A_BADGE: WebRequest = { ...PUBLIC_JSON, shared: false }

/** The guarded web over pages, a public address for every host, and a clock that tests move. */
export function aWeb(pages: Pages, changes: Partial<GuardedWebDeps> = {}) {
  const { connect, sent } = connectTo(pages)
  const resolved: string[] = []
  let now = NOW
  const resolve: ExchangeOptions['resolve'] = async (host) => {
    resolved.push(host)
    return ['93.184.216.34']
  }
  const { cache } = sharedCache()
  const openWeb = guardedWeb({ resolve, connect, allowLoopbackHttp: false, cache, now: () => now, ...changes })
  return {
    openWeb,
    sent,
    resolved,
    /** Asks within a verification of its own. */
    get: (url: string, request: WebRequest = PUBLIC_JSON) => openWeb({ milliseconds: 5000 }).get(url, request),
    advanceSeconds: (seconds: number) => {
      now = addMilliseconds(now, seconds * 1000)
    },
  }
}
