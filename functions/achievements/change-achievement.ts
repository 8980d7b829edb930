import type { AchievementDraft } from '../../schemas/achievement.ts'
import type { Achievement } from '../domain/achievement/achievement.ts'
import { changeDraft } from '../domain/achievement/draft-achievement.ts'
import type { Id, Slug } from '../domain/shared/ids.ts'
import type { FieldError, Refusal } from '../domain/shared/refusal.ts'
import { err, ok, type Result } from '../domain/shared/result.ts'
import { staleUnlessMatched, type VersionCondition } from '../http/if-match.ts'
import { type TakeImageDeps, takeImage } from '../http/take-image.ts'
import type { AchievementStore } from '../ports/achievement-store.ts'
import type { Now } from '../ports/clock.ts'
import { type FindDraftErrorsDeps, findDraftErrors } from './find-draft-errors.ts'

export interface ChangeAchievementDeps extends TakeImageDeps, FindDraftErrorsDeps {
  readonly achievements: Pick<AchievementStore, 'load' | 'change'>
  readonly now: Now
}

export interface ChangeAchievementInput {
  readonly community: Slug
  readonly achievementId: Id
  readonly draft: AchievementDraft
  readonly ifMatch: VersionCondition
}

/** The rule of what the service gives by itself is not anybody's to state. */
const findRuleErrors = ({ attainment }: Achievement, { policy }: AchievementDraft): readonly FieldError[] =>
  attainment === undefined || policy === undefined
    ? []
    : [{ pointer: '/policy', detail: 'the service gives this by itself, by a rule of its own' }]

/** Replaces the draft of an achievement; published versions stay as they are. */
export async function changeAchievement(
  deps: ChangeAchievementDeps,
  { community, achievementId, draft, ifMatch }: ChangeAchievementInput,
): Promise<Result<Achievement, Refusal>> {
  const { achievements, now } = deps
  const achievement = await achievements.load(achievementId)
  if (achievement?.community !== community) return err({ code: 'achievement_not_found' })
  const stale = staleUnlessMatched(ifMatch, achievement.version)
  if (stale) return err(stale)
  const errors = [...(await findDraftErrors(deps, community, draft)), ...findRuleErrors(achievement, draft)]
  if (errors.length > 0) return err({ code: 'invalid_request', errors })
  const taken = await takeImage(deps, community, draft)
  if (!taken.ok) return taken
  const changed = changeDraft(achievement, taken.value, now())
  const stored = await achievements.change(achievement, changed)
  return stored.ok ? ok(changed) : stored
}
