import type { Refusal } from '../domain/shared/refusal.ts'
import type { Result } from '../domain/shared/result.ts'
import type { IdempotencyKey } from '../ports/written.ts'

/**
 * Makes an attempt that starts by looking for an earlier request under the same key. Of two sent at once, the second may
 * look before the first is stored and decide on what it stored: its refusal is only given when there still is no earlier
 * request; otherwise the attempt is made again and finds it.
 */
export async function answerRepeat<Value>(
  idempotency: IdempotencyKey | undefined,
  isStored: () => Promise<boolean>,
  attempt: () => Promise<Result<Value, Refusal>>,
): Promise<Result<Value, Refusal>> {
  const answer = await attempt()
  if (answer.ok || idempotency === undefined) return answer
  return (await isStored()) ? attempt() : answer
}
