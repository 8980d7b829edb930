import type { Achievement, AchievementVersion } from '../domain/achievement/achievement.ts'
import { pointAtVersion } from '../domain/achievement/draft-achievement.ts'
import { publishAchievement as decidePublication } from '../domain/achievement/publish-achievement.ts'
import type { Digests, Id, Slug } from '../domain/shared/ids.ts'
import type { Refusal } from '../domain/shared/refusal.ts'
import { err, ok, type Result } from '../domain/shared/result.ts'
import { staleUnlessMatched, type VersionCondition } from '../http/if-match.ts'
import { type LoadPolicySurroundingsDeps, loadPolicySurroundings } from '../http/load-policy-surroundings.ts'
import type { AchievementStore } from '../ports/achievement-store.ts'
import type { Now } from '../ports/clock.ts'
import type { CommunityStore } from '../ports/community-store.ts'
import type { IdempotencyKey } from '../ports/written.ts'

export interface PublishAchievementDeps extends LoadPolicySurroundingsDeps {
  readonly achievements: Pick<AchievementStore, 'load' | 'publish' | 'loadVersion'>
  readonly communities: Pick<CommunityStore, 'load'>
  readonly digests: Digests
  readonly now: Now
  /** Base URL of the service, without a trailing slash. */
  readonly publicUrl: string
}

export interface PublishAchievementInput {
  readonly community: Slug
  readonly achievementId: Id
  readonly ifMatch: VersionCondition
  readonly idempotency: IdempotencyKey | undefined
}

/** Publishes the draft as the next version; its address lies under the base URL the community was created with. */
export async function publishAchievement(
  deps: PublishAchievementDeps,
  { community: slug, achievementId, ifMatch, idempotency }: PublishAchievementInput,
): Promise<Result<AchievementVersion, Refusal>> {
  const { achievements, communities, digests, now, publicUrl } = deps
  const [achievement, community] = await Promise.all([achievements.load(achievementId), communities.load(slug)])
  if (achievement?.community !== slug || !community) return err({ code: 'achievement_not_found' })
  if (community.baseUrl !== publicUrl)
    return err({ code: 'base_url_changed', detail: `The community was created under ${community.baseUrl}.` })
  const stale = staleUnlessMatched(ifMatch, achievement.version)
  const surroundings = await loadPolicySurroundings(deps, achievement, community, achievement.draft)
  const decided = stale ? err(stale) : decidePublication(achievement, surroundings, now(), digests)
  if (!decided.ok) return idempotency ? answerRepeat(deps, achievement, idempotency, decided.error) : decided
  const version = decided.value
  const published = await achievements.publish(achievement, pointAtVersion(achievement, version), version, idempotency)
  if (!published.ok) return published
  return published.value.kind === 'written' ? decided : loadPublished(deps, achievementId, published.value.id)
}

/**
 * A request that was carried out before finds its own work done, and would be refused for it. Offering the newest version
 * once more writes nothing and tells whether this key published.
 */
async function answerRepeat(
  deps: PublishAchievementDeps,
  achievement: Achievement,
  idempotency: IdempotencyKey,
  refusal: Refusal,
): Promise<Result<AchievementVersion, Refusal>> {
  const newest = await deps.achievements.loadVersion(achievement.id, achievement.publishedVersion)
  if (!newest) return err(refusal)
  const offered = await deps.achievements.publish(achievement, achievement, newest, idempotency)
  if (!offered.ok) return offered.error.code === 'idempotency_key_reused' ? offered : err(refusal)
  if (offered.value.kind === 'written') throw new Error(`version ${newest.version} of ${achievement.id} was replaced`)
  return loadPublished(deps, achievement.id, offered.value.id)
}

/** @param publishedVersion  What the store kept for the idempotency key: the number of the version. */
async function loadPublished(
  { achievements }: PublishAchievementDeps,
  achievementId: Id,
  publishedVersion: string,
): Promise<Result<AchievementVersion, Refusal>> {
  const version = await achievements.loadVersion(achievementId, Number(publishedVersion))
  if (!version) throw new Error(`version ${publishedVersion} of ${achievementId} was published and is gone`)
  return ok(version)
}
