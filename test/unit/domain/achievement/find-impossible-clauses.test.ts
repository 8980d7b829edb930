import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  findImpossibleClauses,
  type PolicySurroundings,
} from '../../../../functions/domain/achievement/find-impossible-clauses.ts'
import { withDefaults } from '../../../../functions/domain/achievement/publish-achievement.ts'
import type { AchievementDraft } from '../../../../schemas/achievement.ts'
import type { Eligibility, PolicyInput } from '../../../../schemas/policy.ts'
import { aCriterion, aDraft, anId, aPolicy } from '../../../support/builders.ts'

const own = anId('achievement')

const pointers = (
  policy: PolicyInput,
  draft: Partial<AchievementDraft> = {},
  surroundings: Partial<PolicySurroundings> = {},
): readonly string[] =>
  findImpossibleClauses(withDefaults(policy), {
    achievementId: own,
    publishedBefore: false,
    draft: aDraft({ policy, ...draft }),
    foundingPanel: 3,
    ...surroundings,
  }).map(({ pointer }) => pointer)

describe('findImpossibleClauses', () => {
  it('finds nothing in the defaults and the presets, whatever the rubric', () => {
    for (const rubric of [undefined, [aCriterion()]])
      for (const preset of [undefined, 'study-group', 'open-community', 'high-stakes'] as const)
        expect(pointers({ ...(preset === undefined ? {} : { preset }) }, { ...(rubric ? { rubric } : {}) })).toEqual([])
    expect(pointers({}, {}, { foundingPanel: 0 })).toEqual([])
  })

  it.each<[string, PolicyInput, string]>([
    ['anchored', { minEndorsers: 2, anchored: 3 }, '/policy/anchored'],
    ['minCircles', { minEndorsers: 2, independence: { minCircles: 3 } }, '/policy/independence/minCircles'],
    ['minDrawn', { minEndorsers: 2, independence: { minDrawn: 3 } }, '/policy/independence/minDrawn'],
    [
      'minEffectiveEndorsers',
      { minEndorsers: 2, independence: { minEffectiveEndorsers: 2.1 } },
      '/policy/independence/minEffectiveEndorsers',
    ],
  ])('names %s when it asks for more than all who must count', (_clause, policy, pointer) => {
    expect(pointers(policy)).toEqual([pointer])
    expect(pointers({ ...policy, minEndorsers: 3 })).toEqual([])
  })

  it('finds nothing in a preset for fewer endorsers, which asks no more of them than they can do', () => {
    for (const minEndorsers of [1, 2])
      for (const preset of ['study-group', 'open-community', 'high-stakes'] as const)
        expect(pointers({ preset, minEndorsers })).toEqual([])
  })

  it('names anchored where the community has named no founding panel', () => {
    expect(pointers({ preset: 'open-community' }, {}, { foundingPanel: 0 })).toEqual(['/policy/anchored'])
    expect(pointers({ anchored: 0 }, {}, { foundingPanel: 0 })).toEqual([])
  })

  it('names every way to be eligible that needs a challenge the achievement does not have', () => {
    const eligibility: PolicyInput['eligibility'] = [
      { kind: 'any-member' },
      { kind: 'same-challenge' },
      { kind: 'challenge-badge' },
      { kind: 'licence' },
    ]
    expect(pointers({ eligibility })).toEqual([1, 2, 3].map((index) => `/policy/eligibility/${index}`))
    expect(pointers({ eligibility }, { challenge: anId('challenge') })).toEqual([])
  })

  it('names a licence that nobody can earn', () => {
    const draft = { challenge: anId('challenge') }
    expect(pointers({ eligibility: [{ kind: 'licence' }] }, draft, { calibrated: false })).toEqual([
      '/policy/eligibility/0',
    ])
    expect(pointers({ eligibility: [{ kind: 'licence' }] }, draft, { calibrated: true })).toEqual([])
  })

  it('names the achievement itself where only its holders may endorse and there is none', () => {
    const itself = { kind: 'holds' as const, achievement: own }
    expect(pointers({ eligibility: [itself] })).toEqual(['/policy/eligibility/0/achievement'])
    expect(pointers({ eligibility: [itself] }, {}, { publishedBefore: true })).toEqual([])
    expect(pointers({ eligibility: [itself, { kind: 'role', roles: ['owner'] }] })).toEqual([])
    expect(pointers({ eligibility: [{ kind: 'holds', achievement: anId('other') }] })).toEqual([])
  })

  it('names an objection window that outlasts a claim or its endorsements', () => {
    expect(pointers({ objectionHours: 168, claimDays: 7, endorsementDays: 7 })).toEqual([])
    expect(pointers({ objectionHours: 169, claimDays: 7 })).toEqual(['/policy/objectionHours'])
    expect(pointers({ objectionHours: 169, endorsementDays: 7 })).toEqual(['/policy/objectionHours'])
    expect(pointers({ objectionHours: 2160 })).toEqual([])
  })

  it('names anonymity where everyone signs with a key of their own', () => {
    expect(pointers({ blindness: 'anonymous', minAssurance: 'own-key' })).toEqual(['/policy/blindness'])
    expect(pointers({ blindness: 'sealed', minAssurance: 'own-key' })).toEqual([])
    expect(pointers({ blindness: 'anonymous' })).toEqual([])
  })

  it('names a spread that the draft states and no rating can have', () => {
    const saying = (maxSpread: number): PolicyInput => ({ disagreement: { notYetForRevision: 2, maxSpread } })
    const { requiredLevel: _requiredLevel, ...free } = aCriterion('flair')
    const pointer = '/policy/disagreement/maxSpread'
    expect(pointers(saying(2), { rubric: [aCriterion()] })).toEqual([pointer])
    expect(pointers(saying(2))).toEqual([pointer])
    expect(pointers(saying(1))).toEqual([])
    const five = aCriterion('craft', {
      levels: ['a', 'b', 'c', 'd', 'e'].map((id) => ({ id, name: id })),
      requiredLevel: 'c',
    })
    expect(pointers(saying(3), { rubric: [five] })).toEqual([])
    expect(pointers(saying(4), { rubric: [five] })).toEqual([pointer])
    expect(pointers(saying(2), { rubric: [{ ...free, levels: five.levels }] })).toEqual([pointer])
  })

  it('names a start of shares where no share is set, in a policy that was stored so', () => {
    const policy = { ...aPolicy(), independence: { shareFromEndorsements: 50 } }
    const found = findImpossibleClauses(policy, {
      achievementId: own,
      publishedBefore: false,
      draft: aDraft(),
      foundingPanel: 0,
    })
    expect(found.map(({ pointer }) => pointer)).toEqual(['/policy/independence/shareFromEndorsements'])
  })

  it('names nothing for asking for more endorsers', () => {
    const numbers = fc.record({
      min: fc.integer({ min: 1, max: 20 }),
      more: fc.nat(20),
      asked: fc.integer({ min: 2, max: 20 }),
    })
    fc.assert(
      fc.property(numbers, ({ min, more, asked }) => {
        const rule = (minEndorsers: number): PolicyInput => ({
          minEndorsers,
          anchored: asked,
          independence: { minCircles: asked, minDrawn: asked, minEffectiveEndorsers: asked },
        })
        expect(pointers(rule(min + more)).length).toBeLessThanOrEqual(pointers(rule(min)).length)
        expect(pointers(rule(asked + more))).toEqual([])
      }),
    )
  })
})

