import { addMilliseconds, type Instant } from '../../functions/domain/shared/instant.ts'
import { type ClockSurroundings, composeClock } from '../../functions/lambdas/compose-clock.ts'
import type { DueItem } from '../../functions/ports/due-store.ts'
import type { TestTable } from './dynamodb.ts'
import { quietLog, type Stores } from './issuance-scenario.ts'

/** Runs the clock once, as if it were `now`. */
export const runClockAt = (
  { client, tableName }: Pick<TestTable, 'client' | 'tableName'>,
  now: Instant,
  parts: Partial<ClockSurroundings> = {},
) => composeClock({ client, tableName, log: quietLog, budgetMilliseconds: 10_000, now: () => now, ...parts })()

/** Everything that will be due within a day, as the clock will find it. */
export const dueWithinADay = ({ due }: Stores, now: Instant): Promise<readonly DueItem[]> =>
  due.loadDue(addMilliseconds(now, 86_400_000), 1000)
