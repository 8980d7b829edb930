import type { AchievementVersionView, AchievementView } from '../../schemas/achievement.ts'
import type { Achievement, AchievementVersion } from '../domain/achievement/achievement.ts'
import { publicUrls } from '../domain/shared/public-urls.ts'

/** An achievement as the API shows it, with the address of its newest version. */
export const toAchievementView = (achievement: Achievement, publicUrl: string): AchievementView => ({
  id: achievement.id,
  ...(achievement.publishedVersion === 0
    ? { status: 'draft' }
    : {
        status: 'published',
        version: achievement.publishedVersion,
        url: publicUrls(publicUrl).achievement(achievement.id, achievement.publishedVersion),
      }),
  draft: achievement.draft,
  createdAt: achievement.createdAt,
  changedAt: achievement.changedAt,
})

/** A published version as the API shows it. */
export const toAchievementVersionView = (version: AchievementVersion, publicUrl: string): AchievementVersionView => ({
  achievement: version.achievementId,
  version: version.version,
  url: publicUrls(publicUrl).achievement(version.achievementId, version.version),
  publishedAt: version.publishedAt,
  ...version.content,
  policy: version.policy,
  policyDigest: version.policyDigest,
})
