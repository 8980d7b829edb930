import type { Claim, StatusEntry } from '../domain/endorsement/claim.ts'
import type { Id, Slug } from '../domain/shared/ids.ts'
import type { Instant } from '../domain/shared/instant.ts'
import type { StatusPurpose } from '../domain/status/credential-status.ts'

/** A status list of a community. */
export interface StatusList {
  readonly id: Id
  readonly community: Slug
  readonly purpose: StatusPurpose
  readonly size: number
  readonly createdAt: Instant
  /**
   * Of a revocation list: the list that says at the same indexes which badges are suspended. A list from before there
   * was suspension has none until the first suspension of a badge in it.
   */
  readonly suspensionListId?: Id | undefined
}

/** A published version of a list; `text` is served byte for byte. */
export interface SignedStatusList {
  readonly listId: Id
  /** Grows by one with every signature. */
  readonly version: number
  readonly text: string
  /** How many entries are set in it. */
  readonly setCount: number
  readonly signedAt: Instant
}

/** A new list with its first signed version. */
export interface StartedStatusList {
  readonly list: StatusList
  readonly signed: SignedStatusList
}

export interface StatusListStore {
  /** The revocation list new badges of a community are entered in. */
  current(community: Slug): Promise<StatusList | undefined>
  load(id: Id): Promise<StatusList | undefined>
  /** The ids of every list of a community, of either purpose; strongly consistent. */
  listIds(community: Slug): Promise<readonly Id[]>
  /**
   * Stores a revocation list and its suspension list, first signed versions included, and makes them the current ones,
   * unless the current one is no longer `replaces`.
   */
  start(revocation: StartedStatusList, suspension: StartedStatusList, replaces: Id | undefined): Promise<boolean>
  /**
   * Gives a revocation list without a suspension list this one, unsigned: it is signed when it is first published.
   *
   * @returns the id of the suspension list that the revocation list has by then, which is another when one was first.
   */
  addSuspensionList(revocationListId: Id, suspension: StatusList): Promise<Id>
  /**
   * Takes an entry for a claim for good: `taken` when another badge has that index; `stale` when the claim moved on
   * (then read it again: it may hold an entry by now). The claim returned holds the entry.
   */
  allot(
    claim: Claim,
    entry: StatusEntry,
  ): Promise<{ readonly kind: 'allotted'; readonly claim: Claim } | { readonly kind: 'taken' | 'stale' }>
  /** The set indexes of a list; strongly consistent. */
  loadSetIndexes(id: Id): Promise<readonly number[]>
  /** Whether one entry is set; strongly consistent. */
  isSet(entry: StatusEntry): Promise<boolean>
  loadSigned(id: Id): Promise<SignedStatusList | undefined>
  /** Publishes the next version, the first included; false when another version got there first. */
  publish(signed: SignedStatusList): Promise<boolean>
}
