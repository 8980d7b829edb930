import { dynamoClient } from '../adapters/dynamodb/client.ts'
import { eventBridgeBus } from '../adapters/event-bus/event-bridge.ts'
import { eventBridgeClient } from '../adapters/event-bus/event-bridge-client.ts'
import { jsonLog } from '../adapters/logging/json-log.ts'
import { ConfigSchema } from './clock.config.ts'
import { composeClock } from './compose-clock.ts'

const config = ConfigSchema.parse(process.env)

/** Ten seconds less than the function may run, so that what is begun is finished. */
const BUDGET_MILLISECONDS = 40_000

export const handler = composeClock({
  client: dynamoClient(),
  tableName: config.PEERBADGE_TABLE,
  bus: eventBridgeBus(eventBridgeClient(), config.PEERBADGE_EVENT_BUS),
  log: jsonLog(),
  budgetMilliseconds: BUDGET_MILLISECONDS,
})
