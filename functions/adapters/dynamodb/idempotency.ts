import { z } from 'zod'
import type { Id } from '../../domain/shared/ids.ts'
import { addDays, toEpochMilliseconds, toEpochSeconds } from '../../domain/shared/instant.ts'
import type { Refusal } from '../../domain/shared/refusal.ts'
import { err, ok, type Result } from '../../domain/shared/result.ts'
import type { IdempotencyKey, Written } from '../../ports/written.ts'
import { type Key, keys } from './keys.ts'
import { loadItem } from './reads.ts'
import type { StoreDeps } from './store-deps.ts'
import { TTL_ATTRIBUTE } from './table.ts'
import { type FailedConditions, type TransactItem, type TransactItems, transact } from './transact.ts'
import { put } from './writes.ts'

const RECORD_DAYS = 1

const RecordSchema = z.object({ digest: z.string(), id: z.string(), [TTL_ATTRIBUTE]: z.number() })

/** What an earlier request under the same key did. */
export interface EarlierWrite {
  readonly digest: string
  readonly id: Id
}

/** Where the record of an idempotency key is. */
export const idempotencyRecordKey = ({ caller, key }: IdempotencyKey): Key => keys.idempotency(caller, key)

/** The record of an earlier request; `undefined` once it has lapsed, also while DynamoDB has not deleted it yet. */
export function toEarlierWrite({ now }: StoreDeps, item: unknown): EarlierWrite | undefined {
  const record = RecordSchema.parse(item)
  const isLapsed = record[TTL_ATTRIBUTE] * 1000 <= toEpochMilliseconds(now())
  return isLapsed ? undefined : { digest: record.digest, id: record.id }
}

/**
 * The id an earlier request under the key led to, for those who would make something costly before they write.
 *
 * @returns `undefined` when there was none; `idempotency_key_reused` when the key came with another request.
 */
export async function findRepeat(
  deps: StoreDeps,
  idempotency: IdempotencyKey | undefined,
): Promise<Result<Id | undefined, Refusal>> {
  if (idempotency === undefined) return ok(undefined)
  const earlier = await earlierWrite(deps, idempotency, undefined)
  return earlier === undefined || earlier.digest === idempotency.digest ? ok(earlier?.id) : err(REUSED)
}

const REUSED: Refusal = {
  code: 'idempotency_key_reused',
  detail: 'The Idempotency-Key was used before for another request.',
}

/** A write that may be sent twice. */
export interface OnceWrite<Label extends string, Answer> {
  /** What a repeat is answered with. */
  readonly id: Id
  readonly idempotency: IdempotencyKey | undefined
  readonly items: TransactItems<Label>
  /** The write that is left out when its condition alone does not hold. */
  readonly dispensable?: NoInfer<Label>
  /** Says which refusal the failed conditions are; asked only when no earlier request under the key answers. */
  readonly refuse: (failed: FailedConditions<Label>) => Result<Answer, Refusal>
}

/**
 * Writes all or nothing, once per idempotency key: key, request digest and the new id are stored with the rest.
 *
 * @returns `written`; `replayed` with the first id when the key was used with this digest, whatever else stood in the
 *   way; `idempotency_key_reused` when it was used with another; or what `refuse` says.
 */
export async function writeOnce<Label extends string, Answer = never>(
  deps: StoreDeps,
  { id, idempotency, items, dispensable, refuse }: OnceWrite<Label, Answer>,
): Promise<Result<Written | Answer, Refusal>> {
  const failed = await transact<Label | 'idempotencyRecord'>(
    deps,
    { ...items, idempotencyRecord: idempotency && recordItem(deps, idempotency, id) },
    dispensable,
  )
  if (failed === undefined) return ok({ kind: 'written' })
  const earlier = idempotency && (await earlierWrite(deps, idempotency, failed.idempotencyRecord?.item))
  if (earlier === undefined) return refuse(failed)
  return earlier.digest === idempotency?.digest ? ok({ kind: 'replayed', id: earlier.id }) : err(REUSED)
}

/** Of several conditions that fail together not all need be reported, so the record is asked for when it was not. */
async function earlierWrite(
  deps: StoreDeps,
  key: IdempotencyKey,
  reported: Readonly<Record<string, unknown>> | undefined,
): Promise<EarlierWrite | undefined> {
  const record = reported ?? (await loadItem(deps, idempotencyRecordKey(key), z.record(z.string(), z.unknown())))
  return record && toEarlierWrite(deps, record)
}

function recordItem({ now }: StoreDeps, key: IdempotencyKey, id: Id): TransactItem {
  const at = now()
  return put(
    {
      ...idempotencyRecordKey(key),
      entity: 'idempotency',
      digest: key.digest,
      id,
      [TTL_ATTRIBUTE]: toEpochSeconds(addDays(at, RECORD_DAYS)),
    },
    {
      ConditionExpression: 'attribute_not_exists(pk) OR #expires <= :now',
      ExpressionAttributeNames: { '#expires': TTL_ATTRIBUTE },
      ExpressionAttributeValues: { ':now': Math.floor(toEpochMilliseconds(at) / 1000) },
    },
  )
}
