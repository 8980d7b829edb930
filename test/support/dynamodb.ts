import { randomBytes } from 'node:crypto'
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import { inject } from 'vitest'
import { dynamoClient } from '../../functions/adapters/dynamodb/client.ts'
import { createTable } from '../../functions/adapters/dynamodb/table.ts'
import { LOCAL_REGION, type StoreCredentials } from '../../functions/local/raw-dynamodb.ts'

/** Tests share few cores with the engine. */
const SLOW_MACHINE_MS = 15_000

export interface TestTable {
  readonly client: DynamoDBDocumentClient
  readonly rawClient: DynamoDBClient
  readonly tableName: string
  readonly endpoint: string
  readonly region: string
  readonly credentials: StoreCredentials
  readonly streamArn: string
}

/**
 * An empty table in a database of its own: the engine keeps one for each access key, and a stream that has grown long in
 * one slows the writes of all tables in it, but of no other.
 */
export async function freshTable(endpoint = inject('dynamoDbEndpoint')): Promise<TestTable> {
  const credentials = freshCredentials()
  const rawClient = testClient(endpoint, credentials)
  const tableName = 'peerbadge'
  const { streamArn } = await createTable(rawClient, tableName)
  const client = dynamoClient({
    endpoint,
    region: LOCAL_REGION,
    credentials,
    requestTimeoutMilliseconds: SLOW_MACHINE_MS,
    connectionTimeoutMilliseconds: SLOW_MACHINE_MS,
  })
  return { client, rawClient, tableName, endpoint, region: LOCAL_REGION, credentials, streamArn }
}

/** The engine takes letters and digits only. */
export function freshCredentials(): StoreCredentials {
  return { accessKeyId: `test${randomBytes(12).toString('hex')}`, secretAccessKey: 'none' }
}

export function testClient(endpoint: string, credentials: StoreCredentials): DynamoDBClient {
  return new DynamoDBClient({ endpoint, region: LOCAL_REGION, credentials: { ...credentials } })
}
