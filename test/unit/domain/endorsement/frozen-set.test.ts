import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decisionInstant, frozenSet, isFrozen } from '../../../../functions/domain/endorsement/frozen-set.ts'
import { addDays, addMilliseconds } from '../../../../functions/domain/shared/instant.ts'
import { aClaim, anEndorsement, NOW } from '../../../support/builders.ts'

const at = (milliseconds: number) =>
  anEndorsement(milliseconds, { changedAt: addMilliseconds(NOW, milliseconds), givenAt: addMilliseconds(NOW, -9) })
const some = [at(-1), at(0), at(1)]
const withWindow = aClaim({ status: 'met', decidedAt: NOW, objectableUntil: addDays(NOW, 2) })

describe('frozenSet', () => {
  it('is what stood at the decision instant, where peers may go on endorsing while others may object', () => {
    expect(frozenSet(withWindow, some)).toEqual(some.slice(0, 2))
  })

  it('is everything without an objection window, and of a claim that was not decided', () => {
    expect(frozenSet(aClaim({ status: 'met', decidedAt: NOW }), some)).toEqual(some)
    expect(frozenSet(aClaim({ objectableUntil: NOW }), some)).toEqual(some)
  })

  it('does not hold an endorsement that was revised after the decision, whenever it was given', () => {
    expect(isFrozen(withWindow, at(1))).toBe(false)
    expect(isFrozen(withWindow, at(0))).toBe(true)
  })
})

describe('decisionInstant', () => {
  it('is now, unless another clock gave an endorsement later', () => {
    expect(decisionInstant([], NOW)).toBe(NOW)
    expect(decisionInstant([at(-5), at(-1)], NOW)).toBe(NOW)
    expect(decisionInstant(some, NOW)).toBe(addMilliseconds(NOW, 1))
  })

  it('freezes every endorsement that it is taken from', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: -9999, max: 9999 })), (offsets) => {
        const endorsements = offsets.map(at)
        const decidedAt = decisionInstant(endorsements, NOW)
        expect(frozenSet({ ...withWindow, decidedAt }, endorsements)).toEqual(endorsements)
      }),
    )
  })
})
