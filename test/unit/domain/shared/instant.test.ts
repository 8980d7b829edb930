import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  addDays,
  addMilliseconds,
  toEpochMilliseconds,
  toEpochSeconds,
  toInstant,
  toWholeSeconds,
  wholeDaysBetween,
} from '../../../../functions/domain/shared/instant.ts'

const dates = fc.date({
  min: new Date('0000-01-01T00:00:00.000Z'),
  max: new Date('9999-12-31T23:59:59.999Z'),
  noInvalidDate: true,
})

describe('an instant', () => {
  it('is text whose order is the order of time', () => {
    fc.assert(
      fc.property(dates, dates, (a, b) => {
        expect(toInstant(a) < toInstant(b)).toBe(a.getTime() < b.getTime())
      }),
    )
  })

  it('keeps its milliseconds', () => {
    fc.assert(
      fc.property(dates, (date) => {
        expect(toEpochMilliseconds(toInstant(date))).toBe(date.getTime())
      }),
    )
  })

  it('is not made of an invalid date', () => {
    expect(() => toInstant(new Date(Number.NaN))).toThrow(RangeError)
  })

  it('moves by milliseconds and by days of 24 hours, also back', () => {
    expect(addMilliseconds('2026-02-28T23:59:59.999Z', 1)).toBe('2026-03-01T00:00:00.000Z')
    expect(addDays('2028-02-28T12:00:00.000Z', 1)).toBe('2028-02-29T12:00:00.000Z')
    expect(addDays('2026-01-01T00:00:00.000Z', -1)).toBe('2025-12-31T00:00:00.000Z')
  })

  it('is rounded up to whole seconds for expiry, so that nothing ends early', () => {
    expect(toEpochSeconds('1970-01-01T00:00:01.000Z')).toBe(1)
    expect(toEpochSeconds('1970-01-01T00:00:01.001Z')).toBe(2)
  })

  it('is cut to whole seconds with a zone for credentials (GEN-17)', () => {
    expect(toWholeSeconds('2026-11-22T13:00:00.999Z')).toBe('2026-11-22T13:00:00Z')
  })
})

describe('wholeDaysBetween', () => {
  it('counts whole days only', () => {
    expect(wholeDaysBetween('2026-01-01T00:00:00.000Z', '2026-01-02T23:59:59.999Z')).toBe(1)
    expect(wholeDaysBetween('2026-01-01T00:00:00.000Z', '2026-01-03T00:00:00.000Z')).toBe(2)
  })

  it('is 0 for an instant that is not later', () => {
    expect(wholeDaysBetween('2026-01-02T00:00:00.000Z', '2026-01-01T00:00:00.000Z')).toBe(0)
  })
})
