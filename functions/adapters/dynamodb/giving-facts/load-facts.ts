import type { KnownFacts } from '../../../domain/endorsement/known-facts.ts'
import { type ItemsByKey, itemAt, loadByKey } from '../items-by-key.ts'
import type { Key } from '../keys.ts'
import type { TableDeps } from '../store-deps.ts'
import { GIVING_FACTS } from './all-facts.ts'
import type { Giving, ItemAt } from './giving-fact.ts'

/**
 * Reads everything that {@link GIVING_FACTS} ask about, and other keys with it, as one batch; with one more only where somebody
 * turns out to have another account, under which more is known of them.
 */
export async function loadFactItems(
  deps: TableDeps,
  givings: readonly Giving[],
  others: readonly Key[],
): Promise<ItemsByKey> {
  const seen = await loadByKey(deps, [...others, ...keysOf(givings, () => undefined)])
  const asked = new Set([...others, ...keysOf(givings, () => undefined)].map(nameOf))
  const more = keysOf(givings, itemAt(seen)).filter((key) => !asked.has(nameOf(key)))
  return more.length === 0 ? seen : new Map([...seen, ...(await loadByKey(deps, more))])
}

/** What those items say of an endorser for a claim. */
export const readFacts = (giving: Giving, at: ItemAt): KnownFacts =>
  Object.assign({}, ...GIVING_FACTS.map((fact) => fact.read(giving, at)))

const keysOf = (givings: readonly Giving[], at: ItemAt): readonly Key[] =>
  givings.flatMap((giving) => GIVING_FACTS.flatMap((fact) => fact.keys(giving, at)))

const nameOf = ({ pk, sk }: Key): string => `${pk}\n${sk}`
