import { z } from 'zod'
import { IdSchema } from '../../../schemas/text.ts'
import type { Id } from '../../domain/shared/ids.ts'
import type { Refusal } from '../../domain/shared/refusal.ts'
import { ok, type Result } from '../../domain/shared/result.ts'
import type { Page, PageRequest } from '../../ports/written.ts'
import type { Key, KeyRange } from './keys.ts'
import { loadPage } from './pages.ts'
import { loadBatch, parseItem, type RawItem, rangeQuery } from './reads.ts'
import type { TableDeps } from './store-deps.ts'
import type { Item } from './writes.ts'

const PointerSchema = z.object({ targetId: IdSchema })

/** An item that says where another is. */
export const toPointer = (key: Key, entity: string, targetId: Id): Item => ({ ...key, entity, targetId })

/** Where a pointer leads, for those read with `loadItem`. */
export const PointedIdSchema = PointerSchema.transform(({ targetId }) => targetId)

/** A list of a community: pointers in its partition, each to an item elsewhere. */
export interface PointedList<T> {
  readonly name: string
  readonly range: KeyRange
  readonly keyOf: (id: Id) => Key
  readonly parse: (item: RawItem) => T
  readonly idOf: (entry: T) => Id
}

/** Reads one page of a community's list: one query for the pointers, one batch for what they lead to. */
export async function loadPointedPage<T>(
  deps: TableDeps,
  { name, range, keyOf, parse, idOf }: PointedList<T>,
  page: PageRequest,
): Promise<Result<Page<T>, Refusal>> {
  const pointers = await loadPage(
    deps,
    {
      name,
      query: rangeQuery(range),
      startAfter: (id) => ({ pk: range.pk, sk: `${range.prefix}${id}` }),
      parse: (item) => parseItem(PointedIdSchema, item),
      idOf: (id) => id,
    },
    page,
  )
  if (!pointers.ok) return pointers
  const entries = (await loadBatch(deps, pointers.value.items.map(keyOf))).map(parse)
  const byId = new Map(entries.map((entry) => [idOf(entry), entry]))
  return ok({ ...pointers.value, items: pointers.value.items.flatMap((id) => byId.get(id) ?? []) })
}
