import type { Achievement, AchievementVersion } from '../domain/achievement/achievement.ts'
import type { Id, Slug } from '../domain/shared/ids.ts'
import type { Refusal } from '../domain/shared/refusal.ts'
import type { Result } from '../domain/shared/result.ts'
import type { IdempotencyKey, Page, PageRequest, Written } from './written.ts'

export interface AchievementStore {
  create(achievement: Achievement, idempotency?: IdempotencyKey): Promise<Result<Written, Refusal>>
  /** Strongly consistent. */
  load(id: Id): Promise<Achievement | undefined>
  /** Stores `to` while the stored version is still that of `from`; otherwise `stale`. */
  change(from: Achievement, to: Achievement): Promise<Result<void, Refusal>>
  /**
   * Stores an immutable version and the achievement that now points at it, as one. `stale` when the achievement changed
   * meanwhile; under an idempotency key a repeat is `replayed`, with the number of the version it published as its id.
   */
  publish(
    from: Achievement,
    to: Achievement,
    version: AchievementVersion,
    idempotency?: IdempotencyKey,
  ): Promise<Result<Written, Refusal>>
  /** A published version never changes, so answers may come from a cache. */
  loadVersion(id: Id, version: number): Promise<AchievementVersion | undefined>
  list(community: Slug, page: PageRequest): Promise<Result<Page<Achievement>, Refusal>>
}
