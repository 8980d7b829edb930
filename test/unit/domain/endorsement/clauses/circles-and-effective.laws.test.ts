import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { circlesCovered } from '../../../../../functions/domain/endorsement/clauses/min-circles.ts'
import { effectiveEndorsers } from '../../../../../functions/domain/endorsement/clauses/min-effective-endorsers.ts'
import { anEndorsement, someFacts } from '../../../../support/builders.ts'

const CIRCLES = ['monday', 'tuesday', 'wednesday', 'thursday']
const people = fc.array(fc.subarray(CIRCLES), { maxLength: 6 })

/** Tries every way in which each person stands for one of their circles or for none. */
const bestByTrial = ([own, ...others]: readonly (readonly string[])[], taken: ReadonlySet<string>): number =>
  own === undefined
    ? taken.size
    : Math.max(
        bestByTrial(others, taken),
        ...own.filter((circle) => !taken.has(circle)).map((circle) => bestByTrial(others, new Set([...taken, circle]))),
      )

describe('circlesCovered', () => {
  it('finds as many circles as trying every way does', () => {
    fc.assert(
      fc.property(people, (of) => {
        expect(circlesCovered(of)).toBe(bestByTrial(of, new Set()))
      }),
    )
  })

  it('depends neither on the order of people nor on that of their circles', () => {
    fc.assert(
      fc.property(people, (of) => {
        const turned = of.map((circles) => [...circles].reverse()).reverse()
        expect(circlesCovered(turned)).toBe(circlesCovered(of))
      }),
    )
  })

  it('never falls when somebody joins, and grows by one at most', () => {
    fc.assert(
      fc.property(people, fc.subarray(CIRCLES), (of, newcomer) => {
        const grown = circlesCovered([...of, newcomer]) - circlesCovered(of)
        expect([0, 1]).toContain(grown)
      }),
    )
  })
})

/** What one learner received from a few people: how often before this claim, and whether they endorse it. */
const received = fc.uniqueArray(fc.record({ name: fc.nat(30), before: fc.nat(20), endorses: fc.boolean() }), {
  minLength: 1,
  maxLength: 8,
  selector: ({ name }) => name,
})

describe('effectiveEndorsers', () => {
  it('is the inverse Simpson index of everything received, this claim included', () => {
    fc.assert(
      fc.property(received, (givers) => {
        const endorsing = givers.filter(({ endorses }) => endorses)
        fc.pre(endorsing.length > 0)
        const count = givers.reduce((sum, { before }) => sum + before, 0)
        const sumOfSquares = givers.reduce((sum, { before }) => sum + before * before, 0)
        const counting = endorsing.map(({ name, before }) =>
          anEndorsement(name, { facts: someFacts({ received: { count, sumOfSquares, fromEndorser: before } }) }),
        )
        const after = givers.map(({ before, endorses }) => before + Number(endorses))
        const total = after.reduce((sum, given) => sum + given, 0)
        const simpson = (total * total) / after.reduce((sum, given) => sum + given * given, 0)
        expect(effectiveEndorsers(counting)).toBeCloseTo(simpson, 9)
        expect(effectiveEndorsers([...counting].reverse())).toBe(effectiveEndorsers(counting))
        expect(effectiveEndorsers(counting)).toBeLessThanOrEqual(after.filter((given) => given > 0).length + 1e-9)
      }),
    )
  })
})
