import { QueryCommand, type QueryCommandInput } from '@aws-sdk/lib-dynamodb'
import { IdSchema } from '../../../schemas/text.ts'
import type { Id } from '../../domain/shared/ids.ts'
import type { Refusal } from '../../domain/shared/refusal.ts'
import { err, ok, type Result } from '../../domain/shared/result.ts'
import type { Page, PageRequest } from '../../ports/written.ts'
import type { RawItem } from './reads.ts'
import { retryConflicts } from './retry-conflicts.ts'
import type { TableDeps } from './store-deps.ts'

/** A list that is read page by page in the order of ids. */
export interface PagedList<T> {
  /** Names the list within the table: a cursor of one list is none of another. */
  readonly name: string
  readonly query: Omit<QueryCommandInput, 'TableName'>
  /** Where the entry with this id stands. */
  readonly startAfter: (id: Id) => Record<string, unknown>
  readonly parse: (item: RawItem) => T
  readonly idOf: (entry: T) => Id
}

/** Reads one page with one query. Refuses a cursor that this list did not give out with `invalid_cursor`. */
export async function loadPage<T>(
  deps: TableDeps,
  list: PagedList<T>,
  { limit, cursor }: PageRequest,
): Promise<Result<Page<T>, Refusal>> {
  const after = cursor === undefined ? ok(undefined) : parseCursor(list.name, cursor)
  if (!after.ok) return after
  const query = new QueryCommand({
    ...list.query,
    TableName: deps.tableName,
    // One more than asked for tells whether more follows.
    Limit: limit + 1,
    ...(after.value === undefined ? {} : { ExclusiveStartKey: list.startAfter(after.value) }),
  })
  const { Items = [], LastEvaluatedKey } = await retryConflicts(() => deps.client.send(query), deps.retry)
  const items = Items.slice(0, limit).map(list.parse)
  const last = items.at(-1)
  const isMore = Items.length > limit || LastEvaluatedKey !== undefined
  return ok({ items, ...(isMore && last !== undefined ? { next: toCursor(list.name, list.idOf(last)) } : {}) })
}

const toCursor = (list: string, id: Id): string => Buffer.from(`${list} ${id}`, 'utf8').toString('base64url')

function parseCursor(list: string, cursor: string): Result<Id, Refusal> {
  const [name, id, ...rest] = Buffer.from(cursor, 'base64url').toString('utf8').split(' ')
  const parsed = IdSchema.safeParse(id)
  return name === list && parsed.success && rest.length === 0
    ? ok(parsed.data)
    : err({ code: 'invalid_cursor', detail: 'The cursor was not given out for this list; start without one.' })
}
