import {
  CreateTableCommand,
  type CreateTableCommandInput,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  type DynamoDBClient,
  ResourceInUseException,
  type TableDescription,
  UpdateTimeToLiveCommand,
  waitUntilTableExists,
} from '@aws-sdk/client-dynamodb'

/** Number attribute, in seconds since the epoch, after which DynamoDB may delete an item; reads must filter by themselves. */
export const TTL_ATTRIBUTE = 'expiresAtEpochSeconds'

const SECONDS_UNTIL_ACTIVE = 120

/** What a list of claims shows and filters by, so that listing reads no claim. */
const CLAIM_SUMMARY = ['status', 'achievementId', 'achievementVersion', 'learnerId', 'openedAt', 'community']

/**
 * The one table, as plain data: string keys `pk` and `sk`, billed per request, a stream with both images, and two sparse
 * indexes that hold claims only, newest last by their sortable id.
 *
 * TTL is not part of it: the service takes it in a call of its own ({@link TTL_ATTRIBUTE}).
 */
export function tableDefinition(tableName: string): CreateTableCommandInput {
  return {
    TableName: tableName,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: [
      { AttributeName: 'pk', AttributeType: 'S' },
      { AttributeName: 'sk', AttributeType: 'S' },
      { AttributeName: 'claimId', AttributeType: 'S' },
      { AttributeName: 'communityClaims', AttributeType: 'S' },
      { AttributeName: 'learnerClaims', AttributeType: 'S' },
    ],
    KeySchema: [
      { AttributeName: 'pk', KeyType: 'HASH' },
      { AttributeName: 'sk', KeyType: 'RANGE' },
    ],
    GlobalSecondaryIndexes: [
      claimIndex('claimsByCommunity', 'communityClaims'),
      claimIndex('claimsByLearner', 'learnerClaims'),
    ],
    StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' },
  }
}

/**
 * Creates the table of {@link tableDefinition} and switches TTL on; returns once it is active.
 *
 * Safe to repeat and to run twice at once. A table of that name that lacks the stream, a key or an index is a fault:
 * it is never changed.
 *
 * @returns the ARN of the table's stream.
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_CreateTable.html
 */
export async function createTable(client: DynamoDBClient, tableName: string): Promise<{ readonly streamArn: string }> {
  await unlessItExists(client.send(new CreateTableCommand(tableDefinition(tableName))))
  await waitUntilTableExists(
    { client, maxWaitTime: SECONDS_UNTIL_ACTIVE, minDelay: 1, maxDelay: 5 },
    { TableName: tableName },
  )
  const { Table: table } = await client.send(new DescribeTableCommand({ TableName: tableName }))
  const streamArn = table?.LatestStreamArn
  if (!table || !streamArn || !hasShapeOf(tableDefinition(tableName), table)) {
    throw new Error(`the table ${tableName} exists with other keys, indexes or without its stream`)
  }
  await switchTtlOn(client, tableName)
  return { streamArn }
}

function claimIndex(indexName: string, hashKey: string) {
  return {
    IndexName: indexName,
    KeySchema: [
      { AttributeName: hashKey, KeyType: 'HASH' as const },
      { AttributeName: 'claimId', KeyType: 'RANGE' as const },
    ],
    Projection: { ProjectionType: 'INCLUDE' as const, NonKeyAttributes: [...CLAIM_SUMMARY] },
  }
}

async function unlessItExists(creation: Promise<unknown>): Promise<void> {
  try {
    await creation
  } catch (error) {
    if (!(error instanceof ResourceInUseException)) throw error
  }
}

function hasShapeOf(wanted: CreateTableCommandInput, found: TableDescription): boolean {
  const { StreamSpecification: stream } = found
  return (
    stream?.StreamEnabled === true &&
    stream.StreamViewType === wanted.StreamSpecification?.StreamViewType &&
    shape(wanted) === shape(found)
  )
}

/** Key attributes in order, of the table and of each index by name. */
function shape({ KeySchema, GlobalSecondaryIndexes }: Pick<TableDescription, 'KeySchema' | 'GlobalSecondaryIndexes'>) {
  const keys = (schema: typeof KeySchema) => (schema ?? []).map((key) => `${key.KeyType} ${key.AttributeName}`)
  const indexes = (GlobalSecondaryIndexes ?? []).map((index) => [index.IndexName, ...keys(index.KeySchema)].join(' '))
  return JSON.stringify([keys(KeySchema), indexes.sort()])
}

/** The service refuses to enable what is enabled, so the state is asked first; a loser of that race asks again. */
async function switchTtlOn(client: DynamoDBClient, tableName: string): Promise<void> {
  if (await hasTtl(client, tableName)) return
  const TimeToLiveSpecification = { AttributeName: TTL_ATTRIBUTE, Enabled: true }
  try {
    await client.send(new UpdateTimeToLiveCommand({ TableName: tableName, TimeToLiveSpecification }))
  } catch (error) {
    if (!(await hasTtl(client, tableName))) throw error
  }
}

async function hasTtl(client: DynamoDBClient, tableName: string): Promise<boolean> {
  const { TimeToLiveDescription: ttl } = await client.send(new DescribeTimeToLiveCommand({ TableName: tableName }))
  const isOn = ttl?.TimeToLiveStatus === 'ENABLED' || ttl?.TimeToLiveStatus === 'ENABLING'
  if (isOn && ttl.AttributeName !== TTL_ATTRIBUTE) {
    throw new Error(`the table ${tableName} expires its items by ${ttl.AttributeName}, not by ${TTL_ATTRIBUTE}`)
  }
  return isOn
}
