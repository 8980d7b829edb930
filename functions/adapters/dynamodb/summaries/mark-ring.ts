import { z } from 'zod'
import type { SummarisedEndorsement } from '../../../domain/independence/summarised-event.ts'
import { putEvent } from '../claim-items.ts'
import { keys } from '../keys.ts'
import { loadItem } from '../reads.ts'
import type { TableDeps } from '../store-deps.ts'
import { stored } from '../stored-fields.ts'
import { transact } from '../transact.ts'
import { IF_NEW, put } from '../writes.ts'

const GivenSchema = z.object({
  endorsementId: z.string(),
  facts: z.object({ closesRingOf: stored.count.optional() }),
})

/**
 * Marks an endorsement as closing a ring that was not known when it was given, since the others were given in the same moments;
 * and records it as an event of the claim. Once for each endorsement.
 *
 * @param eventId  Of that event.
 */
export async function markRing(
  deps: TableDeps,
  { event }: SummarisedEndorsement,
  closesRingOf: number,
  eventId: string,
) {
  const { claimId, actorId, community, data } = event
  const evidenceVersion = stored.version.parse(data['evidenceVersion'])
  const given = await loadItem(deps, keys.endorsement(claimId, evidenceVersion, actorId), GivenSchema)
  if (!given || (given.facts.closesRingOf ?? Number.POSITIVE_INFINITY) <= closesRingOf) return
  const { endorsementId } = given
  await transact(deps, {
    mark: put(
      {
        ...keys.endorsementRing(claimId, evidenceVersion, actorId),
        entity: 'endorsement-ring',
        endorserId: actorId,
        closesRingOf,
      },
      IF_NEW,
    ),
    event: putEvent({
      id: eventId,
      type: 'ring.found',
      at: event.at,
      community,
      claimId,
      data: { endorsementId, evidenceVersion, closesRingOf },
    }),
  })
}
