import { dynamoClient } from '../adapters/dynamodb/client.ts'
import { kmsClient } from '../adapters/keys/kms-client.ts'
import { kmsSealedKeys } from '../adapters/keys/kms-sealed-keys.ts'
import { jsonLog } from '../adapters/logging/json-log.ts'
import { toLambdaHandler } from '../http/lambda.ts'
import { assembleVerification } from './assemble-verification.ts'
import { ConfigSchema } from './verification.config.ts'

const config = ConfigSchema.parse(process.env)

export const handler = toLambdaHandler(
  assembleVerification({
    client: dynamoClient(),
    tableName: config.PEERBADGE_TABLE,
    keys: kmsSealedKeys({ client: kmsClient(), keyId: config.PEERBADGE_SEALING_KEY }),
    publicUrl: config.PEERBADGE_PUBLIC_URL,
    adminTokenSha256: config.PEERBADGE_ADMIN_TOKEN_SHA256,
    verificationsPerMinute: config.PEERBADGE_VERIFICATIONS_PER_MINUTE,
    issuerBook: {
      registries: config.PEERBADGE_ISSUER_REGISTRIES ?? [],
      issuers: config.PEERBADGE_KNOWN_ISSUERS ?? [],
    },
    log: jsonLog(),
  }),
)
