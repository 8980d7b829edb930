import type { Context, MiddlewareHandler } from 'hono'
import type { RateLimiter } from '../ports/rate-limiter.ts'
import { StoreOverloaded } from '../ports/store-overloaded.ts'
import { answerRefusal, type RefusalAnswer } from './answer-refusal.ts'
import type { AppEnv } from './app-env.ts'
import { callerNetwork } from './caller-network.ts'

/**
 * Counts a call that is open to anyone against what its caller has left. When the store cannot tell, the call is let through:
 * whoever verifies a badge should not depend on it, and what all callers together may do is limited elsewhere.
 *
 * @param limiter  `undefined` where nothing is limited.
 * @param units  How many documents the call is about.
 * @returns the answer to a caller who has too few left.
 */
export async function limitCall(
  c: Context<AppEnv>,
  limiter: RateLimiter | undefined,
  units: number,
): Promise<RefusalAnswer | undefined> {
  if (!limiter) return undefined
  try {
    const taken = await limiter.take(callerNetwork(c) ?? 'unknown', units)
    if (taken.ok) return undefined
    const { retryAfterSeconds } = taken.error
    const detail = `Too much was asked for from this network. Try again in ${retryAfterSeconds} s.`
    const answer = answerRefusal(c, { code: 'rate_limited', detail })
    answer.headers.set('retry-after', String(retryAfterSeconds))
    return answer
  } catch (error) {
    if (!(error instanceof StoreOverloaded)) throw error
    c.get('edge').log.warn('rate_limit_not_kept', { path: c.req.path, reason: error.message })
    return undefined
  }
}

/** Limits all calls of a route, each of which is about one document. */
export const limitCalls =
  (limiter: RateLimiter | undefined): MiddlewareHandler<AppEnv> =>
  async (c, next) =>
    (c.req.method === 'POST' ? await limitCall(c, limiter, 1) : undefined) ?? next()
