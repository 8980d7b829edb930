import { describe, expect, it } from 'vitest'
import {
  achievementsAskedFor,
  policyDigestOf,
  publishAchievement,
  withDefaults,
} from '../../../../functions/domain/achievement/publish-achievement.ts'
import { type PolicyInput, PolicyInputSchema, ThresholdPolicySchema } from '../../../../schemas/policy.ts'
import { aCriterion, aDraft, anAchievement, anId, aPolicy, digests, NOW } from '../../../support/builders.ts'

/** A community without a founding panel. */
const somewhere = { foundingPanel: 0 }

describe('withDefaults', () => {
  it('writes every default out', () => {
    expect(withDefaults()).toEqual({
      decisionVersion: 1,
      minEndorsers: 3,
      eligibility: [{ kind: 'any-member' }],
      minAssurance: 'asserted',
      disagreement: { notYetForRevision: 2, maxSpread: 1 },
      independence: { reciprocityWindowDays: 90, ringSize: 3, maxSharePerEndorser: 0.2, shareFromEndorsements: 50 },
      anchored: 0,
      blindness: 'open',
      objectionHours: 0,
      living: 'suspend',
      livingGraceDays: 7,
      claimDays: 90,
      endorsementDays: 365,
    })
  })

  it('writes out what the description of a draft promises', () => {
    const { independence, disagreement, eligibility, decisionVersion: _version, ...plain } = withDefaults()
    const said = PolicyInputSchema.meta()?.description ?? ''
    for (const [clause, value] of Object.entries({ ...plain, ...independence }))
      expect(said).toContain(`\`${clause}\` ${typeof value === 'string' ? `\`${value}\`` : value}`)
    expect(said).toContain('`eligibility` any member')
    expect(said).toContain(
      `\`disagreement\` ${disagreement?.notYetForRevision} \`not-yet\` and a spread of ${disagreement?.maxSpread} level`,
    )
    expect(eligibility).toEqual([{ kind: 'any-member' }])
  })

  it('keeps every clause that was set', () => {
    const set = {
      minEndorsers: 5,
      eligibility: [{ kind: 'role' as const, roles: ['owner' as const] }],
      minAssurance: 'own-key' as const,
      disagreement: { notYetForRevision: 4 },
      revisions: 3,
      independence: {
        reciprocityWindowDays: 30,
        ringSize: 4,
        minCircles: 2,
        maxSharePerEndorser: 0.5,
        shareFromEndorsements: 10,
        minEffectiveEndorsers: 2.5,
        minDrawn: 1,
      },
      anchored: 2,
      blindness: 'sealed' as const,
      objectionHours: 24,
      living: 'keep' as const,
      livingGraceDays: 0,
      claimDays: 7,
      endorsementDays: 30,
    }
    expect(withDefaults(set)).toEqual({ decisionVersion: 1, ...set })
    for (const preset of ['study-group', 'open-community', 'high-stakes'] as const)
      expect(withDefaults({ preset, ...set })).toEqual({ decisionVersion: 1, ...set })
  })

  it('writes a preset out, and does not store its name', () => {
    const anchored = { 'study-group': 0, 'open-community': 1, 'high-stakes': 1 } as const
    for (const preset of ['study-group', 'open-community', 'high-stakes'] as const) {
      const policy = withDefaults({ preset })
      expect(ThresholdPolicySchema.parse(policy)).toEqual(policy)
      expect(policy.anchored).toBe(anchored[preset])
    }
    expect(withDefaults({ preset: 'open-community' })).toEqual({
      ...withDefaults(),
      revisions: 2,
      independence: { ...withDefaults().independence, minDrawn: 3 },
      anchored: 1,
    })
  })

  it('takes what the draft says before what its preset says, inside independence field by field', () => {
    const policy = withDefaults({ preset: 'open-community', minEndorsers: 5, independence: { ringSize: 6 } })
    expect(policy).toEqual({
      ...withDefaults({ preset: 'open-community' }),
      minEndorsers: 5,
      independence: {
        reciprocityWindowDays: 90,
        ringSize: 6,
        maxSharePerEndorser: 0.2,
        shareFromEndorsements: 50,
        minDrawn: 3,
      },
    })
  })

  it('has no more drawn than are to endorse, unless the draft says so itself', () => {
    const drawnOf = (input: PolicyInput) => withDefaults(input).independence?.minDrawn
    expect(drawnOf({ preset: 'open-community', minEndorsers: 2 })).toBe(2)
    expect(drawnOf({ preset: 'high-stakes', minEndorsers: 9 })).toBe(4)
    expect(drawnOf({ preset: 'open-community', minEndorsers: 2, independence: { minDrawn: 3 } })).toBe(3)
  })

  it('takes what a preset says of independence before the default, and leaves the rest', () => {
    const { independence } = withDefaults({ preset: 'high-stakes', independence: { minCircles: 2 } })
    expect(independence).toEqual({ ...withDefaults({ preset: 'high-stakes' }).independence, minCircles: 2 })
    expect(withDefaults({ preset: 'study-group' }).independence?.ringSize).toBe(3)
  })

  it('makes a policy that its own schema takes', () => {
    expect(ThresholdPolicySchema.parse(withDefaults({ minEndorsers: 1 }))).toEqual(aPolicy({ minEndorsers: 1 }))
  })
})

describe('policyDigestOf', () => {
  it('does not depend on the order of clauses', () => {
    const policy = aPolicy()
    const reversed = { ...Object.fromEntries(Object.entries(policy).reverse()), ...policy }
    expect(policyDigestOf(reversed, digests)).toBe(policyDigestOf(policy, digests))
  })

  it('changes with any clause', () => {
    expect(policyDigestOf(aPolicy({ claimDays: 91 }), digests)).not.toBe(policyDigestOf(aPolicy(), digests))
  })
})

describe('publishAchievement', () => {
  it('freezes the draft as version 1 with defaults written out', () => {
    const draft = aDraft({ rubric: [aCriterion()], policy: { minEndorsers: 2 } })
    const { policy: _policy, ...content } = draft
    expect(publishAchievement(anAchievement({ draft }), somewhere, NOW, digests)).toEqual({
      ok: true,
      value: {
        achievementId: anId('achievement'),
        community: 'weavers',
        version: 1,
        publishedAt: NOW,
        content: { ...content, repeatable: 'once' },
        policy: aPolicy({ minEndorsers: 2 }),
        policyDigest: policyDigestOf(aPolicy({ minEndorsers: 2 }), digests),
      },
    })
  })

  it('freezes a changed draft as the next version and keeps how often it repeats', () => {
    const draft = aDraft({ repeatable: 'per-period', periodDays: 30 })
    expect(publishAchievement(anAchievement({ draft, publishedVersion: 4 }), somewhere, NOW, digests)).toMatchObject({
      ok: true,
      value: { version: 5, content: { repeatable: 'per-period', periodDays: 30 } },
    })
  })

  it('refuses to publish the same draft again', () => {
    expect(
      publishAchievement(anAchievement({ publishedVersion: 1, draftChanged: false }), somewhere, NOW, digests),
    ).toMatchObject({
      ok: false,
      error: { code: 'nothing_to_publish' },
    })
  })
})

describe('achievementsAskedFor', () => {
  it('names what endorsers must hold, and nothing for a draft without a policy', () => {
    const eligibility = [{ kind: 'any-member' as const }, { kind: 'holds' as const, achievement: anId('licence') }]
    expect(achievementsAskedFor(aDraft({ policy: { eligibility } }))).toEqual([anId('licence')])
    expect(achievementsAskedFor(aDraft())).toEqual([])
  })
})
