import type { Claim } from '../../domain/endorsement/claim.ts'
import type { Id } from '../../domain/shared/ids.ts'
import type { LoadedCandidate } from '../../ports/objection-store.ts'
import type { Giving } from './giving-facts/giving-fact.ts'
import { loadFactItems, readFacts } from './giving-facts/load-facts.ts'
import { haveEndorsedEachOther, pairsOf } from './giving-facts/pair.ts'
import { itemAt, loadByKey } from './items-by-key.ts'
import { keys } from './keys.ts'
import type { FindNeighbours } from './known-neighbours.ts'
import { HoldingsSchema, MemberItemSchema } from './member-items.ts'
import { parseItem } from './reads.ts'
import type { StoreDeps } from './store-deps.ts'

/**
 * Members who may come to sit on a panel, with all that would be known of them if they endorsed: a batch read of a hundred keys at a
 * time, and another of what is between them and the objectors. Who is gone by now is left out.
 */
export async function loadCandidates(
  deps: StoreDeps,
  findNeighbours: FindNeighbours,
  claim: Claim,
  ids: readonly Id[],
  objectors: readonly Id[],
): Promise<readonly LoadedCandidate[]> {
  const now = deps.now()
  const neighbours = claim.challengeId === undefined ? [] : await findNeighbours(claim.challengeId)
  const givingOf = (endorserId: Id): Giving => ({ claim: { ...claim, neighbours }, endorserId, now })
  /** As if they endorsed the objectors: between two people it is the same item. */
  const besidesOf = (endorserId: Id): readonly Giving[] =>
    objectors.map((learnerId) => ({ claim: { ...claim, learnerId, learnerPerson: undefined }, endorserId, now }))
  const others = [...ids.flatMap((id) => [keys.member(id), keys.holdings(id)]), ...objectors.map(keys.member)]
  const known = await loadFactItems(deps, ids.map(givingOf), others)
  const between = ids.flatMap(besidesOf).flatMap((giving) => pairsOf(giving, itemAt(known)))
  const at = itemAt(new Map([...known, ...(await loadByKey(deps, between))]))
  return ids.flatMap((id) => {
    const member = at(keys.member(id))
    const holdings = at(keys.holdings(id))
    if (!member) return []
    return {
      member: parseItem(MemberItemSchema, member),
      holdings: holdings ? parseItem(HoldingsSchema, holdings) : [],
      known: readFacts(givingOf(id), at),
      isMutual: [givingOf(id), ...besidesOf(id)].some((giving) => haveEndorsedEachOther(giving, at)),
    }
  })
}
