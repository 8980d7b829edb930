import { EventBridgeClient } from '@aws-sdk/client-eventbridge'
import { toStreamEvent } from '../adapters/dynamodb/to-stream-event.ts'
import { eventBridgeBus } from '../adapters/event-bus/event-bridge.ts'
import { jsonLog } from '../adapters/logging/json-log.ts'
import { fanOutConsumer } from '../fan-out/consumer.ts'
import { ConfigSchema } from './fan-out.config.ts'

const config = ConfigSchema.parse(process.env)

export const handler = fanOutConsumer(
  { bus: eventBridgeBus(new EventBridgeClient(), config.PEERBADGE_EVENT_BUS), log: jsonLog() },
  toStreamEvent,
)
