import { describe, expect, it } from 'vitest'
import type { Claim } from '../../../../../functions/domain/endorsement/claim.ts'
import { decideThreshold } from '../../../../../functions/domain/endorsement/decide-threshold.ts'
import type { Rule } from '../../../../../functions/domain/endorsement/decision.ts'
import type { Endorsement, EndorserFacts } from '../../../../../functions/domain/endorsement/endorsement.ts'
import { addDays, addMilliseconds, type Instant } from '../../../../../functions/domain/shared/instant.ts'
import type { PolicyInput } from '../../../../../schemas/policy.ts'
import { aClaim, anEndorsement, anId, aRule, NOW, someFacts } from '../../../../support/builders.ts'

const GIVEN: Instant = '2026-02-01T10:00:00.000Z'

const asking = (independence: NonNullable<PolicyInput['independence']>, minEndorsers = 1): Rule =>
  aRule({ minEndorsers, independence })

/** A rule published before there was anything of independence. */
const before = (rule: Rule): Rule => {
  const { independence: _independence, ...policy } = rule.policy
  return { ...rule, policy }
}

const by = (name: string, facts: Partial<EndorserFacts> = {}, changes: Partial<Endorsement> = {}): Endorsement =>
  anEndorsement(name, { changedAt: GIVEN, ...changes, facts: someFacts(facts) })

const decide = (rule: Rule, endorsements: readonly Endorsement[], claim: Partial<Claim> = {}) =>
  decideThreshold(rule, aClaim(claim), endorsements, NOW)

const reasonsAgainst = (rule: Rule, endorsement: Endorsement, claim: Partial<Claim> = {}) =>
  decide(rule, [endorsement], claim).uncounted.flatMap(({ reasons }) => reasons)

describe('reciprocityWindowDays', () => {
  const rule = asking({ reciprocityWindowDays: 90 })

  it('does not count someone whom the learner endorsed inside the window, up to its last millisecond', () => {
    const endorsed = (at: Instant) => reasonsAgainst(rule, by('ana', { endorsedByLearnerAt: at }))
    expect(endorsed(GIVEN)).toEqual(['mutual_pair'])
    expect(endorsed(addMilliseconds(addDays(GIVEN, -90), 1))).toEqual(['mutual_pair'])
    expect(endorsed(addDays(GIVEN, -90))).toEqual([])
  })

  it('counts someone of whom that is not known, and anyone under a policy published before the clause', () => {
    expect(reasonsAgainst(rule, by('ana'))).toEqual([])
    expect(reasonsAgainst(before(rule), by('ana', { endorsedByLearnerAt: GIVEN }))).toEqual([])
  })

  it('says what is missing because of it, without saying who', () => {
    const { missing } = decide(rule, [by('ana', { endorsedByLearnerAt: GIVEN })])
    expect(missing).toEqual([
      { clause: 'minEndorsers', endorsers: 1 },
      { clause: 'independence', reason: 'mutual_pair', endorsers: 1 },
    ])
  })

  it('leaves a not-yet standing, which is no favour', () => {
    const notYet = by('ana', { endorsedByLearnerAt: GIVEN, closesRingOf: 3 }, { verdict: 'not-yet' })
    expect(decide(rule, [notYet])).toMatchObject({ notYet: 1 })
  })
})

describe('ringSize', () => {
  const rule = asking({ ringSize: 4 })

  it.each([
    [3, ['closed_ring']],
    [4, ['closed_ring']],
    [5, []],
    [undefined, []],
  ] as const)('judges an endorsement that closes a ring of %s where rings of 4 are closed', (closesRingOf, reasons) => {
    expect(reasonsAgainst(rule, by('ana', { closesRingOf }))).toEqual(reasons)
  })

  it('does not exist for a policy that was published without it', () => {
    expect(reasonsAgainst(before(rule), by('ana', { closesRingOf: 3 }))).toEqual([])
  })
})

