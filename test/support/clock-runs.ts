import { DueItemSchema } from '../../functions/adapters/dynamodb/due-items.ts'
import { inProcessBus } from '../../functions/adapters/event-bus/in-process.ts'
import type { Instant } from '../../functions/domain/shared/instant.ts'
import { type ClockSurroundings, composeClock } from '../../functions/lambdas/compose-clock.ts'
import type { DueItem } from '../../functions/ports/due-store.ts'
import type { TestTable } from './dynamodb.ts'
import { everyItem } from './every-item.ts'
import { quietLog } from './issuance-scenario.ts'

/** Runs the clock once, as if it were `now`. */
export const runClockAt = (
  { client, tableName }: Pick<TestTable, 'client' | 'tableName'>,
  now: Instant,
  parts: Partial<ClockSurroundings> = {},
) =>
  composeClock({
    client,
    tableName,
    bus: inProcessBus([]),
    log: quietLog,
    budgetMilliseconds: 10_000,
    now: () => now,
    ...parts,
  })()

/** Everything on the clock, soonest first; looks without moving the clock's own cursors. */
export async function dueItems(table: TestTable): Promise<readonly DueItem[]> {
  const due = (await everyItem(table)).filter(({ entity }) => entity === 'due')
  return due.map((item) => DueItemSchema.parse(item)).sort((a, b) => (a.at < b.at ? -1 : 1))
}
