import type { AchievementDraft } from '../../schemas/achievement.ts'
import type { Achievement } from '../domain/achievement/achievement.ts'
import { draftAchievement as draftNew } from '../domain/achievement/draft-achievement.ts'
import type { Slug } from '../domain/shared/ids.ts'
import type { Refusal } from '../domain/shared/refusal.ts'
import { err, ok, type Result } from '../domain/shared/result.ts'
import { type TakeImageDeps, takeImage } from '../http/take-image.ts'
import type { AchievementStore } from '../ports/achievement-store.ts'
import type { Now } from '../ports/clock.ts'
import type { Randomness } from '../ports/randomness.ts'
import type { IdempotencyKey } from '../ports/written.ts'
import { type FindDraftErrorsDeps, findDraftErrors } from './find-draft-errors.ts'

export interface DraftAchievementDeps extends TakeImageDeps, FindDraftErrorsDeps {
  readonly achievements: Pick<AchievementStore, 'create' | 'load'>
  readonly random: Pick<Randomness, 'id'>
  readonly now: Now
}

/** Drafts a new achievement. Achievements its policy asks for must be the community's own; an uploaded image is kept. */
export async function draftAchievement(
  deps: DraftAchievementDeps,
  community: Slug,
  draft: AchievementDraft,
  idempotency: IdempotencyKey | undefined,
): Promise<Result<Achievement, Refusal>> {
  const { achievements, random, now } = deps
  const errors = await findDraftErrors(deps, community, draft)
  if (errors.length > 0) return err({ code: 'invalid_request', errors })
  const taken = await takeImage(deps, community, draft)
  if (!taken.ok) return taken
  const achievement = draftNew(random.id(), community, taken.value, now())
  const created = await achievements.create(achievement, idempotency)
  if (!created.ok) return created
  if (created.value.kind === 'written') return ok(achievement)
  const earlier = await achievements.load(created.value.id)
  if (!earlier) throw new Error(`achievement ${created.value.id} was drafted and is gone`)
  return ok(earlier)
}
