import type { Key } from './keys.ts'
import type { TransactItem } from './transact.ts'

/** What must hold for a write to happen. */
export interface Condition {
  readonly ConditionExpression: string
  readonly ExpressionAttributeNames?: Record<string, string>
  readonly ExpressionAttributeValues?: Record<string, unknown>
}

/** Nothing is there yet. */
export const IF_NEW: Condition = { ConditionExpression: 'attribute_not_exists(pk)' }

/** The stored item is still of that version. */
export const ifVersion = (version: number): Condition => ({
  ConditionExpression: '#version = :version',
  ExpressionAttributeNames: { '#version': 'version' },
  ExpressionAttributeValues: { ':version': version },
})

/** Nothing is there yet, or what is there names the same value under `attribute`. */
export const ifNewOrSame = (attribute: string, value: string): Condition => ({
  ConditionExpression: 'attribute_not_exists(pk) OR #attribute = :value',
  ExpressionAttributeNames: { '#attribute': attribute },
  ExpressionAttributeValues: { ':value': value },
})

/** An item of the table: its key, its kind and the rest. */
export type Item = Key & { readonly entity: string } & Readonly<Record<string, unknown>>

/** Puts a whole item in a transaction; {@link transact} adds the table. */
export const put = (item: Item, condition?: Condition): TransactItem => ({
  Put: { TableName: '', Item: item, ...condition },
})

/** Deletes an item in a transaction. */
export const remove = ({ pk, sk }: Key, condition?: Condition): TransactItem => ({
  Delete: { TableName: '', Key: { pk, sk }, ...condition },
})

/** Checks an item without writing it. */
export const check = ({ pk, sk }: Key, condition: Condition): TransactItem => ({
  ConditionCheck: { TableName: '', Key: { pk, sk }, ...condition },
})
