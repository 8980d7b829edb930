import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { stillMeetsRule } from '../../../../functions/domain/endorsement/claim-living.ts'
import { decideThreshold } from '../../../../functions/domain/endorsement/decide-threshold.ts'
import type { Endorsement } from '../../../../functions/domain/endorsement/endorsement.ts'
import { addDays } from '../../../../functions/domain/shared/instant.ts'
import { aClaim, aCriterion, anEndorsement, aRule, NOW } from '../../../support/builders.ts'
import { metCases } from './arbitraries.ts'

const LEVELS = ['rough', 'sound', 'fine', 'perfect'].map((id) => ({ id, name: id }))
const rule = aRule({ minEndorsers: 2, disagreement: { notYetForRevision: 2, maxSpread: 1 } }, [
  aCriterion('craft', { levels: LEVELS }),
])
const claim = aClaim({ status: 'issued', decidedAt: NOW })

const rated = (name: string, craft: string, changes: Partial<Endorsement> = {}) =>
  anEndorsement(name, { ratings: { craft }, ...changes })
const withdrawn = { state: 'withdrawn', version: 2, changedAt: addDays(NOW, 1) } as const
const later = { givenAt: addDays(NOW, 2), changedAt: addDays(NOW, 2) }

const ana = rated('ana', 'fine')
const ben = rated('ben', 'fine')

describe('stillMeetsRule', () => {
  it('holds for every badge of which nothing was taken back', () => {
    fc.assert(
      fc.property(metCases, ({ rule: of, claim: decided, endorsements, now }) => {
        // As they are loaded: the newest version of each.
        const newest = new Map<string, Endorsement>()
        for (const one of [...endorsements].sort((a, b) => a.version - b.version)) newest.set(one.id, one)
        const stored = [...newest.values()]
        fc.pre(decideThreshold(of, decided, stored, now).kind === 'met')
        expect(stillMeetsRule(of, { ...claim, ...decided, decidedAt: now }, stored)).toBe(true)
      }),
      { numRuns: 300 },
    )
  })

  it('still holds when the further opinion that the rule asked for was a not-yet, or was taken back', () => {
    const apart = [rated('ana', 'perfect'), rated('ben', 'sound', { changedAt: '2026-02-02T10:00:00.000Z' })]
    const opinion = rated('cho', 'sound', { verdict: 'not-yet', changedAt: '2026-02-03T10:00:00.000Z' })
    expect(decideThreshold(rule, claim, apart, NOW).kind).toBe('pending')
    expect(decideThreshold(rule, claim, [...apart, opinion], NOW).kind).toBe('met')
    expect(stillMeetsRule(rule, claim, [...apart, opinion])).toBe(true)
    expect(stillMeetsRule(rule, claim, [...apart, { ...opinion, ...withdrawn }])).toBe(true)
  })

  it('is not undone by what is said later: a not-yet, or a rating far from the others, also where a frozen one was mended', () => {
    const mended = { ...ana, version: 2, changedAt: addDays(NOW, 1) }
    const far = rated('cho', 'rough', later)
    const against = ['dia', 'eli'].map((name) => rated(name, 'rough', { verdict: 'not-yet', ...later }))
    expect(stillMeetsRule(rule, claim, [mended, ben, far, ...against])).toBe(true)
  })

  it('ends when too few of them are left, and holds again with others', () => {
    const left = [{ ...ana, ...withdrawn }, ben]
    expect(stillMeetsRule(rule, claim, left)).toBe(false)
    expect(stillMeetsRule(rule, claim, [...left, rated('cho', 'rough', later)])).toBe(false)
    expect(stillMeetsRule(rule, claim, [...left, rated('cho', 'fine', later)])).toBe(true)
  })
})
