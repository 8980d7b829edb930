import { dynamoClient } from '../adapters/dynamodb/client.ts'
import { eventBridgeBus } from '../adapters/event-bus/event-bridge.ts'
import { eventBridgeClient } from '../adapters/event-bus/event-bridge-client.ts'
import { jsonLog } from '../adapters/logging/json-log.ts'
import { composeFanOut } from './compose-fan-out.ts'
import { ConfigSchema } from './fan-out.config.ts'

const config = ConfigSchema.parse(process.env)

export const handler = composeFanOut({
  client: dynamoClient(),
  tableName: config.PEERBADGE_TABLE,
  bus: eventBridgeBus(eventBridgeClient(), config.PEERBADGE_EVENT_BUS),
  log: jsonLog(),
})
