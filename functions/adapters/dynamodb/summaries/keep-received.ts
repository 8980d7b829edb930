import { addReceived } from '../../../domain/independence/received.ts'
import type { Id } from '../../../domain/shared/ids.ts'
import { toEpochDays } from '../../../domain/shared/instant.ts'
import { itemAt, loadByKey } from '../items-by-key.ts'
import { keys } from '../keys.ts'
import type { TableDeps } from '../store-deps.ts'
import { changeSummary, isErased, untilDone, writeSummary } from './change-summary.ts'
import { type EndorseEvent, newestOf } from './count-endorsements.ts'
import { claimTag, fromReceived, toReceived } from './summary-items.ts'

/** Adds endorsements to what a learner received, each endorser of a claim once. */
export async function keepReceived(deps: TableDeps, learnerId: Id, events: readonly EndorseEvent[]): Promise<void> {
  const key = keys.received(learnerId)
  const [first, ...others] = events
  if (first === undefined) return
  const newest = newestOf([first, ...others])
  await untilDone(deps, async () => {
    const item = itemAt(await loadByKey(deps, [key]))(key)
    const known = toReceived(item)
    const received = events.reduce(
      (list, { actorId, claimId, at }) =>
        addReceived(list, { endorserId: actorId, claimId: claimTag(claimId), day: toEpochDays(at) }),
      known,
    )
    if (received === known || (await isErased(deps, learnerId, item))) return true
    return writeSummary(deps, changeSummary(key, 'received', item, { received: fromReceived(received) }, newest))
  })
}