describe('a rule that asks for holders', () => {
  const holding = (...names: string[]): Eligibility[] =>
    names.map((name) => ({ kind: 'holds', achievement: name === 'own' ? own : anId(name) }))

  const asking = (ways: Eligibility[], others: Readonly<Record<string, readonly Eligibility[]>>, before = false) =>
    pointers(
      { eligibility: ways },
      {},
      {
        publishedBefore: before,
        otherWays: new Map(Object.entries(others).map(([name, theirs]) => [anId(name), theirs])),
      },
    )

  it('is named where they wait for one another in a circle, and nobody is first', () => {
    expect(asking(holding('basics'), { basics: holding('own') })).toEqual(['/policy/eligibility/0/achievement'])
    expect(
      asking(holding('basics', 'own'), { basics: holding('dyeing', 'own'), dyeing: holding('basics', 'dyeing') }),
    ).toEqual([0, 1].map((index) => `/policy/eligibility/${index}/achievement`))
  })

  it('is named where the only other way is closed', () => {
    expect(asking([...holding('own'), { kind: 'challenge-badge' }], {})).toEqual([
      '/policy/eligibility/1',
      '/policy/eligibility/0/achievement',
    ])
  })

  it('is taken where somebody can be first, or may have been', () => {
    const first: Eligibility = { kind: 'role', roles: ['facilitator'] }
    expect(asking(holding('basics'), { basics: [...holding('own'), first] })).toEqual([])
    expect(asking(holding('basics'), { basics: holding('dyeing'), dyeing: [first] })).toEqual([])
    expect(asking(holding('basics'), { basics: holding('elsewhere') })).toEqual([])
    expect(asking([...holding('basics'), first], { basics: holding('own') })).toEqual([])
    expect(asking(holding('basics'), { basics: holding('own') }, true)).toEqual([])
  })
})
