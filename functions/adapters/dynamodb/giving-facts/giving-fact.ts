import type { Endorsement } from '../../../domain/endorsement/endorsement.ts'
import type { KnownFacts } from '../../../domain/endorsement/known-facts.ts'
import type { Id } from '../../../domain/shared/ids.ts'
import type { Instant } from '../../../domain/shared/instant.ts'
import type { Key } from '../keys.ts'
import type { KnownClaim } from '../known-claims.ts'
import type { RawItem } from '../reads.ts'
import type { TransactItem } from '../transact.ts'

/** Who would endorse what. */
export interface Giving {
  readonly claim: KnownClaim
  readonly endorserId: Id
  readonly now: Instant
}

/** The items that one batch read, by key. */
export type ItemAt = (key: Key) => RawItem | undefined

/** A version of an endorsement that is about to be stored. */
export interface Given {
  readonly claim: KnownClaim
  readonly endorsement: Endorsement
  /** Whether it endorses, and nothing the endorser said of this evidence did so before. */
  readonly begins: boolean
}

/**
 * Something known of an endorser for a claim. A new one is a file like this and a row in `all-facts.ts`: its keys join the one
 * batch read before every endorsement, and what it makes of the items joins the facts stored with it.
 */
export interface GivingFact {
  /**
   * A fixed number of keys. Several facts may name the same. Asked before anything is read, and again with what is there: of
   * somebody with several accounts more may be known under another one.
   */
  readonly keys: (giving: Giving, at: ItemAt) => readonly Key[]
  /** Absent items mean that nothing is known. */
  readonly read: (giving: Giving, at: ItemAt) => Partial<KnownFacts>
  /**
   * Items of the endorser's own that are written with the endorsement: none that another endorser of the claim writes. A
   * condition on what was read makes the endorsement start again when it does not hold any more.
   */
  readonly write?: (given: Given, at: ItemAt) => readonly TransactItem[]
}
