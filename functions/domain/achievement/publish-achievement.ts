import type { AchievementDraft } from '../../../schemas/achievement.ts'
import type { PolicyInput, ThresholdPolicy } from '../../../schemas/policy.ts'
import { toCanonicalJson } from '../shared/canonical-json.ts'
import type { Digests } from '../shared/ids.ts'
import type { Instant } from '../shared/instant.ts'
import type { Refusal } from '../shared/refusal.ts'
import { err, ok, type Result } from '../shared/result.ts'
import type { Achievement, AchievementVersion } from './achievement.ts'
import { findImpossibleClauses, type PolicySurroundings } from './find-impossible-clauses.ts'
import { DEFAULT_POLICY, PRESETS } from './presets.ts'

/**
 * The policy with every default written out, so that later defaults never change an old decision. What the draft says takes
 * the place of what its preset says, and that of the defaults: clause by clause, inside `independence` field by field.
 */
export function withDefaults({ preset, ...own }: PolicyInput = {}): ThresholdPolicy {
  const ready: PolicyInput = preset === undefined ? {} : PRESETS[preset]
  const stated = <Clause extends keyof typeof DEFAULT_POLICY>(clause: Clause) =>
    own[clause] ?? ready[clause] ?? DEFAULT_POLICY[clause]
  const revisions = own.revisions ?? ready.revisions
  return {
    decisionVersion: 1,
    minEndorsers: stated('minEndorsers'),
    eligibility: stated('eligibility'),
    minAssurance: stated('minAssurance'),
    disagreement: stated('disagreement'),
    ...(revisions === undefined ? {} : { revisions }),
    independence: {
      ...DEFAULT_POLICY.independence,
      ...readyFor(stated('minEndorsers'), ready.independence),
      ...own.independence,
    },
    anchored: stated('anchored'),
    blindness: stated('blindness'),
    objectionHours: stated('objectionHours'),
    living: stated('living'),
    livingGraceDays: stated('livingGraceDays'),
    claimDays: stated('claimDays'),
    endorsementDays: stated('endorsementDays'),
  }
}

/** Of what a preset says of independence, no more than so many endorsers can do. */
function readyFor(minEndorsers: number, ready: PolicyInput['independence'] = {}): typeof ready {
  const { minDrawn, minEffectiveEndorsers } = ready
  return {
    ...ready,
    ...(minDrawn === undefined ? {} : { minDrawn: Math.min(minDrawn, minEndorsers) }),
    ...(minEffectiveEndorsers === undefined
      ? {}
      : { minEffectiveEndorsers: Math.min(minEffectiveEndorsers, minEndorsers) }),
  }
}

/** The rule of what the service gives for what it has recorded: no clause about endorsements exists for it. */
const attainmentPolicy = (attainment: NonNullable<ThresholdPolicy['attainment']>): ThresholdPolicy => ({
  decisionVersion: 1,
  minEndorsers: 0,
  eligibility: [{ kind: 'any-member' }],
  attainment,
})

/** SHA-256 of a policy in canonical JSON (RFC 8785), base64url. */
export const policyDigestOf = (
  policy: ThresholdPolicy,
  { sha256Base64Url }: Pick<Digests, 'sha256Base64Url'>,
): string => sha256Base64Url(toCanonicalJson(policy))

/**
 * Freezes a draft as the next version.
 *
 * @returns the version; or `nothing_to_publish` when the newest version already holds this draft, `policy_impossible` when
 * its rule could never be met or contradicts itself.
 */
export function publishAchievement(
  achievement: Achievement,
  surroundings: Pick<PolicySurroundings, 'foundingPanel' | 'calibrated' | 'otherWays'>,
  publishedAt: Instant,
  digests: Digests,
): Result<AchievementVersion, Refusal> {
  if (achievement.publishedVersion > 0 && !achievement.draftChanged)
    return err({
      code: 'nothing_to_publish',
      detail: `Version ${achievement.publishedVersion} already holds this draft; change the draft first.`,
    })
  const { policy: draftPolicy, repeatable, ...content } = achievement.draft
  const { attainment } = achievement
  const policy = attainment === undefined ? withDefaults(draftPolicy) : attainmentPolicy(attainment)
  const errors =
    attainment === undefined
      ? findImpossibleClauses(policy, {
          ...surroundings,
          achievementId: achievement.id,
          publishedBefore: achievement.publishedVersion > 0,
          draft: achievement.draft,
        })
      : []
  if (errors.length > 0) return err({ code: 'policy_impossible', errors })
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
