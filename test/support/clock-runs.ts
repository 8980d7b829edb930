import { ScanCommand } from '@aws-sdk/lib-dynamodb'
import { DueItemSchema } from '../../functions/adapters/dynamodb/due-items.ts'
import { inProcessBus } from '../../functions/adapters/event-bus/in-process.ts'
import type { Instant } from '../../functions/domain/shared/instant.ts'
import { type ClockSurroundings, composeClock } from '../../functions/lambdas/compose-clock.ts'
import type { DueItem } from '../../functions/ports/due-store.ts'
import type { TestTable } from './dynamodb.ts'
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
export async function dueItems({ client, tableName }: TestTable): Promise<readonly DueItem[]> {
  const filter = { FilterExpression: 'entity = :due', ExpressionAttributeValues: { ':due': 'due' } }
  const { Items = [] } = await client.send(new ScanCommand({ TableName: tableName, ConsistentRead: true, ...filter }))
  return Items.map((item) => DueItemSchema.parse(item)).sort((a, b) => (a.at < b.at ? -1 : 1))
}
