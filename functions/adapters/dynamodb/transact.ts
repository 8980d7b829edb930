import { randomUUID } from 'node:crypto'
import {
  type AttributeValue,
  ConditionalCheckFailedException,
  TransactionCanceledException,
} from '@aws-sdk/client-dynamodb'
import { TransactWriteCommand, type TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb'
import { unmarshall } from '@aws-sdk/util-dynamodb'
import { retryConflicts } from './retry-conflicts.ts'
import type { TableDeps } from './store-deps.ts'

/** One write or check of a transaction. */
export type TransactItem = NonNullable<TransactWriteCommandInput['TransactItems']>[number]

/** The writes of a transaction by what they are; those that do not apply are `undefined`. */
export type TransactItems<Label extends string> = Readonly<
  Record<Label, TransactItem | readonly TransactItem[] | undefined>
>

/** A condition that did not hold, with the item as it stood; `item` is absent when there was none. */
export interface FailedCondition {
  readonly item?: Readonly<Record<string, unknown>> | undefined
}

/** The writes whose conditions did not hold. */
export type FailedConditions<Label extends string> = Readonly<Partial<Record<Label, FailedCondition>>>

/**
 * Writes all or nothing. Conflicts with other transactions are retried; a time-out after the commit does no harm, since
 * the same token is sent again.
 *
 * @param dispensable  A write that is left out when its condition alone does not hold: DynamoDB has no write that is
 *   skipped by its condition while the rest of the transaction goes on.
 * @returns `undefined` when written; otherwise which conditions failed, and nothing was written.
 * @throws StoreOverloaded as {@link retryConflicts}. A transaction cancelled for any other reason is thrown on.
 */
export async function transact<Label extends string>(
  deps: TableDeps,
  items: TransactItems<Label>,
  dispensable?: NoInfer<Label>,
): Promise<FailedConditions<Label> | undefined> {
  const failed = await transactWhole(deps, items)
  if (failed === undefined || dispensable === undefined) return failed
  const isDispensed = failed[dispensable] !== undefined && Object.keys(failed).length === 1
  return isDispensed ? transactWhole(deps, { ...items, [dispensable]: undefined }) : failed
}

async function transactWhole<Label extends string>(
  { client, tableName, retry }: TableDeps,
  items: TransactItems<Label>,
): Promise<FailedConditions<Label> | undefined> {
  const labelled = flatten(items)
  const TransactItems = labelled.map(([, item]) => inTable(tableName, item))
  let ClientRequestToken = randomUUID()
  try {
    await retryConflicts(async () => {
      try {
        await client.send(new TransactWriteCommand({ TransactItems, ClientRequestToken }))
      } catch (error) {
        // A cancelled transaction is over; one in progress must be asked after under its own token.
        if (error instanceof TransactionCanceledException) ClientRequestToken = randomUUID()
        throw error
      }
    }, retry)
    return undefined
  } catch (error) {
    if (!(error instanceof TransactionCanceledException)) throw error
    return failedConditions(labelled, error)
  }
}

/** What a single conditional write met: the item as it stood, when its condition did not hold. */
export async function writeUnless(
  deps: TableDeps,
  write: () => Promise<unknown>,
): Promise<FailedCondition | undefined> {
  try {
    await retryConflicts(write, deps.retry)
    return undefined
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return { item: plain(error.Item) }
    throw error
  }
}

function flatten<Label extends string>(items: TransactItems<Label>): readonly (readonly [Label, TransactItem])[] {
  const labelled: (readonly [Label, TransactItem])[] = []
  for (const label in items) {
    const one: TransactItem | readonly TransactItem[] | undefined = items[label]
    for (const item of one === undefined ? [] : isList(one) ? one : [one]) labelled.push([label, item])
  }
  return labelled
}

const isList = (items: TransactItem | readonly TransactItem[]): items is readonly TransactItem[] => Array.isArray(items)

function inTable(TableName: string, { Put, Update, Delete, ConditionCheck }: TransactItem): TransactItem {
  const common = { TableName, ReturnValuesOnConditionCheckFailure: 'ALL_OLD' as const }
  return {
    ...(Put && { Put: { ...Put, ...common } }),
    ...(Update && { Update: { ...Update, ...common } }),
    ...(Delete && { Delete: { ...Delete, ...common } }),
    ...(ConditionCheck && { ConditionCheck: { ...ConditionCheck, ...common } }),
  }
}

function failedConditions<Label extends string>(
  labelled: readonly (readonly [Label, TransactItem])[],
  cancelled: TransactionCanceledException,
): FailedConditions<Label> {
  const failed: Partial<Record<Label, FailedCondition>> = {}
  for (const [index, reason] of (cancelled.CancellationReasons ?? []).entries()) {
    if (reason.Code === undefined || reason.Code === 'None') continue
    const label = labelled[index]?.[0]
    if (reason.Code !== 'ConditionalCheckFailed' || label === undefined) throw cancelled
    failed[label] = { item: plain(reason.Item) }
  }
  if (Object.keys(failed).length === 0) throw cancelled
  return failed
}

/** The document client translates answers, but not what errors carry. */
const plain = (item: Record<string, AttributeValue> | undefined): Record<string, unknown> | undefined =>
  item && unmarshall(item)
