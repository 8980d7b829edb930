import { dynamoClient } from '../adapters/dynamodb/client.ts'
import { kmsClient } from '../adapters/keys/kms-client.ts'
import { kmsSealedKeys } from '../adapters/keys/kms-sealed-keys.ts'
import { jsonLog } from '../adapters/logging/json-log.ts'
import { composeStatusLists } from './compose-status-lists.ts'
import { ConfigSchema } from './status-lists.config.ts'

const config = ConfigSchema.parse(process.env)

export const handler = composeStatusLists({
  client: dynamoClient(),
  tableName: config.PEERBADGE_TABLE,
  keys: kmsSealedKeys({ client: kmsClient(), keyId: config.PEERBADGE_SEALING_KEY }),
  log: jsonLog(),
}).consumer
