import type { ClaimEvent } from '../../../domain/endorsement/claim-event.ts'
import { addToMonth } from '../../../domain/independence/monthly-counts.ts'
import { tallyEndorsement } from '../../../domain/independence/share.ts'
import type { Id, Slug } from '../../../domain/shared/ids.ts'
import type { Instant } from '../../../domain/shared/instant.ts'
import { itemAt, loadByKey } from '../items-by-key.ts'
import { keys } from '../keys.ts'
import type { TableDeps } from '../store-deps.ts'
import { type TransactItem, transact } from '../transact.ts'
import { IF_NEW, put } from '../writes.ts'
import { changeSummary, isErased, untilDone } from './change-summary.ts'
import { toGiven, toTally } from './summary-items.ts'

/** An event that says that a claim was endorsed. */
export interface EndorseEvent extends ClaimEvent {
  readonly actorId: Id
}

/** With a mark and an endorser each, they fit into one transaction. */
const EVENTS_A_TRANSACTION = 40

/**
 * Counts endorsements of one community, for it and for their endorsers: of one claim each endorser once, for which a mark is
 * left with the claim. Marks and numbers are written as one, a batch of events at a time, so that a crowd that endorses at once
 * changes the community's number seldom.
 */
export async function countEndorsements(deps: TableDeps, community: Slug, events: readonly EndorseEvent[]) {
  const once = [...new Map(events.map((event) => [`${event.claimId} ${event.actorId}`, event])).values()]
  for (let from = 0; from < once.length; from += EVENTS_A_TRANSACTION)
    await untilDone(deps, () => tryCounting(deps, community, once.slice(from, from + EVENTS_A_TRANSACTION)))
}

async function tryCounting(deps: TableDeps, community: Slug, events: readonly EndorseEvent[]): Promise<boolean> {
  const markOf = ({ claimId, actorId }: EndorseEvent) => keys.talliedEndorser(claimId, actorId)
  const tallyKey = keys.communityTally(community)
  const endorserIds = [...new Set(events.map(({ actorId }) => actorId))]
  const at = itemAt(await loadByKey(deps, [tallyKey, ...events.map(markOf), ...endorserIds.map(keys.standing)]))
  const fresh = events.filter((event) => at(markOf(event)) === undefined)
  if (fresh.length === 0) return true
  const areErased = await Promise.all(endorserIds.map((id) => isErased(deps, id, at(keys.standing(id)))))
  const tally = fresh.reduce((sum, event) => tallyEndorsement(sum, event.actorId, event.at), toTally(at(tallyKey)))
  const failed = await transact(deps, {
    marks: fresh.map((event) => put({ ...markOf(event), entity: 'tallied-endorser' }, IF_NEW)),
    tally: changeSummary(tallyKey, 'community-tally', at(tallyKey), { ...tally }, newestOf(fresh)),
    endorsers: endorserIds.flatMap((id, index): readonly TransactItem[] => {
      const own = fresh.filter(({ actorId }) => actorId === id)
      if (own.length === 0 || areErased[index]) return []
      const item = at(keys.standing(id))
      const given = own.reduce((counts, event) => addToMonth(counts, event.at), toGiven(item))
      return [changeSummary(keys.standing(id), 'standing', item, { given }, newestOf(own))]
    }),
  })
  return failed === undefined
}

/** The instant of the newest of some events. */
export function newestOf(events: readonly Pick<ClaimEvent, 'at'>[]): Instant {
  const newest = events
    .map(({ at }) => at)
    .sort()
    .at(-1)
  if (newest === undefined) throw new TypeError('of no events none is the newest')
  return newest
}
