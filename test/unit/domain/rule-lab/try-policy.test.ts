import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { EndorserFacts } from '../../../../functions/domain/endorsement/endorsement.ts'
import { tryPolicy } from '../../../../functions/domain/rule-lab/try-policy.ts'
import { addDays } from '../../../../functions/domain/shared/instant.ts'
import type { PolicyInput } from '../../../../schemas/policy.ts'
import {
  aClaim,
  anAchievementVersion,
  anEndorsement,
  anId,
  aPolicy,
  NOW,
  someFacts,
} from '../../../support/builders.ts'

/** As endorsements have them that were given since summaries are kept. */
const KNOWN: Partial<EndorserFacts> = {
  share: { given: 1, total: 10, endorsers: 5 },
  received: { count: 0, sumOfSquares: 0, fromEndorser: 0 },
  reach: 0,
}

const endorsedBy = (count: number, facts: Partial<EndorserFacts>, changes: object = {}) =>
  Array.from({ length: count }, (_, n) => anEndorsement(`peer ${n}`, { facts: someFacts(facts), ...changes }))

const tried = (
  input: PolicyInput,
  endorsements: ReturnType<typeof endorsedBy>,
  claim: Parameters<typeof aClaim>[0] = {},
  endorsedUnder: PolicyInput = {},
) =>
  tryPolicy(
    aPolicy(input),
    { claim: aClaim(claim), version: anAchievementVersion({ policy: endorsedUnder }), endorsements },
    NOW,
    'en',
  )

describe('tryPolicy', () => {
  it.each([
    ['earns', 'open', 2],
    ['waits', 'open', 3],
    ['earns', 'expired', 2],
    ['waits', 'refused', 3],
    ['keeps', 'issued', 2],
    ['loses', 'issued', 3],
    ['loses', 'met', 3],
  ] as const)('says that a claim %s that is %s when %i are asked for and two endorsed', (outcome, status, asked) => {
    const claim = status === 'issued' || status === 'met' ? { status, decidedAt: NOW } : { status }
    const { outcome: found, decision, missingFacts } = tried({ minEndorsers: asked }, endorsedBy(2, KNOWN), claim)
    expect([found, decision.counted, missingFacts]).toEqual([outcome, 2, []])
  })

  it('measures ages when a badge was decided on, when a claim ended, and otherwise now', () => {
    const long = addDays(NOW, -400)
    const old = endorsedBy(1, KNOWN, { givenAt: long, changedAt: long })
    const one = { minEndorsers: 1, endorsementDays: 30 }
    expect(tried(one, old, { status: 'issued', decidedAt: addDays(long, 1) })).toMatchObject({
      outcome: 'keeps',
      decidedAt: addDays(long, 1),
    })
    expect(tried(one, old, { status: 'expired', expiresAt: addDays(long, 31) }).outcome).toBe('waits')
    expect(tried(one, old)).toMatchObject({ outcome: 'waits', decidedAt: NOW })
  })

  it('leaves out that an objection is being settled', () => {
    const contested = { status: 'contested', objection: 'raised' } as const
    expect(tried({ minEndorsers: 1 }, endorsedBy(1, KNOWN), contested).outcome).toBe('earns')
  })

  it.each([
    ['reach', { anchored: 1 }, { reach: 4 }],
    ['received', { independence: { minEffectiveEndorsers: 2 } }, { received: KNOWN.received }],
    ['drawn', { independence: { minDrawn: 1 } }, { drawn: true }],
    ['share', {}, { share: KNOWN.share }],
  ] as const)(
    'does not know without the fact "%s" where the rule reads it, and knows with it',
    (fact, input, facts) => {
      const { reach: _reach, received: _received, ...bare } = fact === 'share' || fact === 'drawn' ? {} : KNOWN
      const without = tried({ minEndorsers: 2, ...input }, endorsedBy(2, bare))
      expect(without.outcome).toBe('unknown')
      expect(without.missingFacts).toContain(fact)
      expect(tried({ minEndorsers: 2, ...input }, endorsedBy(2, { ...KNOWN, ...facts })).outcome).toBe('earns')
    },
  )

  it.each([
    ['workedOnChallenge', 'same-challenge'],
    ['holdsChallengeBadge', 'challenge-badge'],
    ['licensed', 'licence'],
  ] as const)('does not know "%s" of endorsements that lack it, unless the claim has no challenge', (fact, kind) => {
    const input = { minEndorsers: 1, eligibility: [{ kind }] }
    const onChallenge = { challengeId: anId('challenge') }
    expect(tried(input, endorsedBy(1, KNOWN), onChallenge)).toMatchObject({ outcome: 'unknown', missingFacts: [fact] })
    expect(tried(input, endorsedBy(1, { ...KNOWN, [fact]: false }), onChallenge).outcome).toBe('waits')
    expect(tried(input, endorsedBy(1, { ...KNOWN, [fact]: true }), onChallenge).outcome).toBe('earns')
    expect(tried(input, endorsedBy(1, KNOWN)).outcome).toBe('waits')
  })

  it('knows which badges endorsers held only of those that the rule then asked about', () => {
    const holds = (name: string) => ({ eligibility: [{ kind: 'holds' as const, achievement: anId(name) }] })
    const input = { minEndorsers: 1, ...holds('weaving') }
    expect(tried(input, endorsedBy(1, KNOWN), {}, holds('dyeing'))).toMatchObject({
      outcome: 'unknown',
      missingFacts: ['holds'],
    })
    expect(tried(input, endorsedBy(1, KNOWN), {}, holds('weaving')).outcome).toBe('waits')
    expect(tried(input, endorsedBy(1, { ...KNOWN, holds: [anId('weaving')] })).outcome).toBe('earns')
  })

  it('asks for no fact of a clause that the rule does not have', () => {
    const { independence: _independence, ...bare } = aPolicy({ minEndorsers: 2 })
    for (const policy of [bare, { ...bare, independence: {} }]) {
      const stored = { claim: aClaim(), version: anAchievementVersion(), endorsements: endorsedBy(2, {}) }
      expect(tryPolicy(policy, stored, NOW, 'en')).toMatchObject({ outcome: 'earns', missingFacts: [] })
    }
  })

  it('knows in spite of missing facts when they would make no difference', () => {
    expect(tried({ minEndorsers: 3, anchored: 1 }, endorsedBy(2, {}))).toMatchObject({
      outcome: 'waits',
      missingFacts: [],
    })
    expect(tried({ minEndorsers: 1, independence: { ringSize: 3 } }, []).outcome).toBe('waits')
  })

  it('is never unknown when every endorsement has every fact', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 5 }),
        fc.record({
          minEndorsers: fc.integer({ min: 1, max: 4 }),
          anchored: fc.integer({ min: 0, max: 2 }),
          independence: fc.record(
            { ringSize: fc.integer({ min: 3, max: 6 }), minDrawn: fc.integer({ min: 1, max: 3 }) },
            { requiredKeys: [] },
          ),
        }),
        (count, input) => {
          expect(tried(input, endorsedBy(count, { ...KNOWN, reach: 1 })).outcome).not.toBe('unknown')
        },
      ),
    )
  })
})
