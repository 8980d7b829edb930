import type { DueItem } from './due-store.ts'

/** What the clock asks of the reviewing queue. */
export interface ReviewDues {
  /** Does what is due for a request, an assignment, a claim or a pool; returns what has to be looked at again. Safe to repeat. */
  handle(item: DueItem): Promise<DueItem | undefined>
}
