import { addMilliseconds } from '../../domain/shared/instant.ts'
import type { Now } from '../../ports/clock.ts'
import type { KeptAnswer, WebCache, WebCacheKey } from '../../ports/web-cache.ts'
import type { Exchange, Exchanged } from './exchange.ts'
import { conditionsOf, confirmed, isFresh, toKept, usefulSeconds } from './kept-answer.ts'
import { OutboundRefused } from './outbound-refused.ts'
import type { MayRead } from './read-at-most.ts'
import { createRecent } from './recent.ts'

export interface SharedExchangeDeps {
  readonly exchange: Exchange
  /** Shared with other processes; must neither fail nor be slow. */
  readonly cache: WebCache
  readonly now: Now
}

interface SharedRequest {
  readonly accept: string
  readonly maxBytes: number
  readonly maxAgeSeconds: number
  readonly mayRead?: MayRead | undefined
  readonly signal: AbortSignal
  /** Whether so many more bytes may be put into the shared cache. */
  readonly mayShare: (bytes: number) => boolean
}

/** Exchanges whose answers are public in themselves, and kept for others. */
export type SharedExchange = (url: URL, request: SharedRequest) => Promise<Exchanged>

const MEMORY_BYTES = 16 * 1024 * 1024
/** Beside the body: headers, the address twice. */
const BYTES_OF_AN_ENTRY = 2000
/** Below this a confirmation is not worth a write. */
const WORTH_SHARING_SECONDS = 60

/**
 * An HTTP cache before an exchange: in the memory of this process, and behind that in one that processes share. An answer is
 * kept under the whole address it came from, each step of a redirect for itself, so that no host can speak for another. An
 * outdated answer serves only to ask whether it has changed; when its host cannot be asked, nothing is known. Answers other
 * than 200 stay in memory.
 *
 * @throws OutboundRefused as the exchange does. Safe to repeat.
 * @see https://www.rfc-editor.org/rfc/rfc9111
 */
export function createSharedExchange({ exchange, cache, now }: SharedExchangeDeps): SharedExchange {
  const memory = createRecent<KeptAnswer>(MEMORY_BYTES, (_, { bytes }) => bytes.byteLength + BYTES_OF_AN_ENTRY)

  /** What is kept; of two what was confirmed last. */
  async function recall(key: WebCacheKey, name: string, maxAgeSeconds: number): Promise<KeptAnswer | undefined> {
    const own = memory.get(name)
    if (own && isFresh(key, own, now(), maxAgeSeconds)) return own
    const shared = await cache.load(key)
    if (shared === undefined || (own && own.confirmedAt >= shared.confirmedAt)) return own
    memory.set(name, shared)
    return shared
  }

  async function renew(url: URL, outdated: KeptAnswer | undefined, request: SharedRequest): Promise<KeptAnswer> {
    const { accept, maxBytes, mayRead, signal } = request
    const ask = (conditions: Readonly<Record<string, string>>) =>
      exchange(url, { headers: { accept, ...conditions }, maxBytes, mayRead, signal })
    const conditions = outdated ? conditionsOf(outdated) : {}
    const answer = await ask(conditions)
    const isConfirmed = answer.status === 304 && Object.keys(conditions).length > 0
    if (!outdated || !isConfirmed) return toKept(answer, now())
    return confirmed(outdated, answer.headers, now()) ?? toKept(await ask({}), now())
  }

  return async (url, request) => {
    const { accept, maxBytes, maxAgeSeconds } = request
    const key = { url: url.href, accept }
    const name = `${accept}\n${url.href}`
    const kept = await recall(key, name, maxAgeSeconds)
    const isUsable = kept !== undefined && isFresh(key, kept, now(), maxAgeSeconds)
    const answer = isUsable ? kept : await renew(url, kept, request)
    if (answer !== kept) {
      const seconds = usefulSeconds(key, answer, maxAgeSeconds)
      if (seconds <= 0) memory.delete(name)
      else {
        memory.set(name, answer)
        const isNews = answer.bytes !== kept?.bytes || isFreshFor(key, answer, maxAgeSeconds)
        if (answer.status === 200 && isNews && request.mayShare(answer.bytes.byteLength))
          await cache.keep(key, answer, addMilliseconds(answer.confirmedAt, seconds * 1000))
      }
    }
    if (answer.bytes.byteLength > maxBytes) throw new OutboundRefused('too_large', { host: url.host })
    return answer
  }
}

const isFreshFor = (key: WebCacheKey, answer: KeptAnswer, maxAgeSeconds: number): boolean =>
  isFresh(key, answer, addMilliseconds(answer.confirmedAt, WORTH_SHARING_SECONDS * 1000), maxAgeSeconds)
