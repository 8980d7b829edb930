import { z } from 'zod'
import type { Claim } from '../../domain/endorsement/claim.ts'
import type { Id } from '../../domain/shared/ids.ts'
import type { LoadedCandidate } from '../../ports/objection-store.ts'
import { GIVING_FACTS } from './giving-facts/all-facts.ts'
import { type Key, keys } from './keys.ts'
import { HoldingsSchema, MemberItemSchema } from './member-items.ts'
import { loadBatch, parseItem, type RawItem } from './reads.ts'
import type { StoreDeps } from './store-deps.ts'
import { stored } from './stored-fields.ts'

/** Whether both of two members have endorsed the other. */
const MutualSchema = z
  .object({ firstEndorsedAt: stored.instant.optional(), secondEndorsedAt: stored.instant.optional() })
  .transform(({ firstEndorsedAt, secondEndorsedAt }) => firstEndorsedAt !== undefined && secondEndorsedAt !== undefined)

/**
 * Members who may come to sit on a panel, with all that would be known of them if they endorsed: a batch read of a hundred keys at a
 * time. Who is gone by now is left out.
 */
export async function loadCandidates(
  deps: StoreDeps,
  claim: Claim,
  ids: readonly Id[],
): Promise<readonly LoadedCandidate[]> {
  const now = deps.now()
  const asked = (id: Id): readonly Key[] => [
    keys.member(id),
    keys.holdings(id),
    keys.pair(id, claim.learnerId),
    ...GIVING_FACTS.flatMap((fact) => fact.keys({ claim, endorserId: id, now })),
  ]
  const wanted = new Map(ids.flatMap(asked).map((key) => [nameOf(key), key]))
  const items = await loadBatch(deps, [...wanted.values()])
  const byName = new Map(items.map((item) => [`${String(item['pk'])}\n${String(item['sk'])}`, item]))
  const at = (key: Key): RawItem | undefined => byName.get(nameOf(key))
  return ids.flatMap((id) => {
    const member = at(keys.member(id))
    const holdings = at(keys.holdings(id))
    const pair = at(keys.pair(id, claim.learnerId))
    if (!member) return []
    return {
      member: parseItem(MemberItemSchema, member),
      holdings: holdings ? parseItem(HoldingsSchema, holdings) : [],
      known: Object.assign({}, ...GIVING_FACTS.map((fact) => fact.read({ claim, endorserId: id, now }, at))),
      isMutual: pair !== undefined && parseItem(MutualSchema, pair),
    }
  })
}

const nameOf = ({ pk, sk }: Key): string => `${pk}\n${sk}`
