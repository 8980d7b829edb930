import type { StatusEntry } from '../domain/endorsement/claim.ts'
import type { Now } from '../ports/clock.ts'
import type { Randomness } from '../ports/randomness.ts'
import type { StatusListStore } from '../ports/status-list-store.ts'

/** What finding a badge's place in a suspension list touches. */
export interface FindSuspensionEntryDeps {
  readonly statusLists: Pick<StatusListStore, 'load' | 'addSuspensionList'>
  readonly random: Pick<Randomness, 'id'>
  readonly now: Now
}

/**
 * The entry that says whether a badge is suspended: the same index in the list that goes with its revocation list. A
 * revocation list without one gets it here, to be signed by whoever publishes it.
 *
 * @throws A fault when the revocation list is missing.
 */
export async function findSuspensionEntry(
  { statusLists, random, now }: FindSuspensionEntryDeps,
  { list, index }: StatusEntry,
): Promise<StatusEntry> {
  const revocation = await statusLists.load(list)
  if (!revocation) throw new Error(`there is no status list ${list}`)
  const { community, size, suspensionListId } = revocation
  if (suspensionListId !== undefined) return { list: suspensionListId, index }
  const suspension = { id: random.id(), community, purpose: 'suspension' as const, size, createdAt: now() }
  return { list: await statusLists.addSuspensionList(list, suspension), index }
}
