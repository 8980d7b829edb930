import { dynamoClient } from '../adapters/dynamodb/client.ts'
import { kmsClient } from '../adapters/keys/kms-client.ts'
import { kmsSealedKeys } from '../adapters/keys/kms-sealed-keys.ts'
import { jsonLog } from '../adapters/logging/json-log.ts'
import { composeIssuance } from './compose-issuance.ts'
import { ConfigSchema } from './issuance.config.ts'

const config = ConfigSchema.parse(process.env)

export const handler = composeIssuance({
  client: dynamoClient(),
  tableName: config.PEERBADGE_TABLE,
  keys: kmsSealedKeys({ client: kmsClient(), keyId: config.PEERBADGE_SEALING_KEY }),
  publicUrl: config.PEERBADGE_PUBLIC_URL,
  log: jsonLog(),
})
