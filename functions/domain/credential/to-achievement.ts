import type { RubricCriterion } from '../../../schemas/achievement.ts'
import type { ResultDescription } from '../../../schemas/open-badges/results.ts'
import type { OpenBadgesAchievement } from '../../../schemas/open-badges.ts'
import type { AchievementVersion } from '../achievement/achievement.ts'
import { toAchievementImage } from '../achievement/achievement-image.ts'
import type { Community } from '../community/community.ts'
import { describePolicyInMarkdown } from '../endorsement/describe-policy.ts'
import { ruleLanguageOf } from '../endorsement/rule-language.ts'
import { publicUrls } from '../shared/public-urls.ts'
import { toProfile } from './to-profile.ts'

/** The id of the ResultDescription that holds the count of endorsements (PE-06). */
export const endorsersResultId = (achievementUrl: string): string => `${achievementUrl}#endorsers`

/** The id of the ResultDescription of one rubric criterion. */
export const criterionResultId = (achievementUrl: string, criterion: string): string =>
  `${achievementUrl}#criterion-${criterion}`

/** The id of one RubricCriterionLevel. */
export const levelId = (achievementUrl: string, criterion: string, level: string): string =>
  `${achievementUrl}#criterion-${criterion}-level-${level}`

/**
 * A published version as an Open Badges Achievement. Rubric order is kept, and each level says its rank in `level`,
 * since array order is not covered by an embedded signature (RES-06).
 */
export function toAchievement(version: AchievementVersion, community: Community): OpenBadgesAchievement {
  const { content, policy } = version
  const rubric = content.rubric ?? []
  const id = publicUrls(community.baseUrl).achievement(version.achievementId, version.version)
  const results = [
    // What the service gives by itself nobody endorses.
    ...(policy.attainment === undefined ? [toEndorsersResult(id, policy.minEndorsers)] : []),
    ...rubric.map((criterion) => toResultDescription(id, criterion)),
  ]
  const rule = describePolicyInMarkdown({ policy, rubric }, ruleLanguageOf(content.inLanguage))
  return {
    id,
    type: ['Achievement'],
    name: content.name,
    description: content.description,
    criteria: {
      ...(content.criteria.id === undefined ? {} : { id: content.criteria.id }),
      narrative: content.criteria.narrative === undefined ? rule : `${content.criteria.narrative}\n\n${rule}`,
    },
    creator: toProfile(community),
    version: String(version.version),
    ...(content.achievementType === undefined ? {} : { achievementType: content.achievementType }),
    ...(content.inLanguage === undefined ? {} : { inLanguage: content.inLanguage }),
    ...(content.tag === undefined ? {} : { tag: content.tag }),
    image: toAchievementImage(version, community.baseUrl),
    ...(content.alignment === undefined
      ? {}
      : { alignment: content.alignment.map((alignment) => ({ type: ['Alignment'], ...alignment })) }),
    ...(results.length === 0 ? {} : { resultDescription: results }),
  }
}

const toEndorsersResult = (achievementUrl: string, minEndorsers: number): ResultDescription => ({
  id: endorsersResultId(achievementUrl),
  type: ['ResultDescription'],
  name: 'Endorsements by peers that count',
  resultType: 'RawScore',
  requiredValue: String(minEndorsers),
})

const toResultDescription = (achievementUrl: string, criterion: RubricCriterion): ResultDescription => ({
  id: criterionResultId(achievementUrl, criterion.id),
  type: ['ResultDescription'],
  name: criterion.name,
  resultType: 'RubricCriterionLevel',
  ...(criterion.requiredLevel === undefined
    ? {}
    : { requiredLevel: levelId(achievementUrl, criterion.id, criterion.requiredLevel) }),
  rubricCriterionLevel: criterion.levels.map((level, index) => ({
    id: levelId(achievementUrl, criterion.id, level.id),
    type: ['RubricCriterionLevel'],
    name: level.name,
    ...(level.description === undefined ? {} : { description: level.description }),
    level: String(index + 1),
    ...(level.points === undefined ? {} : { points: level.points }),
  })),
})
