import type { AchievementDraft } from '../../../schemas/achievement.ts'
import { type Json, toCanonicalJson } from '../shared/canonical-json.ts'
import type { Id, Slug } from '../shared/ids.ts'
import type { Instant } from '../shared/instant.ts'
import type { FieldError } from '../shared/refusal.ts'
import type { Achievement, AchievementVersion } from './achievement.ts'

/** A new achievement; nothing of it is public before it is published. */
export const draftAchievement = (id: Id, community: Slug, draft: AchievementDraft, now: Instant): Achievement => ({
  id,
  community,
  draft,
  publishedVersion: 0,
  draftChanged: true,
  createdAt: now,
  changedAt: now,
  version: 1,
})

/** The achievement with another draft; the same draft again leaves nothing to publish. */
export const changeDraft = (achievement: Achievement, draft: AchievementDraft, now: Instant): Achievement => ({
  ...achievement,
  draft,
  draftChanged: achievement.draftChanged || !isSame(achievement.draft, draft),
  changedAt: now,
  version: achievement.version + 1,
})

/** The achievement once its draft is published as a version. */
export const pointAtVersion = (
  achievement: Achievement,
  { version, publishedAt }: AchievementVersion,
): Achievement => ({
  ...achievement,
  publishedVersion: version,
  draftChanged: false,
  changedAt: publishedAt,
  version: achievement.version + 1,
})

/** Which achievements a draft's policy asks endorsers to hold that the community does not have. */
export const findUnknownHoldings = (draft: AchievementDraft, known: ReadonlySet<Id>): readonly FieldError[] =>
  (draft.policy?.eligibility ?? []).flatMap((way, index) =>
    way.kind === 'holds' && !known.has(way.achievement)
      ? [{ pointer: `/policy/eligibility/${index}/achievement`, detail: 'is no achievement of this community' }]
      : [],
  )

const isSame = (one: AchievementDraft, other: AchievementDraft): boolean =>
  toCanonicalJson(toJson(one)) === toCanonicalJson(toJson(other))

const toJson = (draft: AchievementDraft): Json => JSON.parse(JSON.stringify(draft))
