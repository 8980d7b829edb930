import type { AchievementVersion } from '../../../../functions/domain/achievement/achievement.ts'
import type { Claim } from '../../../../functions/domain/endorsement/claim.ts'
import { meetRule } from '../../../../functions/domain/endorsement/claim-transitions.ts'
import { decideThreshold } from '../../../../functions/domain/endorsement/decide-threshold.ts'
import type { Endorsement } from '../../../../functions/domain/endorsement/endorsement.ts'
import type { AchievementDraft } from '../../../../schemas/achievement.ts'
import { aClaim, aCriterion, anAchievementVersion, anEndorsement, anId, NOW } from '../../../support/builders.ts'

/** A claim whose rule is met, with everything a badge and its award record are made of. */
export function anAward(
  endorsements: readonly Endorsement[] = ['ana', 'ben', 'cho'].map((name) =>
    anEndorsement(name, { ratings: { craft: 'sound' } }),
  ),
  draft: Partial<AchievementDraft> = {},
  claimChanges: Partial<Claim> = {},
) {
  const achievement: AchievementVersion = anAchievementVersion({ rubric: [aCriterion('craft')], ...draft })
  const rule = { policy: achievement.policy, rubric: achievement.content.rubric ?? [] }
  const open = aClaim({ statusEntry: { list: anId('list'), index: 4711 }, ...claimChanges })
  const decision = decideThreshold(rule, open, endorsements, NOW)
  return { achievement, decision, claim: meetRule(open, NOW, decision.counted.length).to }
}

/** Every value in a JSON document, objects and arrays included. */
export function everyValue(value: unknown): readonly unknown[] {
  if (typeof value !== 'object' || value === null) return [value]
  return [value, ...Object.values(value).flatMap(everyValue)]
}
