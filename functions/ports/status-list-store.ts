import type { Claim, StatusEntry } from '../domain/endorsement/claim.ts'
import type { Id, Slug } from '../domain/shared/ids.ts'
import type { Instant } from '../domain/shared/instant.ts'

/** A status list of a community. */
export interface StatusList {
  readonly id: Id
  readonly community: Slug
  readonly purpose: 'revocation'
  readonly size: number
  readonly createdAt: Instant
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

export interface StatusListStore {
  /** The list new badges of a community are entered in. */
  current(community: Slug): Promise<StatusList | undefined>
  load(id: Id): Promise<StatusList | undefined>
  /** Makes a list, its first signed version included, the current one, unless the current one is no longer `replaces`. */
  start(list: StatusList, signed: SignedStatusList, replaces: Id | undefined): Promise<boolean>
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
  loadSigned(id: Id): Promise<SignedStatusList | undefined>
  /** Publishes the next version; false when another version got there first. */
  publish(signed: SignedStatusList): Promise<boolean>
}
