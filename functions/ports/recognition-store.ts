import type { PublishedAttainment } from '../domain/attainment/attainment-achievement.ts'
import type { AttainedClaim } from '../domain/attainment/open-attained-claim.ts'
import type { ReviewTally, Weighed } from '../domain/recognition/careful-reviewing.ts'
import type { Quarter } from '../domain/recognition/quarter.ts'
import type { Recognition } from '../domain/recognition/recognition.ts'
import type { Id, Slug } from '../domain/shared/ids.ts'
import type { Refusal } from '../domain/shared/refusal.ts'
import type { Result } from '../domain/shared/result.ts'
import type { DueItem } from './due-store.ts'

/** A judgement or sample that was weighed; each counts once, by `ref` within its claim. */
interface WeighedReview extends Weighed {
  readonly memberId: Id
  readonly claimId: Id
  readonly ref: string
  readonly quarter: Quarter
}

export interface RecognitionStore {
  load(memberId: Id): Promise<Recognition | undefined>
  /** Those of these members who want to be thanked, a hundred a request. */
  loadOptedIn(memberIds: readonly Id[]): Promise<readonly Recognition[]>
  /** The achievement a community thanks with, once somebody wanted to be thanked. */
  loadThanks(community: Slug): Promise<Id | undefined>
  /**
   * Stores what a member wants, in place of the version before it, with what else comes of it: the community's achievement, the
   * first time; when the clock looks; a claim that thanks them; tallies that are kept no more. `stale` when something of it
   * came before.
   */
  write(
    to: Recognition,
    more?: {
      /** That the member said so themself, since `to.since`; the record of it stays until they are erased. */
      readonly chosen?: boolean | undefined
      readonly thanks?: PublishedAttainment | undefined
      readonly due?: DueItem | undefined
      readonly attained?: AttainedClaim | undefined
      readonly forgets?: Quarter | undefined
    },
  ): Promise<Result<void, Refusal>>
  /** Counts what was weighed, once. */
  count(review: WeighedReview): Promise<void>
  loadTally(memberId: Id, quarter: Quarter): Promise<ReviewTally>
}
