import type { Claim } from '../../domain/endorsement/claim.ts'
import type { Id } from '../../domain/shared/ids.ts'
import type { LoadedCandidate } from '../../ports/objection-store.ts'
import { loadFactItems, readFacts } from './giving-facts/load-facts.ts'
import { haveEndorsedEachOther } from './giving-facts/pair.ts'
import { itemAt } from './items-by-key.ts'
import { keys } from './keys.ts'
import { HoldingsSchema, MemberItemSchema } from './member-items.ts'
import { parseItem } from './reads.ts'
import type { StoreDeps } from './store-deps.ts'

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
  const givingOf = (endorserId: Id) => ({ claim, endorserId, now })
  const others = ids.flatMap((id) => [keys.member(id), keys.holdings(id)])
  const at = itemAt(await loadFactItems(deps, ids.map(givingOf), others))
  return ids.flatMap((id) => {
    const member = at(keys.member(id))
    const holdings = at(keys.holdings(id))
    if (!member) return []
    return {
      member: parseItem(MemberItemSchema, member),
      holdings: holdings ? parseItem(HoldingsSchema, holdings) : [],
      known: readFacts(givingOf(id), at),
      isMutual: haveEndorsedEachOther(givingOf(id), at),
    }
  })
}
