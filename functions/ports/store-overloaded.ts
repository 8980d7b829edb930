/**
 * The store did not take a request in time: throttled, out of reach, or busy with others' transactions for longer than
 * retries last. Nothing is known to be wrong with the request; `cause` holds what the store said last.
 */
export class StoreOverloaded extends Error {
  override readonly name = 'StoreOverloaded'
  /** When trying again makes sense, in seconds. */
  readonly retryAfterSeconds: number

  constructor(message: string, options: { readonly cause: unknown; readonly retryAfterSeconds?: number }) {
    super(message, { cause: options.cause })
    this.retryAfterSeconds = options.retryAfterSeconds ?? 1
  }
}
