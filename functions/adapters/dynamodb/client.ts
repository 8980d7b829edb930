import { Agent as HttpAgent } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'
import { DynamoDBClient, type DynamoDBClientConfig } from '@aws-sdk/client-dynamodb'
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'

/** Where the table is and how long to wait for it; on AWS nothing has to be said. */
export interface DynamoClientOptions {
  /** @default the service's endpoint in the region */
  readonly endpoint?: string | undefined
  /** @default as the SDK finds it */
  readonly region?: string | undefined
  /** @default as the SDK finds them; DynamoDB Local takes letters and digits only */
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string } | undefined
  /** How long one attempt may take. @default 3000 */
  readonly requestTimeoutMilliseconds?: number | undefined
  /** @default 3000 */
  readonly connectionTimeoutMilliseconds?: number | undefined
  /** Attempts at a request that is throttled, times out or meets a fault of the service. @default 4 */
  readonly maxAttempts?: number | undefined
}

const MAX_SOCKETS = 128

/**
 * A client whose every wait is bounded and whose connections stay open. Members that are `undefined` are not stored.
 *
 * Without `throwOnRequestTimeout` the SDK only logs that a request took too long and waits on.
 */
export function dynamoClient(options: DynamoClientOptions = {}): DynamoDBDocumentClient {
  const config: DynamoDBClientConfig = {
    maxAttempts: options.maxAttempts ?? 4,
    requestHandler: {
      requestTimeout: options.requestTimeoutMilliseconds ?? 3000,
      throwOnRequestTimeout: true,
      connectionTimeout: options.connectionTimeoutMilliseconds ?? 3000,
      httpAgent: new HttpAgent({ keepAlive: true, maxSockets: MAX_SOCKETS }),
      httpsAgent: new HttpsAgent({ keepAlive: true, maxSockets: MAX_SOCKETS }),
    },
    ...(options.endpoint === undefined ? {} : { endpoint: options.endpoint }),
    ...(options.region === undefined ? {} : { region: options.region }),
    ...(options.credentials === undefined ? {} : { credentials: options.credentials }),
  }
  return DynamoDBDocumentClient.from(new DynamoDBClient(config), {
    marshallOptions: { removeUndefinedValues: true, convertClassInstanceToMap: false },
  })
}
