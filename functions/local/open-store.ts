import { join } from 'node:path'
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import { dynamoClient } from '../adapters/dynamodb/client.ts'
import { createTable } from '../adapters/dynamodb/table.ts'
import { startDynamoDbLocal } from './dynamodb-local.ts'
import type { Progress } from './progress.ts'
import { LOCAL_REGION, type StoreCredentials } from './raw-dynamodb.ts'
import type { Settings } from './settings.ts'
import type { StoreFault } from './store-fault.ts'
import { unlessAborted } from './unless-aborted.ts'

const TABLE_NAME = 'peerbadge'
/** The engine keeps one database for each access key: always the same one, so that kept data is found again. */
const CREDENTIALS: StoreCredentials = { accessKeyId: 'peerbadge', secretAccessKey: 'local' }
/** For the table's creation only, which is slow on a disk. */
const BOUNDED_WAITS = { connectionTimeout: 3_000, requestTimeout: 15_000, throwOnRequestTimeout: true }

/** The table, ready, and the engine under it. */
export interface OpenStore {
  readonly client: DynamoDBDocumentClient
  readonly tableName: string
  readonly endpoint: string
  readonly credentials: StoreCredentials
  readonly streamArn: string
  /** Ends an engine that was started here; one that was there before stays. */
  readonly close: () => Promise<void>
}

/** Starts the engine, or takes the one that `DYNAMODB_ENDPOINT` names, and makes sure the table is there. */
export async function openStore(
  { dynamodbEndpoint, dataFolder }: Pick<Settings, 'dynamodbEndpoint' | 'dataFolder'>,
  progress: Progress,
  onDied: (fault: StoreFault) => void,
  signal: AbortSignal,
): Promise<OpenStore> {
  const engine =
    dynamodbEndpoint === undefined
      ? await startDynamoDbLocal({
          ...(dataFolder === undefined ? {} : { dataFolder: join(dataFolder, 'dynamodb') }),
          onProgress: (message) => progress.step(message),
          onDied,
          signal,
        })
      : { endpoint: dynamodbEndpoint, stop: async () => undefined }
  try {
    const access = { endpoint: engine.endpoint, region: LOCAL_REGION, credentials: { ...CREDENTIALS } }
    progress.step('Creating the table')
    const raw = new DynamoDBClient({ ...access, requestHandler: BOUNDED_WAITS })
    const { streamArn } = await unlessAborted(createTable(raw, TABLE_NAME), signal)
    raw.destroy()
    return {
      client: dynamoClient(access),
      tableName: TABLE_NAME,
      endpoint: engine.endpoint,
      credentials: CREDENTIALS,
      streamArn,
      close: () => engine.stop(),
    }
  } catch (error) {
    await engine.stop()
    if (dynamodbEndpoint === undefined || signal.aborted) throw error
    throw new Error(
      `The DynamoDB that DYNAMODB_ENDPOINT names, ${dynamodbEndpoint}, cannot be used (${reasonOf(error)}). Start it, or unset the variable to have one started.`,
      { cause: error },
    )
  }
}

/** A refused connection to a name with several addresses has a code and no message. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return error.message || ('code' in error ? String(error.code) : error.name)
}
