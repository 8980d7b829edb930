import { describe, expect, it } from 'vitest'
import { decideThreshold } from '../../../../../functions/domain/endorsement/decide-threshold.ts'
import type { DecidedClaim, Rule } from '../../../../../functions/domain/endorsement/decision.ts'
import type { Endorsement } from '../../../../../functions/domain/endorsement/endorsement.ts'
import type { Instant } from '../../../../../functions/domain/shared/instant.ts'
import { aClaim, aCriterion, anEndorsement, aRule, NOW } from '../../../../support/builders.ts'

const decide = (rule: Rule, endorsements: readonly Endorsement[], claim: Partial<DecidedClaim> = {}) =>
  decideThreshold(rule, { ...aClaim(), ...claim }, endorsements, NOW)

describe('disagreement.notYetForRevision', () => {
  it('says how many revisions are left, where the rule says how many there are', () => {
    const notYet = [anEndorsement('ana', { verdict: 'not-yet', criterion: 'craft' })]
    const asked = (revisions: number | undefined, evidenceVersion: number) => {
      const policy = { disagreement: { notYetForRevision: 1 }, ...(revisions === undefined ? {} : { revisions }) }
      const judged = notYet.map((one) => ({ ...one, evidenceVersion }))
      return decide(aRule(policy), judged, { evidenceVersion }).missing[0]
    }
    const missing = { clause: 'disagreement', notYet: 1, criteria: ['craft'] }
    expect(asked(undefined, 1)).toEqual(missing)
    expect(asked(2, 1)).toEqual({ ...missing, revisionsLeft: 2 })
    expect(asked(2, 3)).toEqual({ ...missing, revisionsLeft: 0 })
    expect(asked(0, 1)).toEqual({ ...missing, revisionsLeft: 0 })
    expect(asked(1, 5)).toEqual({ ...missing, revisionsLeft: 0 })
  })
})

describe('disagreement.maxSpread', () => {
  const rule = aRule({ minEndorsers: 2, disagreement: { notYetForRevision: 2, maxSpread: 1 } }, [aCriterion('craft')])
  const asked = { clause: 'furtherOpinion', opinions: 1, criteria: ['craft'] }

  const rating = (name: string, level: string, day: number, changes: Partial<Endorsement> = {}): Endorsement => {
    const changedAt: Instant = `2026-02-0${day}T00:00:00.000Z` as Instant // days of one digit only
    return anEndorsement(name, { ratings: { craft: level }, changedAt, ...changes })
  }
  const notYet = { verdict: 'not-yet', criterion: 'craft' } as const

  it('asks for one more opinion once ratings lie further apart than allowed', () => {
    const decision = decide(rule, [
      rating('ana', 'fine', 1),
      rating('ben', 'fine', 2),
      rating('cho', 'rough', 3, notYet),
    ])
    expect(decision).toMatchObject({ kind: 'pending', missing: [asked] })
  })

  it('allows exactly as many levels as it says', () => {
    expect(decide(rule, [rating('ana', 'fine', 1), rating('ben', 'sound', 2)]).kind).toBe('met')
  })

  it('is satisfied by one further opinion, whatever that says', () => {
    const apart = [rating('ana', 'fine', 1), rating('cho', 'rough', 2, notYet)]
    expect(decide(rule, apart).missing).toContainEqual(asked)
    expect(decide(rule, [...apart, rating('ben', 'fine', 3)]).kind).toBe('met')
    const pending = decide(rule, [...apart, rating('ben', 'rough', 3)])
    expect(pending.missing.map(({ clause }) => clause)).toEqual(['minEndorsers', 'requiredLevel'])
  })

  it('goes by when judgements were given, not by the order they come in', () => {
    const [first, second, third] = [
      rating('ana', 'fine', 1),
      rating('cho', 'rough', 2, notYet),
      rating('ben', 'fine', 3),
    ]
    expect(decide(rule, [third, second, first]).kind).toBe('met')
    expect(decide(rule, [rating('cho', 'rough', 4, notYet), third, first]).missing).toEqual([asked])
  })

  it('takes for an opinion only what is valid and rates the criterion', () => {
    const apart = [rating('ana', 'fine', 1), rating('cho', 'rough', 2, notYet)]
    for (const no of [
      rating('ben', 'fine', 3, { state: 'withdrawn' }),
      rating('ben', 'fine', 3, { verdict: 'decline' }),
      rating('ben', 'fine', 3, { evidenceVersion: 2 }),
      rating('learner', 'fine', 3),
      rating('ben', 'unheard-of', 3),
      anEndorsement('ben', { ...notYet, changedAt: '2026-02-03T00:00:00.000Z' }),
    ])
      expect(decide(rule, [...apart, no]).missing).toContainEqual(asked)
    const withdrawn = rating('cho', 'rough', 3, { ...notYet, state: 'withdrawn' })
    expect(decide(rule, [rating('ana', 'fine', 1), rating('ben', 'fine', 2), withdrawn]).kind).toBe('met')
  })

  it('looks at required criteria only, and names those at odds', () => {
    const { requiredLevel: _requiredLevel, ...free } = aCriterion('flair')
    const both: Rule = { ...rule, rubric: [aCriterion('craft'), free, aCriterion('care')] }
    const decision = decide(both, [
      rating('ana', '', 1, { ratings: { craft: 'fine', flair: 'fine', care: 'fine' } }),
      rating('ben', '', 2, { ratings: { craft: 'rough', flair: 'rough', care: 'rough' } }),
    ])
    expect(decision.missing).toContainEqual({ clause: 'furtherOpinion', opinions: 1, criteria: ['care', 'craft'] })
  })

  it('does not exist for a policy without it', () => {
    const { disagreement: _disagreement, ...policy } = rule.policy
    const apart = [rating('ana', 'fine', 1), rating('ben', 'fine', 2), rating('cho', 'rough', 3, notYet)]
    expect(decide({ ...rule, policy }, apart).kind).toBe('met')
    const only = { ...policy, disagreement: { notYetForRevision: 2 } }
    expect(decide({ ...rule, policy: only }, apart).kind).toBe('met')
  })
})

describe('an objection', () => {
  it('contests a claim whatever else is said of it, and says that too', () => {
    const rule = aRule({ minEndorsers: 1, disagreement: { notYetForRevision: 1 } })
    const objection = { objection: 'raised' as const }
    expect(decide(rule, [anEndorsement('ana')], objection)).toMatchObject({
      kind: 'contested',
      missing: [{ clause: 'objection' }],
    })
    const notYet = anEndorsement('ben', { verdict: 'not-yet' })
    expect(decide(rule, [notYet], objection)).toMatchObject({ kind: 'contested' })
    expect(decide(rule, [notYet], objection).missing.map(({ clause }) => clause)).toEqual([
      'objection',
      'disagreement',
      'minEndorsers',
    ])
  })
})

describe('attainment', () => {
  const rule: Rule = {
    policy: {
      decisionVersion: 1,
      minEndorsers: 0,
      eligibility: [{ kind: 'any-member' }],
      attainment: 'calibration',
    },
    rubric: [],
  }

  it('is met by exactly what the service recorded, with no endorsement', () => {
    expect(decide(rule, [], { attained: 'calibration' })).toMatchObject({ kind: 'met', counted: [], required: 0 })
  })

  it('is not met by something else, nor by nothing', () => {
    const missing = [{ clause: 'attainment', attainment: 'calibration' }]
    expect(decide(rule, [], { attained: 'careful-reviewing' })).toMatchObject({ kind: 'pending', missing })
    expect(decide(rule, [anEndorsement('ana')])).toMatchObject({ kind: 'pending', missing })
  })
})
