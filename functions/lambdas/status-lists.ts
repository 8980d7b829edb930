import { dynamoClient } from '../adapters/dynamodb/client.ts'
import { jsonLog } from '../adapters/logging/json-log.ts'
import { composeStatusLists } from './compose-status-lists.ts'
import { openKeys } from './open-keys.ts'
import { ConfigSchema } from './status-lists.config.ts'

const config = ConfigSchema.parse(process.env)

export const handler = composeStatusLists({
  client: dynamoClient(),
  tableName: config.PEERBADGE_TABLE,
  keys: openKeys(config).keys,
  log: jsonLog(),
}).consumer
