import { DeleteItemCommand } from '@aws-sdk/client-dynamodb'
import { marshall } from '@aws-sdk/util-dynamodb'
import { z } from 'zod'
import { type Key, keys } from '../functions/adapters/dynamodb/keys.ts'
import type { Id } from '../functions/domain/shared/ids.ts'
import { STATUS_LIST_SIZE } from '../functions/domain/status/bitstring.ts'
import { callRawDynamoDb } from '../functions/local/raw-dynamodb.ts'
import type { Stores } from '../test/support/issuance-scenario.ts'
import type { PlainTable } from './engine.ts'
import { pooled } from './statistics.ts'
import type { FilledList } from './status-register.ts'

const ITEMS_A_BATCH = 25
const BATCHES_AT_ONCE = 16
/** Coprime to the size of a list: no index comes twice. */
const INDEX_STEP = 7919

/** Makes lists current one after the other, as they were started. */
export async function startLists(
  { statusLists }: Stores,
  lists: readonly FilledList[],
  current: FilledList | undefined,
): Promise<void> {
  let replaces = current?.revocation.list.id
  for (const { revocation, suspension } of lists) {
    if (!(await statusLists.start(revocation, suspension, replaces))) throw new Error('the list was not started')
    replaces = revocation.list.id
  }
}

/** Starts one more pair of lists, like another but with a revocation list of this id. */
export async function startLike({ statusLists }: Stores, model: FilledList, id: Id): Promise<void> {
  const { revocation, suspension } = model
  const current = await statusLists.current(revocation.list.community)
  const suspensionListId = `${id.slice(0, -1)}0`
  await statusLists.start(
    { list: { ...revocation.list, id, suspensionListId }, signed: { ...revocation.signed, listId: id } },
    {
      list: { ...suspension.list, id: suspensionListId },
      signed: { ...suspension.signed, listId: suspensionListId },
    },
    current?.id,
  )
}

/** The items of all entries given out, with nothing in them but their keys. */
export const entriesOf = (lists: readonly FilledList[]): readonly Key[] =>
  lists.flatMap(({ revocation, indexes }) => [...indexes].map((index) => keys.listIndex(revocation.list.id, index)))

/** The items of so many set entries of a list, all over it. */
export const bitsOf = (list: Id, count: number): readonly Key[] =>
  Array.from({ length: count }, (_, n) => {
    const index = (n * INDEX_STEP) % STATUS_LIST_SIZE
    return { ...keys.listBit(list, index), entity: 'status-bit', index }
  })

const UnprocessedSchema = z.object({ UnprocessedItems: z.record(z.string(), z.array(z.unknown())).optional() })

/** Puts items as fast as the engine takes them: past the SDK, which would take longer than the engine. */
export async function putItems(table: PlainTable, items: readonly Key[]): Promise<void> {
  const batches = Array.from({ length: Math.ceil(items.length / ITEMS_A_BATCH) }, (_, n) =>
    items.slice(n * ITEMS_A_BATCH, (n + 1) * ITEMS_A_BATCH),
  )
  await pooled(batches, BATCHES_AT_ONCE, async (batch) => {
    let left: readonly unknown[] = batch.map((item) => ({ PutRequest: { Item: marshall(item) } }))
    while (left.length > 0) {
      const body = { RequestItems: { [table.tableName]: left } }
      const answer = await callRawDynamoDb(table, 'DynamoDB_20120810.BatchWriteItem', body)
      left = UnprocessedSchema.parse(answer).UnprocessedItems?.[table.tableName] ?? []
    }
  })
}

/** Deletes one item. */
export const forget = ({ rawClient, tableName }: PlainTable, { pk, sk }: Key): Promise<unknown> =>
  rawClient.send(new DeleteItemCommand({ TableName: tableName, Key: marshall({ pk, sk }) }))
