import type { AchievementDraft, Repeatable } from '../../../schemas/achievement.ts'
import type { ThresholdPolicy } from '../../../schemas/policy.ts'
import type { Id, Slug } from '../shared/ids.ts'
import type { Instant } from '../shared/instant.ts'

/** What people can be recognised for: an editable draft and the number of its newest published version. */
export interface Achievement {
  readonly id: Id
  readonly community: Slug
  readonly draft: AchievementDraft
  /** Given by the service itself for what it has recorded; absent where peers endorse. */
  readonly attainment?: ThresholdPolicy['attainment'] | undefined
  /** 0 until the first publication. */
  readonly publishedVersion: number
  /** Whether the draft was changed since the newest publication. */
  readonly draftChanged: boolean
  readonly createdAt: Instant
  readonly changedAt: Instant
  readonly version: number
}

/** An immutable published version; `content` has every default written out. */
export interface AchievementVersion {
  readonly achievementId: Id
  readonly community: Slug
  readonly version: number
  readonly publishedAt: Instant
  readonly content: Omit<AchievementDraft, 'policy' | 'repeatable'> & { readonly repeatable: Repeatable }
  readonly policy: ThresholdPolicy
  /** SHA-256 of the policy in canonical JSON (RFC 8785), base64url. */
  readonly policyDigest: string
}