describe('maxSharePerEndorser', () => {
  const rule = asking({ maxSharePerEndorser: 0.2, shareFromEndorsements: 50 })
  const share = (given: number, total: number, endorsers: number) =>
    reasonsAgainst(rule, by('ana', { share: { given, total, endorsers } }))

  it('counts exactly the largest share, and no endorsement more', () => {
    expect(share(20, 100, 30)).toEqual([])
    expect(share(21, 100, 30)).toEqual(['share_exceeded'])
  })

  it('matters only once the community gave enough endorsements', () => {
    expect(share(49, 49, 30)).toEqual([])
    expect(share(49, 50, 30)).toEqual(['share_exceeded'])
  })

  it('allows twice an even share where fewer than ten people endorse', () => {
    expect(share(50, 100, 4)).toEqual([])
    expect(share(51, 100, 4)).toEqual(['share_exceeded'])
    expect(share(22, 100, 9)).toEqual([])
    expect(share(21, 100, 10)).toEqual(['share_exceeded'])
    expect(share(100, 100, 1)).toEqual([])
  })

  it('allows the share itself where twice an even share would be less', () => {
    const generous = asking({ maxSharePerEndorser: 0.5, shareFromEndorsements: 50 })
    expect(reasonsAgainst(generous, by('ana', { share: { given: 50, total: 100, endorsers: 9 } }))).toEqual([])
  })

  it('counts someone of whose share nothing is known, and anyone under a policy published before the clause', () => {
    expect(reasonsAgainst(rule, by('ana'))).toEqual([])
    expect(reasonsAgainst(before(rule), by('ana', { share: { given: 99, total: 100, endorsers: 30 } }))).toEqual([])
  })

  it('matters from the first endorsement where the policy does not say from how many', () => {
    const policy = { ...rule.policy, independence: { maxSharePerEndorser: 0.2 } }
    const judged = by('ana', { share: { given: 1, total: 1, endorsers: 30 } })
    expect(reasonsAgainst({ ...rule, policy }, judged)).toEqual(['share_exceeded'])
  })
})

describe('one person with several accounts', () => {
  const rule = asking({}, 2)
  const person = anId('ana')

  it('never counts the learner under another account, whichever account is the older', () => {
    expect(reasonsAgainst(rule, by('second', { person: anId('learner') }))).toEqual(['same_person'])
    expect(reasonsAgainst(rule, by('first', {}), { learnerPerson: anId('first') })).toEqual(['same_person'])
    expect(reasonsAgainst(rule, by('third', { person: anId('first') }), { learnerPerson: anId('first') })).toEqual([
      'same_person',
    ])
  })

  it('gives the learner’s own account its own reason alone', () => {
    expect(reasonsAgainst(rule, by('learner', { person: anId('first') }), { learnerPerson: anId('first') })).toEqual([
      'own_claim',
    ])
  })

  it('never counts a collaborator under another account', () => {
    const claim = { collaborators: [anId('ben')] }
    expect(reasonsAgainst(rule, by('second', { person: anId('ben') }), claim)).toEqual(['same_person'])
    expect(reasonsAgainst(rule, by('ben'), claim)).toEqual(['collaborator'])
  })

  it('counts one person once, by the earliest of their accounts, in whatever order they come', () => {
    const earliest = by('ana', {}, { changedAt: '2026-01-31T00:00:00.000Z' })
    const later = by('ana-2', { person })
    const last = by('ana-3', { person }, { changedAt: '2026-02-02T00:00:00.000Z' })
    for (const order of [
      [earliest, later, last],
      [last, later, earliest],
      [later, last, earliest],
    ]) {
      const decision = decide(rule, order)
      expect(decision.counted).toEqual([earliest])
      expect(decision.uncounted.map(({ reasons }) => reasons)).toEqual([['same_person'], ['same_person']])
      expect(decision.missing).toContainEqual({ clause: 'independence', reason: 'same_person', endorsers: 2 })
    }
  })

  it('takes the lower id for the earlier of two given at the same instant', () => {
    const twins = [by('ana'), by('ana-2', { person })]
    const [lower] = twins.map(({ id }) => id).sort()
    expect(decide(rule, twins).counted.map(({ id }) => id)).toEqual([lower])
  })

  it('counts another account when the earliest does not count for another reason', () => {
    const withdrawn = by('ana', {}, { changedAt: '2026-01-31T00:00:00.000Z', state: 'withdrawn' })
    const other = by('ana-2', { person })
    const decision = decide(rule, [withdrawn, other])
    expect(decision.counted).toEqual([other])
    expect(decision.uncounted.map(({ reasons }) => reasons)).toEqual([['withdrawn']])
  })

  it('takes two not-yet of one person for one', () => {
    const notYet = [by('ana', {}, { verdict: 'not-yet' }), by('ana-2', { person }, { verdict: 'not-yet' })]
    expect(decide(rule, notYet)).toMatchObject({ kind: 'pending', notYet: 1 })
  })

  it('does not exist for a policy that was published without independence', () => {
    expect(decide(before(rule), [by('ana'), by('ana-2', { person })]).kind).toBe('met')
  })
})

