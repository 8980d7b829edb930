import type { Id } from '../domain/shared/ids.ts'
import type { ClaimStore } from '../ports/claim-store.ts'
import type { Now } from '../ports/clock.ts'
import type { EventBus } from '../ports/event-bus.ts'
import type { Log } from '../ports/log.ts'
import type { Randomness } from '../ports/randomness.ts'
import type { StatusListStore } from '../ports/status-list-store.ts'

/** What looking after a published list touches. */
export interface PublishOverdueDeps {
  readonly claims: Pick<ClaimStore, 'load'>
  readonly statusLists: Pick<StatusListStore, 'loadSetIndexes' | 'loadSigned'>
  readonly bus: EventBus
  readonly random: Pick<Randomness, 'id'>
  readonly now: Now
  readonly log: Log
}

/**
 * Asks once more for a status list that does not show every revocation of the badges in it: whichever message of the
 * first asking was lost, the revocation is published in the end. The event goes to the bus by itself, past the stream,
 * which may be what failed. Safe to repeat.
 *
 * @returns whether the list was overdue, so that somebody must look again.
 * @throws A fault when the bus does not take the event.
 */
export async function publishOverdue(
  { claims, statusLists, bus, random, now, log }: PublishOverdueDeps,
  claimId: Id,
): Promise<boolean> {
  const claim = await claims.load(claimId)
  if (!claim?.statusEntry) return false
  const { list, index } = claim.statusEntry
  // Bits are only ever added, and in this order none of those counted came after the version they are held against.
  const set = await statusLists.loadSetIndexes(list)
  const newest = await statusLists.loadSigned(list)
  if (newest && newest.setCount >= set.length) return false
  log.warn('status_list_overdue', { listId: list, setCount: set.length, published: newest?.setCount })
  const event = {
    id: random.id(),
    type: 'status-list.overdue' as const,
    at: now(),
    community: claim.community,
    claimId,
    data: { credentialId: claim.credentialId, list, index },
  }
  const refused = await bus.publish([event])
  if (refused.length > 0) throw new Error(`nobody took the event that status list ${list} is overdue`)
  return true
}
