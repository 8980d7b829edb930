import type { AchievementStore } from '../ports/achievement-store.ts'
import type { ChallengeStore } from '../ports/challenge-store.ts'
import type { ClaimStore } from '../ports/claim-store.ts'
import type { Now } from '../ports/clock.ts'
import type { EndorsementStore } from '../ports/endorsement-store.ts'
import type { MemberStore } from '../ports/member-store.ts'
import type { Randomness } from '../ports/randomness.ts'
import type { ReviewStore } from '../ports/review-store.ts'
import type { ReviewerFactsReader } from '../ports/reviewer-facts.ts'
import type { ReviewerPool } from '../ports/reviewer-pool.ts'

/** Everything that asking peers for a review touches. */
export interface ReviewDeps {
  readonly reviews: ReviewStore
  readonly reviewerPool: Pick<ReviewerPool, 'sample' | 'isFilled'>
  readonly reviewerFacts: ReviewerFactsReader
  readonly claims: Pick<ClaimStore, 'load'>
  readonly endorsements: Pick<EndorsementStore, 'load'>
  readonly achievements: Pick<AchievementStore, 'loadVersion'>
  readonly challenges: Pick<ChallengeStore, 'load'>
  readonly members: Pick<MemberStore, 'load' | 'loadMany' | 'list'>
  readonly random: Pick<Randomness, 'id' | 'integer' | 'salt'>
  readonly now: Now
}

/** So many concurrent changes in a row are more than anyone waits for. */
export const MAX_TRIES = 6