describe('minCircles', () => {
  const rule = asking({ minCircles: 2 }, 2)

  it('lets everyone stand for one circle', () => {
    const decision = (...circles: readonly (readonly string[])[]) =>
      decide(
        rule,
        circles.map((of, index) => by(`endorser ${index}`, { circles: of })),
      )
    expect(decision(['monday'], ['tuesday']).kind).toBe('met')
    expect(decision(['monday', 'tuesday'], ['monday']).kind).toBe('met')
    expect(decision(['monday'], ['monday']).missing).toEqual([{ clause: 'minCircles', circles: 1 }])
    expect(decision(['monday', 'tuesday'], []).missing).toEqual([{ clause: 'minCircles', circles: 1 }])
    expect(decision([], []).missing).toEqual([{ clause: 'minCircles', circles: 2 }])
  })

  it('looks only at those who count', () => {
    const withdrawn = by('cho', { circles: ['tuesday'] }, { state: 'withdrawn' })
    const decision = decide(rule, [by('ana', { circles: ['monday'] }), by('ben', { circles: ['monday'] }), withdrawn])
    expect(decision).toMatchObject({ kind: 'pending', missing: [{ clause: 'minCircles', circles: 1 }] })
  })
})

describe('minDrawn', () => {
  const rule = asking({ minDrawn: 2 }, 2)

  it('counts those the queue drew, and takes nobody for drawn of whom that is not known', () => {
    const [drawn, chosen] = [by('ana', { drawn: true }), by('ben', { drawn: false })]
    expect(decide(rule, [drawn, chosen, by('cho')]).missing).toEqual([{ clause: 'minDrawn', endorsers: 1 }])
    expect(decide(rule, [drawn, chosen, by('cho', { drawn: true })]).kind).toBe('met')
    expect(decide(before(rule), [chosen, by('cho')]).kind).toBe('met')
  })
})

describe('minEffectiveEndorsers', () => {
  const rule = asking({ minEffectiveEndorsers: 2 }, 2)
  const received = (count: number, sumOfSquares: number, fromEndorser: number) => ({
    received: { count, sumOfSquares, fromEndorser },
  })

  it('is met by a learner’s first endorsements, each from another', () => {
    expect(decide(rule, [by('ana', received(0, 0, 0)), by('ben', received(0, 0, 0))]).kind).toBe('met')
  })

  it('takes in what the learner received before, with one more from each who counts', () => {
    // 4 from ana, 0 from ben: then 5 and 1, so 36 / 26 = 1.38…
    const decision = decide(rule, [by('ana', received(4, 16, 4)), by('ben', received(4, 16, 0))])
    expect(decision).toMatchObject({
      kind: 'pending',
      missing: [{ clause: 'minEffectiveEndorsers', effective: 1.3, required: 2 }],
    })
  })

  it('takes what was received before from the earliest who counts', () => {
    const earliest = by('ana', received(0, 0, 0), { changedAt: '2026-01-31T00:00:00.000Z' })
    const later = by('ben', received(100, 10_000, 0))
    expect(decide(rule, [later, earliest]).kind).toBe('met')
    expect(decide(rule, [by('ana', received(100, 10_000, 0)), { ...later, changedAt: NOW }]).kind).toBe('pending')
  })

  it('takes nothing for spread out of which nothing is known', () => {
    expect(decide(rule, [by('ana'), by('ben')]).missing).toEqual([
      { clause: 'minEffectiveEndorsers', effective: 0, required: 2 },
    ])
    expect(decide(before(rule), [by('ana'), by('ben')]).kind).toBe('met')
  })

  it('asks for nothing while too few count', () => {
    expect(decide(rule, [by('ana', received(4, 16, 4))]).missing).toEqual([{ clause: 'minEndorsers', endorsers: 1 }])
  })
})

describe('anchored', () => {
  const rule = aRule({ minEndorsers: 2, anchored: 1 })

  it('asks for somebody whom the founding panel reaches, and takes nobody for reached of whom that is not known', () => {
    expect(decide(rule, [by('ana', { reach: 0 }), by('ben')]).missing).toEqual([{ clause: 'anchored', endorsers: 1 }])
    expect(decide(rule, [by('ana', { reach: 1 }), by('ben')]).kind).toBe('met')
  })

  it('asks for nobody when 0 or absent', () => {
    const { anchored: _anchored, ...policy } = rule.policy
    expect(decide({ ...rule, policy }, [by('ana'), by('ben')]).kind).toBe('met')
    expect(decide(aRule({ minEndorsers: 2, anchored: 0 }), [by('ana'), by('ben')]).kind).toBe('met')
  })

  it('looks only at those who count', () => {
    const panel = by('cho', { reach: 9, endorsedByLearnerAt: GIVEN })
    expect(decide(rule, [by('ana'), by('ben'), panel]).missing).toEqual([{ clause: 'anchored', endorsers: 1 }])
  })
})
