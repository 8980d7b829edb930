import type { Result } from '../domain/shared/result.ts'

/** What every instance of a function knows together of how much each caller asked for of late. */
export interface RateLimiter {
  /**
   * Takes some units from what a caller has left; nothing when there are too few. More units than a caller ever has at once
   * are given to one who has all of them left, and paid for afterwards.
   *
   * @param caller  What tells callers apart; only a keyed digest of it is kept, for minutes.
   * @returns otherwise, in whole seconds, when there are enough again.
   * @throws StoreOverloaded when that is not known within three seconds.
   */
  take(caller: string, units: number): Promise<Result<void, { readonly retryAfterSeconds: number }>>
}
