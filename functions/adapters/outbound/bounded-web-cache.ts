import type { Log } from '../../ports/log.ts'
import type { WebCache } from '../../ports/web-cache.ts'
import { withinTime } from './within-time.ts'

interface BoundedWebCacheOptions {
  readonly log: Log
  /** What a look or a write may take. @default 250 */
  readonly milliseconds?: number
  /** How long a cache that failed or was slow is left alone. @default 5000 */
  readonly restMilliseconds?: number
}

/** A cache that nobody ever waits for: one that fails or is slow has nothing, and is left alone for a while. */
export function boundedWebCache(cache: WebCache, options: BoundedWebCacheOptions): WebCache {
  const { log, milliseconds = 250, restMilliseconds = 5000 } = options
  let restsUntil = 0

  async function attempt<Value>(work: () => Promise<Value>): Promise<Value | undefined> {
    if (performance.now() < restsUntil) return undefined
    try {
      return await withinTime(AbortSignal.timeout(milliseconds), work)
    } catch (error) {
      restsUntil = performance.now() + restMilliseconds
      log.warn('web_cache_unavailable', { reason: error instanceof Error ? error.name : 'unknown' })
      return undefined
    }
  }

  return {
    load: (key) => attempt(() => cache.load(key)),
    keep: (key, answer, until) => attempt(() => cache.keep(key, answer, until)),
  }
}
