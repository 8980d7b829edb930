import { describe, expect, it } from 'vitest'
import { decideThreshold } from '../../../../functions/domain/endorsement/decide-threshold.ts'
import type { Rule } from '../../../../functions/domain/endorsement/decision.ts'
import type { Endorsement } from '../../../../functions/domain/endorsement/endorsement.ts'
import type { UncountedReason } from '../../../../schemas/decision.ts'
import { aClaim, aCriterion, anEndorsement, anId, aRule, NOW, someFacts } from '../../../support/builders.ts'

const three = [anEndorsement('ana'), anEndorsement('ben'), anEndorsement('cho')]
const craft = [aCriterion('craft')]
const sound = { ratings: { craft: 'sound' } }

const decide = (rule: Rule, endorsements: readonly Endorsement[], claim = aClaim(), now = NOW) =>
  decideThreshold(rule, claim, endorsements, now)

/** What keeps this one endorsement from counting. */
const reasonsAgainst = (
  rule: Rule,
  endorsement: Endorsement,
  claim = aClaim(),
  now = NOW,
): readonly UncountedReason[] => decide(rule, [endorsement], claim, now).uncounted.flatMap(({ reasons }) => reasons)

describe('decideThreshold', () => {
  it('is met when as many distinct peers endorse as the rule asks for', () => {
    const decision = decide(aRule({ minEndorsers: 3 }), three)
    expect(decision).toMatchObject({ kind: 'met', required: 3, missing: [], notYet: 0, uncounted: [] })
    expect(decision.counted.map(({ endorserId }) => endorserId).sort()).toEqual(['ana', 'ben', 'cho'].map(anId).sort())
  })

  it('lists the counted in the order of their ids', () => {
    const ids = decide(aRule(), three).counted.map(({ id }) => id)
    expect(ids).toEqual([...ids].sort())
  })

  it('stays pending with nothing given, and says how many are missing', () => {
    expect(decide(aRule({ minEndorsers: 2 }), [])).toEqual({
      kind: 'pending',
      evidenceVersion: 1,
      counted: [],
      uncounted: [],
      required: 2,
      notYet: 0,
      missing: [{ clause: 'minEndorsers', endorsers: 2 }],
    })
  })

  it('stays pending one short, and says that one is missing', () => {
    const decision = decide(aRule({ minEndorsers: 3 }), three.slice(0, 2))
    expect(decision).toMatchObject({ kind: 'pending', missing: [{ clause: 'minEndorsers', endorsers: 1 }] })
  })

  it('counts a peer once, by their newest version', () => {
    const revised = anEndorsement('ana', { version: 2, verdict: 'not-yet', criterion: 'craft' })
    const decision = decide(aRule({ minEndorsers: 1 }), [revised, anEndorsement('ana')])
    expect(decision.counted).toEqual([])
    expect(decision.uncounted).toEqual([{ endorsement: revised, reasons: ['verdict_not_endorse'], criteria: [] }])
  })

  it('prefers the judgement of the current evidence to a higher version of an older judgement', () => {
    const current = anEndorsement('ana', { evidenceVersion: 2, version: 1, id: anId('second') })
    const decision = decide(
      aRule({ minEndorsers: 1 }),
      [anEndorsement('ana', { evidenceVersion: 1, version: 9 }), current],
      aClaim({ evidenceVersion: 2 }),
    )
    expect(decision.counted).toEqual([current])
  })

  it('prefers the judgement of the evidence at hand to one of evidence that came after it', () => {
    const current = anEndorsement('ana', { evidenceVersion: 1 })
    const newer = anEndorsement('ana', { evidenceVersion: 2, version: 2, id: anId('second') })
    expect(decide(aRule({ minEndorsers: 1 }), [newer, current]).counted).toEqual([current])
  })

  it('shows, of several judgements of older evidence, the one of the newest', () => {
    const newer = anEndorsement('ana', { evidenceVersion: 2, id: anId('second') })
    const decision = decide(aRule(), [newer, anEndorsement('ana', { version: 4 })], aClaim({ evidenceVersion: 3 }))
    expect(decision.uncounted.map(({ endorsement }) => endorsement)).toEqual([newer])
  })

  it('prefers, among equal versions, the later change and then the higher id', () => {
    const earlier = anEndorsement('ana', { id: anId('a') })
    const later = anEndorsement('ana', { id: anId('b'), changedAt: '2026-02-02T00:00:00.000Z' })
    expect(decide(aRule({ minEndorsers: 1 }), [later, earlier]).counted).toEqual([later])
    const [low, high] = [anId('a'), anId('b')].sort()
    const twins = [anEndorsement('ana', { id: high ?? '' }), anEndorsement('ana', { id: low ?? '' })]
    expect(decide(aRule({ minEndorsers: 1 }), twins).counted.map(({ id }) => id)).toEqual([high])
  })

  describe('who may judge', () => {
    it('never counts the learner', () => {
      expect(reasonsAgainst(aRule(), anEndorsement('learner'))).toEqual(['own_claim'])
    })

    it('never counts a collaborator', () => {
      const claim = aClaim({ collaborators: [anId('ana')] })
      expect(reasonsAgainst(aRule(), anEndorsement('ana'), claim)).toEqual(['collaborator'])
    })

    it('never counts what was withdrawn', () => {
      expect(reasonsAgainst(aRule(), anEndorsement('ana', { state: 'withdrawn' }))).toEqual(['withdrawn'])
    })

    it('never counts a judgement of other evidence', () => {
      expect(reasonsAgainst(aRule(), anEndorsement('ana'), aClaim({ evidenceVersion: 2 }))).toEqual([
        'other_evidence_version',
      ])
    })
  })

  describe('eligibility', () => {
    it('counts a role that the rule lists, and no other', () => {
      const rule = aRule({ eligibility: [{ kind: 'role', roles: ['facilitator', 'owner'] }] })
      expect(reasonsAgainst(rule, anEndorsement('ana', { facts: someFacts({ role: 'owner' }) }))).toEqual([])
      expect(reasonsAgainst(rule, anEndorsement('ana'))).toEqual(['not_eligible'])
    })

    it('counts a holder of the achievement asked for, and no one else', () => {
      const rule = aRule({ eligibility: [{ kind: 'holds', achievement: anId('licence') }] })
      expect(reasonsAgainst(rule, anEndorsement('ana', { facts: someFacts({ holds: [anId('licence')] }) }))).toEqual([])
      expect(reasonsAgainst(rule, anEndorsement('ana', { facts: someFacts({ holds: [anId('other')] }) }))).toEqual([
        'not_eligible',
      ])
    })

    it('counts a membership of exactly the days asked for when endorsing, and none a millisecond shorter', () => {
      const rule = aRule({ eligibility: [{ kind: 'member-for', days: 31 }] })
      const joined = (memberSince: '2026-01-01T10:00:00.000Z' | '2026-01-01T10:00:00.001Z') =>
        anEndorsement('ana', { facts: someFacts({ memberSince }), changedAt: '2026-02-01T10:00:00.000Z' })
      expect(reasonsAgainst(rule, joined('2026-01-01T10:00:00.000Z'))).toEqual([])
      expect(reasonsAgainst(rule, joined('2026-01-01T10:00:00.001Z'))).toEqual(['not_eligible'])
    })

    it('measures membership when the endorsement was given, not when the decision is made', () => {
      const rule = aRule({ eligibility: [{ kind: 'member-for', days: 31 }] })
      const given = anEndorsement('ana', { facts: someFacts({ memberSince: '2026-01-20T00:00:00.000Z' }) })
      expect(reasonsAgainst(rule, given, aClaim(), '2026-12-01T00:00:00.000Z')).toEqual(['not_eligible'])
    })

    it('measures membership anew when the endorsement is revised', () => {
      const rule = aRule({ eligibility: [{ kind: 'member-for', days: 31 }] })
      const revised = anEndorsement('ana', {
        facts: someFacts({ memberSince: '2026-01-20T00:00:00.000Z' }),
        changedAt: '2026-02-25T00:00:00.000Z',
      })
      expect(reasonsAgainst(rule, revised)).toEqual([])
    })

    it('is satisfied by any one of several ways', () => {
      const rule = aRule({ eligibility: [{ kind: 'role', roles: ['owner'] }, { kind: 'any-member' }] })
      expect(reasonsAgainst(rule, anEndorsement('ana'))).toEqual([])
    })

    it('names itself when it keeps endorsements from counting', () => {
      const rule = aRule({ minEndorsers: 1, eligibility: [{ kind: 'role', roles: ['owner'] }] })
      expect(decide(rule, three).missing).toEqual([
        { clause: 'minEndorsers', endorsers: 1 },
        { clause: 'eligibility', endorsers: 3 },
      ])
    })
  })

  describe('minAssurance', () => {
    it.each([
      ['asserted', 'asserted', []],
      ['asserted', 'signed-in', ['assurance_too_low']],
      ['signed-in', 'signed-in', []],
      ['signed-in', 'own-key', ['assurance_too_low']],
      ['own-key', 'asserted', []],
    ] as const)('judges "%s" under a minimum of "%s"', (assurance, minAssurance, reasons) => {
      expect(reasonsAgainst(aRule({ minAssurance }), anEndorsement('ana', { assurance }))).toEqual(reasons)
    })

    it('does not exist for a policy that was published without it', () => {
      const { minAssurance: _minAssurance, ...policy } = aRule().policy
      expect(reasonsAgainst({ policy, rubric: [] }, anEndorsement('ana'))).toEqual([])
    })

    it('names itself when it keeps endorsements from counting', () => {
      const rule = aRule({ minEndorsers: 1, minAssurance: 'own-key' })
      expect(decide(rule, three).missing).toContainEqual({ clause: 'minAssurance', endorsers: 3 })
    })
  })

  describe('endorsementDays', () => {
    const rule = aRule({ minEndorsers: 1, endorsementDays: 10 })
    const given = anEndorsement('ana', { changedAt: '2026-02-01T10:00:00.000Z' })

    it('counts a judgement exactly as old as allowed, and none a millisecond older', () => {
      expect(reasonsAgainst(rule, given, aClaim(), '2026-02-11T10:00:00.000Z')).toEqual([])
      expect(reasonsAgainst(rule, given, aClaim(), '2026-02-11T10:00:00.001Z')).toEqual(['too_old'])
    })

    it('does not exist for a policy that was published without it', () => {
      const { endorsementDays: _endorsementDays, ...policy } = rule.policy
      expect(reasonsAgainst({ policy, rubric: [] }, given, aClaim(), '2099-01-01T00:00:00.000Z')).toEqual([])
    })

    it('names itself when it keeps endorsements from counting', () => {
      expect(decide(rule, [given], aClaim(), '2026-12-01T00:00:00.000Z').missing).toEqual([
        { clause: 'minEndorsers', endorsers: 1 },
        { clause: 'endorsementDays', endorsers: 1 },
      ])
    })
  })

  describe('required levels', () => {
    const rule = aRule({ minEndorsers: 1 }, craft)

    it.each(['sound', 'fine'])('counts a rating of "%s" where "sound" is required', (craftLevel) => {
      expect(reasonsAgainst(rule, anEndorsement('ana', { ratings: { craft: craftLevel } }))).toEqual([])
    })

    it('does not count a rating below the required level, nor one the rubric does not have', () => {
      for (const level of ['rough', 'unheard-of'])
        expect(reasonsAgainst(rule, anEndorsement('ana', { ratings: { craft: level } }))).toEqual([
          'below_required_level',
        ])
    })

    it('does not count an endorsement that leaves a required criterion out', () => {
      expect(reasonsAgainst(rule, anEndorsement('ana'))).toEqual(['criterion_not_rated'])
    })

    it('takes no inherited property for a rating', () => {
      const tricky = aRule({ minEndorsers: 1 }, [aCriterion('constructor')])
      expect(reasonsAgainst(tricky, anEndorsement('ana'))).toEqual(['criterion_not_rated'])
    })

    it('does not ask for a rating of a criterion without a required level', () => {
      const { requiredLevel: _requiredLevel, ...free } = aCriterion('flair')
      expect(reasonsAgainst(aRule({ minEndorsers: 1 }, [free]), anEndorsement('ana'))).toEqual([])
    })

    it('names each criterion with how many endorsers fell short of it', () => {
      const both = aRule({ minEndorsers: 1 }, [aCriterion('craft'), aCriterion('care')])
      const decision = decide(both, [
        anEndorsement('ana', { ratings: { craft: 'rough', care: 'fine' } }),
        anEndorsement('ben', { ratings: { craft: 'rough' } }),
      ])
      expect(decision.missing).toEqual([
        { clause: 'minEndorsers', endorsers: 1 },
        { clause: 'requiredLevel', criterion: 'care', endorsers: 1 },
        { clause: 'requiredLevel', criterion: 'craft', endorsers: 2 },
      ])
    })

    it('says each reason once and names every criterion', () => {
      const both = aRule({ minEndorsers: 1 }, [aCriterion('craft'), aCriterion('care')])
      expect(decide(both, [anEndorsement('ana')]).uncounted).toEqual([
        { endorsement: anEndorsement('ana'), reasons: ['criterion_not_rated'], criteria: ['craft', 'care'] },
      ])
    })

    it('blames no clause for endorsements that could not count whatever they rate', () => {
      const claim = aClaim({ evidenceVersion: 2, collaborators: [anId('ben')] })
      const decision = decide(
        aRule({ minEndorsers: 1, minAssurance: 'own-key', endorsementDays: 1 }, craft),
        [
          anEndorsement('ana', { evidenceVersion: 1 }),
          anEndorsement('ben', { evidenceVersion: 2 }),
          anEndorsement('learner', { evidenceVersion: 2 }),
          anEndorsement('cho', { evidenceVersion: 2, state: 'withdrawn' }),
          anEndorsement('dia', { evidenceVersion: 2, verdict: 'decline' }),
        ],
        claim,
      )
      expect(decision.missing).toEqual([{ clause: 'minEndorsers', endorsers: 1 }])
    })
  })

  describe('not-yet', () => {
    const rule = aRule({ minEndorsers: 3 }, craft)
    const rated = ['ana', 'ben', 'cho'].map((name) => anEndorsement(name, sound))
    const notYet = (name: string, changes: Partial<Endorsement> = {}) =>
      anEndorsement(name, { verdict: 'not-yet', criterion: 'craft', ...changes })

    it('changes nothing when there is one of it, but is shown', () => {
      const decision = decide(rule, [...rated, notYet('dia')])
      expect(decision).toMatchObject({ kind: 'met', notYet: 1, missing: [] })
      expect(decision.uncounted.map(({ reasons }) => reasons)).toEqual([['verdict_not_endorse']])
    })

    it('asks for a revision when there are two on the current evidence, also when enough endorse', () => {
      const decision = decide(rule, [...rated, notYet('dia'), notYet('eli')])
      expect(decision).toMatchObject({
        kind: 'revise',
        notYet: 2,
        missing: [{ clause: 'disagreement', notYet: 2, criteria: ['craft'] }],
      })
    })

    it('takes precedence over what is missing, and says that too', () => {
      const decision = decide(rule, [notYet('dia'), notYet('eli')])
      expect(decision.kind).toBe('revise')
      expect(decision.missing.map(({ clause }) => clause)).toEqual(['disagreement', 'minEndorsers'])
    })

    it('does not count twice when one peer revises it', () => {
      expect(decide(rule, [notYet('dia'), notYet('dia', { version: 2 })])).toMatchObject({ kind: 'pending', notYet: 1 })
    })

    it('does not count on older evidence', () => {
      const decision = decide(rule, [notYet('dia'), notYet('eli')], aClaim({ evidenceVersion: 2 }))
      expect(decision).toMatchObject({ kind: 'pending', notYet: 0 })
    })

    it.each([
      ['the learner', notYet('learner')],
      ['someone who took it back', notYet('dia', { state: 'withdrawn' })],
      ['a collaborator', notYet('collaborator')],
      ['someone not eligible', notYet('dia', { facts: someFacts({ role: 'member' }) })],
    ])('does not count from %s', (_who, judgement) => {
      const strict = aRule({ minEndorsers: 3, eligibility: [{ kind: 'role', roles: ['facilitator'] }] }, craft)
      const eligible = notYet('fay', { facts: someFacts({ role: 'facilitator' }) })
      const decision = decide(strict, [eligible, judgement], aClaim({ collaborators: [anId('collaborator')] }))
      expect(decision).toMatchObject({ kind: 'pending', notYet: 1 })
    })

    it('does not count when it is too old or too little is known of who gave it', () => {
      const strict = aRule({ minAssurance: 'signed-in', endorsementDays: 30 })
      const decision = decide(strict, [
        notYet('dia'),
        notYet('eli', { assurance: 'signed-in', changedAt: '2026-01-01T00:00:00.000Z' }),
        notYet('fay', { assurance: 'signed-in' }),
      ])
      expect(decision).toMatchObject({ kind: 'pending', notYet: 1 })
    })

    it('asks for as many as the policy says', () => {
      const decision = decide(aRule({ disagreement: { notYetForRevision: 1 } }), [notYet('dia')])
      expect(decision.kind).toBe('revise')
    })

    it('names no criterion twice, and none where the rubric has none', () => {
      const decision = decide(aRule(), [notYet('dia'), anEndorsement('eli', { verdict: 'not-yet' })])
      expect(decision.missing[0]).toEqual({ clause: 'disagreement', notYet: 2, criteria: ['craft'] })
    })

    it('decides nothing under a policy that was published without the clause', () => {
      const { disagreement: _disagreement, ...policy } = rule.policy
      const decision = decide({ policy, rubric: craft }, [...rated, notYet('dia'), notYet('eli')])
      expect(decision).toMatchObject({ kind: 'met', notYet: 2 })
    })
  })

  it('counts nothing for a decline', () => {
    const decision = decide(aRule({ minEndorsers: 1 }), [anEndorsement('ana', { verdict: 'decline' })])
    expect(decision).toMatchObject({ kind: 'pending', notYet: 0, counted: [] })
    expect(decision.uncounted[0]?.reasons).toEqual(['verdict_not_endorse'])
  })

  it('gives every reason there is, not the first alone', () => {
    const rule = aRule(
      { minAssurance: 'own-key', endorsementDays: 1, eligibility: [{ kind: 'role', roles: ['owner'] }] },
      craft,
    )
    const claim = aClaim({ evidenceVersion: 2, collaborators: [anId('learner')] })
    expect(reasonsAgainst(rule, anEndorsement('learner', { state: 'withdrawn' }), claim)).toEqual([
      'own_claim',
      'collaborator',
      'withdrawn',
      'other_evidence_version',
      'not_eligible',
      'assurance_too_low',
      'too_old',
      'criterion_not_rated',
    ])
  })
})
