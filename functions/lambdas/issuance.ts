import { dynamoClient } from '../adapters/dynamodb/client.ts'
import { jsonLog } from '../adapters/logging/json-log.ts'
import { composeIssuance } from './compose-issuance.ts'
import { ConfigSchema } from './issuance.config.ts'
import { openKeys } from './open-keys.ts'

const config = ConfigSchema.parse(process.env)

export const handler = composeIssuance({
  client: dynamoClient(),
  tableName: config.PEERBADGE_TABLE,
  keys: openKeys(config).keys,
  publicUrl: config.PEERBADGE_PUBLIC_URL,
  log: jsonLog(),
})
