import type { ThresholdPolicy } from '../../schemas/policy.ts'
import type { HeldNames } from '../domain/endorsement/describe-policy.ts'
import type { AchievementStore } from '../ports/achievement-store.ts'
import { translateAchievement } from './translate-achievement.ts'

/** The names, as first published, of the achievements a rule asks endorsers to hold; drafts have none. */
export async function loadHeldNames(
  achievements: Pick<AchievementStore, 'loadVersion'>,
  { eligibility }: ThresholdPolicy,
  acceptLanguage: string | undefined,
): Promise<HeldNames> {
  const held = new Set(eligibility.flatMap((way) => (way.kind === 'holds' ? [way.achievement] : [])))
  const found = await Promise.all([...held].map((id) => achievements.loadVersion(id, 1)))
  return new Map(
    found.flatMap((version) =>
      version ? [[version.achievementId, translateAchievement(version, acceptLanguage).name] as const] : [],
    ),
  )
}
