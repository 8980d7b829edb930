import { dynamoClient } from '../adapters/dynamodb/client.ts'
import { jsonLog } from '../adapters/logging/json-log.ts'
import { toLambdaHandler } from '../http/lambda.ts'
import { ConfigSchema } from './api.config.ts'
import { assembleApi } from './assemble-api.ts'
import { openKeys } from './open-keys.ts'

const config = ConfigSchema.parse(process.env)
const { keys, issuerKeyMaker } = openKeys(config)

export const handler = toLambdaHandler(
  assembleApi({
    client: dynamoClient(),
    tableName: config.PEERBADGE_TABLE,
    keyMaker: keys,
    issuerKeyMaker,
    publicUrl: config.PEERBADGE_PUBLIC_URL,
    adminTokenSha256: config.PEERBADGE_ADMIN_TOKEN_SHA256,
    log: jsonLog(),
  }),
)
