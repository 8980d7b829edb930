import { dynamoClient } from '../adapters/dynamodb/client.ts'
import { jsonLog } from '../adapters/logging/json-log.ts'
import { toLambdaHandler } from '../http/lambda.ts'
import { assembleVerification } from './assemble-verification.ts'
import { ConfigSchema } from './verification.config.ts'

const config = ConfigSchema.parse(process.env)

export const handler = toLambdaHandler(
  assembleVerification({
    client: dynamoClient(),
    tableName: config.PEERBADGE_TABLE,
    publicUrl: config.PEERBADGE_PUBLIC_URL,
    log: jsonLog(),
  }),
)
