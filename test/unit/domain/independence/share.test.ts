import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  addToMonth,
  inRollingQuarter,
  type MonthlyCounts,
} from '../../../../functions/domain/independence/monthly-counts.ts'
import { NO_TALLY, recountTally, shareOf } from '../../../../functions/domain/independence/share.ts'
import type { Instant } from '../../../../functions/domain/shared/instant.ts'
import { anId } from '../../../support/builders.ts'

const at = (month: number, day = 1): Instant =>
  `2026-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}T00:00:00.000Z` as Instant // both in range

/** What the community has after some endorsed, each in a month. */
const tallyOf = (list: readonly (readonly [who: string | number, month: number])[]) => {
  const given = new Map<string, MonthlyCounts>()
  return list.reduce((sum, [who, month]) => {
    const months = addToMonth(given.get(anId(who)) ?? {}, at(month))
    given.set(anId(who), months)
    return recountTally(sum, anId(who), { before: undefined, after: at(month) }, months)
  }, NO_TALLY)
}

describe('a rolling quarter', () => {
  it('holds this month, both before it, and of the third before what this month lacks', () => {
    const counts = { '2026-01': 100, '2026-02': 10, '2026-03': 10, '2026-04': 10, '2026-05': 1000 }
    expect(inRollingQuarter(counts, at(4))).toBe(130)
    expect(inRollingQuarter(counts, at(4, 16))).toBe(80)
  })

  it('reaches into the year before', () => {
    expect(inRollingQuarter({ '2025-12': 3, '2025-11': 4, '2025-09': 50 }, at(1))).toBe(7)
  })

  it('forgets a month once no quarter reaches back to it', () => {
    expect(addToMonth({ '2026-01': 1, '2026-02': 2 }, at(6))).toEqual({ '2026-02': 2, '2026-06': 1 })
    expect(addToMonth({ '2026-06': 1 }, at(1))).toEqual({ '2026-06': 1 })
  })
})

describe('a share of what a community endorsed', () => {
  it('is what one member gave, of all, and of how many endorsers', () => {
    const by = [...Array.from({ length: 5 }, () => 'busy'), 'ana', 'ben']
    const tally = tallyOf(by.map((name) => [name, 3]))
    expect(shareOf({ '2026-03': 5 }, tally, at(3, 20))).toEqual({ given: 5, total: 7, endorsers: 3 })
    expect(shareOf({ '2026-03': 5 }, tally, at(8))).toEqual({ given: 0, total: 0, endorsers: 0 })
  })

  it('tells few endorsers apart, whoever endorsed before, and stays small', () => {
    const crowd = Array.from({ length: 500 }, (_, n) => `crowd ${n}`)
    const tally = tallyOf(crowd.map((name) => [name, 3]))
    expect(shareOf({}, tally, at(3))).toEqual({ given: 0, total: 500, endorsers: 20 })
  })

  it('does not depend on the order in which endorsements are counted, while ten or so endorse', () => {
    const endorsements = fc.array(fc.tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 4 })), {
      maxLength: 30,
    })
    fc.assert(
      fc.property(endorsements, (given) => {
        expect(shareOf({}, tallyOf([...given].reverse()), at(4))).toEqual(shareOf({}, tallyOf(given), at(4)))
      }),
    )
  })
})
