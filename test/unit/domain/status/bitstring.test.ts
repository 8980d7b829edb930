import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isSet, readEntry, STATUS_LIST_SIZE, toBitstring } from '../../../../functions/domain/status/bitstring.ts'

const indexes = fc.integer({ min: 0, max: STATUS_LIST_SIZE - 1 })

describe('toBitstring', () => {
  it('holds 131,072 entries in 16 KiB, none set (BSL-04)', () => {
    const empty = toBitstring([])
    expect(empty).toHaveLength(16_384)
    expect(empty.every((byte) => byte === 0)).toBe(true)
  })

  it.each([
    [0, 0, 0b1000_0000],
    [7, 0, 0b0000_0001],
    [8, 1, 0b1000_0000],
    [131_071, 16_383, 0b0000_0001],
  ])(
    'puts entry %i into byte %i as %i: entry 0 is the most significant bit of byte 0 (BSL-05)',
    (index, byte, value) => {
      expect(toBitstring([index])[byte]).toBe(value)
    },
  )

  it('sets what is named, and that alone', () => {
    fc.assert(
      fc.property(fc.uniqueArray(indexes, { maxLength: 50 }), indexes, (set, probe) => {
        expect(isSet(toBitstring(set), probe)).toBe(set.includes(probe))
        for (const index of set) expect(isSet(toBitstring(set), index)).toBe(true)
      }),
      { numRuns: 50 },
    )
  })

  it('flips bit n alone when n is set in addition', () => {
    fc.assert(
      fc.property(fc.uniqueArray(indexes, { maxLength: 30 }), indexes, (set, flipped) => {
        const before = toBitstring(set.filter((index) => index !== flipped))
        const after = toBitstring([...set, flipped])
        const different = [...after].flatMap((byte, at) => (byte === before[at] ? [] : [at]))
        expect(different).toEqual([Math.floor(flipped / 8)])
        expect(isSet(before, flipped)).toBe(false)
        expect(isSet(after, flipped)).toBe(true)
      }),
      { numRuns: 50 },
    )
  })

  it('does not mind repeats', () => {
    expect(toBitstring([5, 5, 5], 8)).toEqual(toBitstring([5], 8))
  })

  it.each([-1, STATUS_LIST_SIZE, 1.5, Number.NaN, 2 ** 32])('refuses entry %d', (index) => {
    expect(() => toBitstring([index])).toThrow(RangeError)
  })
})

describe('isSet', () => {
  const all = toBitstring([0, 1, 2, 3, 4, 5, 6, 7], 8)

  it.each([-1, 8, 0.5, Number.NaN, 2 ** 31, 2 ** 32, Number.POSITIVE_INFINITY])(
    'says nothing of entry %d of a list of 8',
    (index) => {
      expect(isSet(all, index)).toBeUndefined()
    },
  )
})

describe('readEntry', () => {
  it('reads entries of several bits, the most significant first, and none that is cut off', () => {
    const bits = new Uint8Array([0b1101_0010, 0b1000_0001])
    expect([0, 1, 2, 3].map((index) => readEntry(bits, index, 2))).toEqual([3, 1, 0, 2])
    expect([0, 1, 2].map((index) => readEntry(bits, index, 3))).toEqual([6, 4, 5])
    expect(readEntry(bits, 0, 16)).toBe(0b1101_0010_1000_0001)
    for (const [index, size] of [
      [5, 3],
      [1, 16],
      [0, 17],
      [-1, 1],
      [0.5, 2],
      [Number.NaN, 1],
    ] as const)
      expect(readEntry(bits, index, size)).toBeUndefined()
  })

  it('agrees with isSet where entries are of one bit', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 20 }), fc.nat(200), (bits, index) => {
        const set = isSet(bits, index)
        expect(readEntry(bits, index)).toBe(set === undefined ? undefined : Number(set))
      }),
    )
  })
})
