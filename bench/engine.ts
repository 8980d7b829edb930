import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { dynamoClient } from '../functions/adapters/dynamodb/client.ts'
import { createTable, tableDefinition } from '../functions/adapters/dynamodb/table.ts'
import { fileSealedKeys } from '../functions/adapters/keys/file-sealed-keys.ts'
import { startDynamoDbLocal } from '../functions/local/dynamodb-local.ts'
import { LOCAL_REGION } from '../functions/local/raw-dynamodb.ts'
import { type SealedKeys, storesOf } from '../test/support/issuance-scenario.ts'

const TABLE = 'peerbadge'
const PATIENCE_MILLISECONDS = 30_000

/** An engine and a key file of this run's own. */
export interface Engine {
  readonly keys: SealedKeys
  /** A table in a database of its own: a long stream in one slows all tables in it, but of no other. */
  readonly openTable: (name: string) => ReturnType<typeof openTable>
  /** The same without a stream, for more items than a stream in memory takes. */
  readonly openPlainTable: (name: string) => Promise<PlainTable>
  readonly stop: () => Promise<void>
}

export type BenchTable = Awaited<ReturnType<typeof openTable>>
export type PlainTable = ReturnType<typeof connect>

export async function startEngine(): Promise<Engine> {
  const engine = await startDynamoDbLocal()
  const folder = await mkdtemp(join(tmpdir(), 'peerbadge-bench-'))
  return {
    keys: await fileSealedKeys({ path: join(folder, 'keys.json') }),
    openTable: (name) => openTable(engine.endpoint, name),
    openPlainTable: (name) => openPlainTable(engine.endpoint, name),
    stop: async () => {
      await engine.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

async function openTable(endpoint: string, name: string) {
  const table = connect(endpoint, name)
  const { streamArn } = await createTable(table.rawClient, TABLE)
  return { ...table, streamArn }
}

async function openPlainTable(endpoint: string, name: string) {
  const table = connect(endpoint, name)
  const { StreamSpecification: _, ...withoutStream } = tableDefinition(TABLE)
  await table.rawClient.send(new CreateTableCommand(withoutStream))
  return table
}

function connect(endpoint: string, name: string) {
  const connection = {
    endpoint,
    region: LOCAL_REGION,
    credentials: { accessKeyId: `bench${name}`, secretAccessKey: 'none' },
  }
  const client = dynamoClient({ ...connection, requestTimeoutMilliseconds: PATIENCE_MILLISECONDS })
  const table = { ...connection, client, rawClient: new DynamoDBClient(connection), tableName: TABLE }
  return { ...table, stores: storesOf(table) }
}
