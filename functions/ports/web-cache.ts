import type { Instant } from '../domain/shared/instant.ts'

/** Under what an answer is kept: the whole address, and what was asked for there. */
export interface WebCacheKey {
  readonly url: string
  readonly accept: string
}

/** A public answer of another host, as its host last confirmed it. */
export interface KeptAnswer {
  readonly status: number
  /** Those that say how long it holds, what it is and how to ask again; by lower-case name. */
  readonly headers: Readonly<Record<string, string>>
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly confirmedAt: Instant
}

/** Answers of other hosts that functions share. A cache that loses anything at any time is a good one. */
export interface WebCache {
  /** What was kept last, fresh or not; `undefined` once its time is over. */
  load(key: WebCacheKey): Promise<KeptAnswer | undefined>
  /** Keeps an answer in place of an earlier one until a moment; what is too large is not kept. */
  keep(key: WebCacheKey, answer: KeptAnswer, until: Instant): Promise<void>
}
