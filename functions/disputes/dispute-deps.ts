import type { Digests } from '../domain/shared/ids.ts'
import type { AchievementStore } from '../ports/achievement-store.ts'
import type { ClaimStore } from '../ports/claim-store.ts'
import type { Now } from '../ports/clock.ts'
import type { EndorsementStore } from '../ports/endorsement-store.ts'
import type { MemberStore } from '../ports/member-store.ts'
import type { ObjectionStore } from '../ports/objection-store.ts'
import type { Randomness } from '../ports/randomness.ts'

/** What raising and settling disputes touches. */
export interface DisputeDeps {
  readonly objections: Pick<
    ObjectionStore,
    'raise' | 'join' | 'vote' | 'load' | 'loadAll' | 'locate' | 'list' | 'loadVotes' | 'loadWords' | 'listSeats'
  >
  readonly claims: Pick<ClaimStore, 'load'>
  /** Its batch read returns claim, member, holdings and what an earlier request under the same key did. */
  readonly endorsements: Pick<EndorsementStore, 'readForGiving' | 'readForChange' | 'load'>
  readonly members: Pick<MemberStore, 'load' | 'loadMany'>
  readonly achievements: Pick<AchievementStore, 'loadVersion'>
  readonly random: Pick<Randomness, 'id' | 'secret'>
  readonly digests: Digests
  readonly now: Now
}

/** As many as object at once, and a few more: each time one of them gets through. */
export const MAX_TRIES = 30
