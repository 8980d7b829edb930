import { dynamoClient } from '../adapters/dynamodb/client.ts'
import { kmsClient } from '../adapters/keys/kms-client.ts'
import { kmsSealedKeys } from '../adapters/keys/kms-sealed-keys.ts'
import { jsonLog } from '../adapters/logging/json-log.ts'
import { toLambdaHandler } from '../http/lambda.ts'
import { ConfigSchema } from './api.config.ts'
import { assembleApi } from './assemble-api.ts'

const config = ConfigSchema.parse(process.env)

export const handler = toLambdaHandler(
  assembleApi({
    client: dynamoClient(),
    tableName: config.PEERBADGE_TABLE,
    keyMaker: kmsSealedKeys({ client: kmsClient(), keyId: config.PEERBADGE_SEALING_KEY }),
    publicUrl: config.PEERBADGE_PUBLIC_URL,
    adminTokenSha256: config.PEERBADGE_ADMIN_TOKEN_SHA256,
    log: jsonLog(),
  }),
)
