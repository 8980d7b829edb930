import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isCareful, weighJudgement } from '../../../../functions/domain/recognition/careful-reviewing.ts'
import { endOfQuarter, quarterOf } from '../../../../functions/domain/recognition/quarter.ts'
import { addMilliseconds, type Instant, toInstant } from '../../../../functions/domain/shared/instant.ts'
import { aCriterion, anEndorsement, NOW, someFacts } from '../../../support/builders.ts'

const rubric = [aCriterion()]
const rated = (endorser: string, craft: string, changes = {}) =>
  anEndorsement(endorser, { verdict: 'endorse', ratings: { craft }, givenAt: NOW, ...changes })
const weigh = (
  own: ReturnType<typeof rated>,
  others: readonly ReturnType<typeof rated>[],
  outcome: 'endorse' | 'not-yet' = 'endorse',
  offeredAt: Instant | undefined = NOW,
) => weighJudgement(own, [own, ...others], outcome, rubric, offeredAt)

describe('weighJudgement', () => {
  it('agrees within one level of the middle of the others, with the outcome', () => {
    const others = [rated('b', 'rough'), rated('c', 'rough')]
    expect(weigh(rated('a', 'sound'), others)).toEqual({ agreed: true, timely: true })
    expect(weigh(rated('a', 'fine'), others)).toEqual({ agreed: false, timely: true })
    expect(weigh(rated('a', 'sound'), others, 'not-yet')).toEqual({ agreed: false, timely: true })
  })

  it('is in time within seven days of the evidence, or when the queue drew the peer', () => {
    const late = '2026-02-01T12:00:00.000Z'
    expect(weigh(rated('a', 'sound'), [rated('b', 'sound')], 'endorse', late)?.timely).toBe(false)
    const drawn = rated('a', 'sound', { facts: someFacts({ drawn: true }) })
    expect(weigh(drawn, [rated('b', 'sound')], 'endorse', late)?.timely).toBe(true)
  })

  it.each([
    ['declined', { verdict: 'decline' }],
    ['withdrawn', { state: 'withdrawn' }],
    ['erased', { state: 'erased' }],
  ])('says nothing of a judgement that was %s', (_what, changes) => {
    expect(weigh(rated('a', 'sound', changes), [rated('b', 'sound')])).toBeUndefined()
    expect(weigh(rated('a', 'sound'), [rated('b', 'sound', changes)])).toBeUndefined()
  })
})

describe('isCareful', () => {
  it('asks for five, of which four in five agree and come in time, and never for more', () => {
    expect(isCareful({ compared: 5, agreed: 4, timely: 4 })).toBe(true)
    expect(isCareful({ compared: 4, agreed: 4, timely: 4 })).toBe(false)
    expect(isCareful({ compared: 5, agreed: 3, timely: 5 })).toBe(false)
    expect(isCareful({ compared: 5, agreed: 5, timely: 3 })).toBe(false)
  })
})

describe('quarterOf', () => {
  it('changes at the end of the quarter, and in between never', () => {
    const days = fc.date({ min: new Date('2020-01-01'), max: new Date('2040-01-01'), noInvalidDate: true })
    fc.assert(
      fc.property(days, (date) => {
        const at = toInstant(date)
        const end = endOfQuarter(at)
        expect(end > at).toBe(true)
        expect(quarterOf(addMilliseconds(end, -1))).toBe(quarterOf(at))
        expect(quarterOf(end) > quarterOf(at)).toBe(true)
      }),
    )
  })
})
