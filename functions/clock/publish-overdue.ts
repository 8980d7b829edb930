import { BitstringStatusListCredentialSchema } from '../../schemas/open-badges/status-list.ts'
import type { StatusEntry } from '../domain/endorsement/claim.ts'
import type { Id } from '../domain/shared/ids.ts'
import { isSet, STATUS_LIST_SIZE } from '../domain/status/bitstring.ts'
import type { StatusPurpose } from '../domain/status/credential-status.ts'
import type { BitstringCodec } from '../ports/bitstring-codec.ts'
import type { ClaimStore } from '../ports/claim-store.ts'
import type { Now } from '../ports/clock.ts'
import type { EventBus } from '../ports/event-bus.ts'
import type { Log } from '../ports/log.ts'
import type { Randomness } from '../ports/randomness.ts'
import type { SignedStatusList, StatusListStore } from '../ports/status-list-store.ts'

/** All of our lists are of the usual size or smaller. */
const MAX_LIST_BYTES = STATUS_LIST_SIZE / 8

/** What looking after a published list touches. */
export interface PublishOverdueDeps {
  readonly claims: Pick<ClaimStore, 'load'>
  readonly statusLists: Pick<StatusListStore, 'load' | 'isSet' | 'loadSigned'>
  readonly bitstrings: BitstringCodec
  readonly bus: EventBus
  readonly random: Pick<Randomness, 'id'>
  readonly now: Now
  readonly log: Log
}

/**
 * Asks once more for a status list that does not show how the badge of a claim stands: whichever message of the first
 * asking was lost, every change is published in the end. The event goes to the bus by itself, past the stream, which may
 * be what failed. Safe to repeat; three reads, however many entries are set. A change that is made meanwhile costs at
 * most an event too many, and has its own place on the clock.
 *
 * @returns whether the list was overdue, so that somebody must look again.
 * @throws A fault when the bus does not take the event.
 */
export async function publishOverdue(deps: PublishOverdueDeps, claimId: Id, purpose: StatusPurpose): Promise<boolean> {
  const { claims, statusLists, bus, random, now, log } = deps
  const claim = await claims.load(claimId)
  const entry = claim?.statusEntry && (await entryIn(deps, claim.statusEntry, purpose))
  if (!claim || !entry) return false
  const newest = await statusLists.loadSigned(entry.list)
  if (newest && shownAs(deps, newest, entry.index) === (await statusLists.isSet(entry))) return false
  log.warn('status_list_overdue', { listId: entry.list, published: newest?.version })
  const event = {
    id: random.id(),
    type: 'status-list.overdue' as const,
    at: now(),
    community: claim.community,
    claimId,
    data: { credentialId: claim.credentialId, ...entry },
  }
  const refused = await bus.publish([event])
  if (refused.length > 0) throw new Error(`nobody took the event that status list ${entry.list} is overdue`)
  return true
}

async function entryIn(
  { statusLists }: PublishOverdueDeps,
  revocation: StatusEntry,
  purpose: StatusPurpose,
): Promise<StatusEntry | undefined> {
  if (purpose === 'revocation') return revocation
  const list = (await statusLists.load(revocation.list))?.suspensionListId
  return list === undefined ? undefined : { list, index: revocation.index }
}

function shownAs({ bitstrings }: PublishOverdueDeps, { text }: SignedStatusList, index: number): boolean | undefined {
  const { encodedList } = BitstringStatusListCredentialSchema.parse(JSON.parse(text)).credentialSubject
  const bits = bitstrings.decode(encodedList, MAX_LIST_BYTES)
  return bits && isSet(bits, index)
}
