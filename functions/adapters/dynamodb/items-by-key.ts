import type { Key } from './keys.ts'
import { loadBatch, type RawItem } from './reads.ts'
import type { TableDeps } from './store-deps.ts'

/** Items as they were read, each under its key; to be looked into with {@link itemAt}. */
export type ItemsByKey = ReadonlyMap<string, RawItem>

const nameOf = ({ pk, sk }: Key): string => `${pk}\n${sk}`

/** Reads items by key, strongly consistent, a hundred a request; each key once, however often it is asked for. */
export async function loadByKey(deps: TableDeps, wanted: readonly Key[]): Promise<ItemsByKey> {
  const unique = new Map(wanted.map((key) => [nameOf(key), key]))
  const items = await loadBatch(deps, [...unique.values()])
  return new Map(items.map((item) => [nameOf({ pk: String(item['pk']), sk: String(item['sk']) }), item]))
}

/** Finds the item of a key among those read; `undefined` for what was not there. */
export const itemAt =
  (items: ItemsByKey) =>
  (key: Key): RawItem | undefined =>
    items.get(nameOf(key))
