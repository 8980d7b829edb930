import { toStreamEvent } from '../adapters/dynamodb/to-stream-event.ts'
import { eventBridgeBus } from '../adapters/event-bus/event-bridge.ts'
import { eventBridgeClient } from '../adapters/event-bus/event-bridge-client.ts'
import { jsonLog } from '../adapters/logging/json-log.ts'
import { fanOutConsumer } from '../fan-out/consumer.ts'
import { ConfigSchema } from './fan-out.config.ts'

const config = ConfigSchema.parse(process.env)

export const handler = fanOutConsumer(
  { bus: eventBridgeBus(eventBridgeClient(), config.PEERBADGE_EVENT_BUS), log: jsonLog() },
  toStreamEvent,
)
