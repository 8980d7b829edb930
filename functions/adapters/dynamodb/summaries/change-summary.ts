import { setTimeout as sleep } from 'node:timers/promises'
import { UpdateCommand } from '@aws-sdk/lib-dynamodb'
import { z } from 'zod'
import type { Id } from '../../../domain/shared/ids.ts'
import type { Instant } from '../../../domain/shared/instant.ts'
import { type Key, keys } from '../keys.ts'
import { loadItem, type RawItem } from '../reads.ts'
import { jitteredWait, RETRY_LIMITS } from '../retry-conflicts.ts'
import type { TableDeps } from '../store-deps.ts'
import { type TransactItem, writeUnless } from '../transact.ts'
import type { Condition } from '../writes.ts'
import { summarisedAt, versionOf } from './summary-items.ts'

/** So many others who change the same summary at the same moment are not waited for. */
const MAX_TRIES = 12

/** Tries until `attempt` says that it is done. */
export async function untilDone(deps: TableDeps, attempt: () => Promise<boolean>): Promise<void> {
  for (let tries = 1; tries <= MAX_TRIES; tries++) {
    if (await attempt()) return
    await sleep(jitteredWait(tries, deps.retry ?? RETRY_LIMITS))
  }
  throw new Error('a summary keeps changing')
}

/**
 * Whether a member is erased, which is asked only of one whose summary was never kept: an event that comes late makes none of
 * someone who is gone, and whoever is still there costs no read more.
 *
 * @param summary  As it was read.
 */
export const isErased = async (deps: TableDeps, memberId: Id, summary: RawItem | undefined): Promise<boolean> =>
  summary === undefined && (await loadItem(deps, keys.erasedMember(memberId), z.looseObject({}))) !== undefined

const ifSummaryVersion = (version: number): Condition =>
  version === 0
    ? {
        ConditionExpression: 'attribute_not_exists(#version)',
        ExpressionAttributeNames: { '#version': 'summaryVersion' },
      }
    : {
        ConditionExpression: '#version = :was',
        ExpressionAttributeNames: { '#version': 'summaryVersion' },
        ExpressionAttributeValues: { ':was': version },
      }

/**
 * Sets attributes of a summary that is as it was read, and leaves what others write beside them alone.
 *
 * @param at  The newest event that is in it now, where that is told of it.
 */
export function changeSummary(
  key: Key,
  entity: string,
  was: RawItem | undefined,
  attributes: Readonly<Record<string, unknown>>,
  at?: Instant,
): TransactItem {
  const version = versionOf(was)
  const earlier = summarisedAt(was)
  const newest = at !== undefined && (earlier === undefined || at > earlier) ? { at } : {}
  const set = { ...attributes, entity, ...newest }
  const names = Object.keys(set)
  const condition = ifSummaryVersion(version)
  return {
    Update: {
      TableName: '',
      Key: { ...key },
      UpdateExpression: `SET #version = :next, ${names.map((_, index) => `#a${index} = :a${index}`).join(', ')}`,
      ...condition,
      ExpressionAttributeNames: {
        ...condition.ExpressionAttributeNames,
        ...Object.fromEntries(names.map((name, index) => [`#a${index}`, name])),
      },
      ExpressionAttributeValues: {
        ...condition.ExpressionAttributeValues,
        ':next': version + 1,
        ...Object.fromEntries(Object.values(set).map((value, index) => [`:a${index}`, value])),
      },
    },
  }
}

/** Makes one such change by itself. @returns whether the summary was as it was read. */
export async function writeSummary(deps: TableDeps, { Update }: TransactItem): Promise<boolean> {
  if (Update === undefined) throw new TypeError('a summary is changed by an update')
  const update = new UpdateCommand({ ...Update, TableName: deps.tableName })
  return (await writeUnless(deps, () => deps.client.send(update))) === undefined
}
