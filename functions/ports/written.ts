import type { Id } from '../domain/shared/ids.ts'

/** A client's `Idempotency-Key` with the caller it belongs to and the digest of the request it came with. */
export interface IdempotencyKey {
  /** Who sent it: keys of different callers never meet. */
  readonly caller: string
  readonly key: string
  /** SHA-256 over method, path and body, base64url. */
  readonly digest: string
}

/** What became of a write that may be sent twice: done now, or done before under the same key with the same request. */
export type Written = { readonly kind: 'written' } | { readonly kind: 'replayed'; readonly id: Id }

/** One page of a list, oldest first. `next` is opaque and present while more follows. */
export interface Page<Item> {
  readonly items: readonly Item[]
  readonly next?: string | undefined
}

/** Which page: at most `limit` items, after the place a cursor names. A cursor that is not ours is `invalid_cursor`. */
export interface PageRequest {
  readonly limit: number
  readonly cursor?: string | undefined
}
