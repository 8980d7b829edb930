import type { AchievementDraft } from '../../../schemas/achievement.ts'
import type { PolicyInput, ThresholdPolicy } from '../../../schemas/policy.ts'
import { toCanonicalJson } from '../shared/canonical-json.ts'
import type { Digests } from '../shared/ids.ts'
import type { Instant } from '../shared/instant.ts'
import type { Refusal } from '../shared/refusal.ts'
import { err, ok, type Result } from '../shared/result.ts'
import type { Achievement, AchievementVersion } from './achievement.ts'

/** The policy with every default written out, so that later defaults never change an old decision. */
export const withDefaults = (policy: PolicyInput = {}): ThresholdPolicy => ({
  decisionVersion: 1,
  minEndorsers: policy.minEndorsers ?? 3,
  eligibility: policy.eligibility ?? [{ kind: 'any-member' }],
  minAssurance: policy.minAssurance ?? 'asserted',
  disagreement: policy.disagreement ?? { notYetForRevision: 2 },
  claimDays: policy.claimDays ?? 90,
  endorsementDays: policy.endorsementDays ?? 365,
})

/** SHA-256 of a policy in canonical JSON (RFC 8785), base64url. */
export const policyDigestOf = (
  policy: ThresholdPolicy,
  { sha256Base64Url }: Pick<Digests, 'sha256Base64Url'>,
): string => sha256Base64Url(toCanonicalJson(policy))

/**
 * Freezes a draft as the next version.
 *
 * @returns the version, or `nothing_to_publish` when the newest version already holds this draft.
 */
export function publishAchievement(
  achievement: Achievement,
  publishedAt: Instant,
  digests: Digests,
): Result<AchievementVersion, Refusal> {
  if (achievement.publishedVersion > 0 && !achievement.draftChanged)
    return err({
      code: 'nothing_to_publish',
      detail: `Version ${achievement.publishedVersion} already holds this draft; change the draft first.`,
    })
  const { policy: draftPolicy, repeatable, ...content } = achievement.draft
  const policy = withDefaults(draftPolicy)
  return ok({
    achievementId: achievement.id,
    community: achievement.community,
    version: achievement.publishedVersion + 1,
    publishedAt,
    content: { ...content, repeatable: repeatable ?? 'once' },
    policy,
    policyDigest: policyDigestOf(policy, digests),
  })
}

/** Ids of the achievements a policy asks endorsers to hold; each must exist in the community. */
export const achievementsAskedFor = (draft: AchievementDraft): readonly string[] =>
  (draft.policy?.eligibility ?? []).flatMap((way) => (way.kind === 'holds' ? [way.achievement] : []))
