import type { AchievementDraft } from '../../schemas/achievement.ts'
import { findUnknownHoldings } from '../domain/achievement/draft-achievement.ts'
import { achievementsAskedFor } from '../domain/achievement/publish-achievement.ts'
import type { Slug } from '../domain/shared/ids.ts'
import type { FieldError } from '../domain/shared/refusal.ts'
import type { AchievementStore } from '../ports/achievement-store.ts'

/** What is wrong with a draft that only the store can tell: achievements its policy names and the community lacks. */
export async function findDraftErrors(
  achievements: Pick<AchievementStore, 'load'>,
  community: Slug,
  draft: AchievementDraft,
): Promise<readonly FieldError[]> {
  const named = [...new Set(achievementsAskedFor(draft))]
  const found = await Promise.all(named.map((id) => achievements.load(id)))
  const known = new Set(found.flatMap((achievement) => (achievement?.community === community ? [achievement.id] : [])))
  return findUnknownHoldings(draft, known)
}
