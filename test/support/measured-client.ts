import type { ConsumedCapacity } from '@aws-sdk/client-dynamodb'
import {
  DeleteCommand,
  type DeleteCommandInput,
  type DynamoDBDocumentClient,
  PutCommand,
  type PutCommandInput,
  UpdateCommand,
  type UpdateCommandInput,
} from '@aws-sdk/lib-dynamodb'
import { z } from 'zod'
import { dynamoClient } from '../../functions/adapters/dynamodb/client.ts'
import { createTable } from '../../functions/adapters/dynamodb/table.ts'
import type { TestTable } from './dynamodb.ts'

const TWIN = 'peerbadge-twin'
const UNITS_OF_A_CHECK = 1

const ConsumedSchema = z.custom<ConsumedCapacity>()
const AnswerSchema = z.object({
  output: z.object({ ConsumedCapacity: z.union([z.array(ConsumedSchema), ConsumedSchema]).optional() }),
})
const PutSchema = z.custom<PutCommandInput>()
const UpdateSchema = z.custom<UpdateCommandInput>()
const DeleteSchema = z.custom<DeleteCommandInput>()
const WritesSchema = z.object({
  TransactItems: z.array(
    z.object({
      Put: PutSchema.optional(),
      Update: UpdateSchema.optional(),
      Delete: DeleteSchema.optional(),
    }),
  ),
})

/** What some calls cost. */
export interface Cost {
  /** The names of the requests sent, in order: `GetItem`, `TransactWriteItems`. */
  readonly requests: readonly string[]
  /** Read units and write units, indexes included. */
  readonly units: number
}

/** A client that counts what it consumes. */
export interface Meter {
  readonly client: DynamoDBDocumentClient
  readonly measure: (work: () => Promise<unknown>) => Promise<Cost>
}

/**
 * Asks for consumed capacity with every request. Of a transaction DynamoDB Local adds up only what differs (four items
 * of 1 KB count as one), so every write is repeated by itself on a twin of the table, where the report is right; the
 * service charges twice as much for it in a transaction.
 */
export async function meterOf({
  rawClient,
  endpoint,
  region,
  credentials,
}: Pick<TestTable, 'rawClient' | 'endpoint' | 'region' | 'credentials'>): Promise<Meter> {
  await createTable(rawClient, TWIN)
  const connect = () => dynamoClient({ endpoint, region, credentials, requestTimeoutMilliseconds: 15_000 })
  const twin = connect()
  const client = connect()
  let requests: string[] = []
  let units = 0
  client.middlewareStack.add(
    (next, context) => async (args) => {
      Object.assign(args.input, { ReturnConsumedCapacity: 'TOTAL' })
      const name = (context.commandName ?? '').replace(/Command$/, '')
      const answer = await next(args)
      requests.push(name)
      const repeated = await repeatOnTwin(twin, name, args.input)
      units +=
        name === 'TransactWriteItems' ? 2 * repeated : unitsOf(AnswerSchema.parse(answer).output.ConsumedCapacity)
      return answer
    },
    { step: 'initialize', priority: 'low', name: 'meter' },
  )
  const measure = async (work: () => Promise<unknown>): Promise<Cost> => {
    requests = []
    units = 0
    await work()
    // A copy: what is asked outside of `measure` is counted on.
    return { requests: [...requests], units }
  }
  return { client, measure }
}

const unitsOf = (consumed: ConsumedCapacity | readonly ConsumedCapacity[] = []): number =>
  [consumed].flat().reduce((sum, { CapacityUnits = 0 }) => sum + CapacityUnits, 0)

/** @returns the units all writes of the request take outside of a transaction. */
async function repeatOnTwin(twin: DynamoDBDocumentClient, name: string, input: object): Promise<number> {
  if (name === 'TransactWriteItems') {
    const { TransactItems } = WritesSchema.parse(input)
    const taken = await Promise.all(
      TransactItems.map(({ Put, Update, Delete }) => {
        if (Put) return repeatOnTwin(twin, 'PutItem', Put)
        if (Update) return repeatOnTwin(twin, 'UpdateItem', Update)
        return Delete ? repeatOnTwin(twin, 'DeleteItem', Delete) : UNITS_OF_A_CHECK
      }),
    )
    return taken.reduce((sum, one) => sum + one, 0)
  }
  const command = { ...input, TableName: TWIN, ReturnConsumedCapacity: 'TOTAL' }
  switch (name) {
    case 'PutItem':
      return unitsOf((await twin.send(new PutCommand(PutSchema.parse(command)))).ConsumedCapacity)
    case 'UpdateItem':
      return unitsOf((await twin.send(new UpdateCommand(UpdateSchema.parse(command)))).ConsumedCapacity)
    case 'DeleteItem':
      return unitsOf((await twin.send(new DeleteCommand(DeleteSchema.parse(command)))).ConsumedCapacity)
    default:
      return 0
  }
}
