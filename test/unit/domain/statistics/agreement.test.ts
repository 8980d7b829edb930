import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  addUnit,
  type Coincidences,
  noCoincidences,
  ordinalAlpha,
} from '../../../../functions/domain/statistics/agreement.ts'
import { percentile } from '../../../../functions/domain/statistics/percentile.ts'

const SIZE = 5
const ofUnits = (units: readonly (readonly number[])[], size = SIZE): Coincidences =>
  units.reduce(addUnit, noCoincidences(size))

const scales = fc.array(fc.array(fc.integer({ min: 0, max: SIZE - 1 }), { maxLength: 6 }), { maxLength: 12 })

describe('ordinalAlpha', () => {
  it('gives the number published for the example of Krippendorff (four observers, twelve units)', () => {
    const seen = [
      [1, 1, 1],
      [2, 2, 3, 2],
      [3, 3, 3, 3],
      [3, 3, 3, 3],
      [2, 2, 2, 2],
      [1, 2, 3, 4],
      [4, 4, 4, 4],
      [1, 1, 2, 1],
      [2, 2, 2, 2],
      [5, 5, 5],
      [1, 1],
      [3],
    ]
    const found = ofUnits(seen.map((values) => values.map((value) => value - 1)))
    expect(found.units).toBe(11)
    expect(ordinalAlpha(found)).toBeCloseTo(0.815, 3)
  })

  it('is 1 when all agree, and says nothing of one value or one unit', () => {
    expect(
      ordinalAlpha(
        ofUnits([
          [0, 0],
          [3, 3, 3],
        ]),
      ),
    ).toBe(1)
    expect(
      ordinalAlpha(
        ofUnits([
          [2, 2],
          [2, 2],
        ]),
      ),
    ).toBeUndefined()
    expect(ordinalAlpha(ofUnits([[0, 3]]))).toBeUndefined()
    expect(ordinalAlpha(noCoincidences(SIZE))).toBeUndefined()
  })

  it('is never above 1 and does not depend on the order of units or of people', () => {
    fc.assert(
      fc.property(scales, (units) => {
        const alpha = ordinalAlpha(ofUnits(units))
        const turned = ordinalAlpha(ofUnits([...units].reverse().map((values) => [...values].reverse())))
        expect(alpha === undefined).toBe(turned === undefined)
        if (alpha === undefined || turned === undefined) return
        expect(alpha).toBeLessThanOrEqual(1 + 1e-9)
        expect(turned).toBeCloseTo(alpha, 9)
      }),
    )
  })

  it('refuses values that are not on the scale', () => {
    expect(() => addUnit(noCoincidences(2), [0, 2])).toThrow('2 is no place on a scale of 2')
    expect(() => addUnit(noCoincidences(2), [-1, 0])).toThrow(RangeError)
    expect(() => addUnit(noCoincidences(2), [0.5, 0])).toThrow(RangeError)
  })
})

describe('percentile', () => {
  it('is the nearest rank', () => {
    const values = [15, 20, 35, 40, 50]
    expect([0.05, 0.3, 0.4, 0.5, 1].map((share) => percentile(values, share))).toEqual([15, 20, 20, 35, 50])
    expect(percentile([], 0.5)).toBeUndefined()
    expect(() => percentile(values, 0)).toThrow(RangeError)
    expect(() => percentile(values, 1.1)).toThrow(RangeError)
  })
})
