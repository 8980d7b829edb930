import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  addReceived,
  effectiveEndorsers,
  type Received,
  receivedBefore,
} from '../../../../functions/domain/independence/received.ts'
import { anId } from '../../../support/builders.ts'

const one = (endorser: string | number, claim: string | number, day = 20_000): Received => ({
  endorserId: anId(endorser),
  claimId: anId(`claim ${claim}`),
  day,
})
const all = (list: readonly Received[]) => list.reduce<readonly Received[]>(addReceived, [])

describe('what a learner received', () => {
  it('leaves out the claim at hand and what is older than 365 days', () => {
    const received = all([one('ana', 1), one('ana', 2), one('ben', 2), one('ben', 3, 19_700), one('cleo', 4, 19_600)])
    expect(receivedBefore(received, anId('claim 1'), anId('ana'), 20_001)).toEqual({
      count: 3,
      sumOfSquares: 5,
      fromEndorser: 1,
    })
  })

  it('counts an endorser of a claim once, however often that is told', () => {
    const once = all([one('ana', 1)])
    expect(addReceived(once, one('ana', 1, 20_005))).toBe(once)
  })

  it('stays of a bounded size, and holds the newest', () => {
    const received = all(Array.from({ length: 300 }, (_, n) => one('ana', n, 20_000 + (n % 150))))
    expect(received).toHaveLength(90)
    expect(Math.min(...received.map(({ day }) => day))).toBeGreaterThanOrEqual(20_100)
  })
})

describe('the effective number of endorsers', () => {
  it('is how many there are when each gave as much, and 1 when all came from one', () => {
    expect(effectiveEndorsers({ count: 6, sumOfSquares: 12 })).toBe(3)
    expect(effectiveEndorsers({ count: 6, sumOfSquares: 36 })).toBe(1)
    expect(effectiveEndorsers({ count: 0, sumOfSquares: 0 })).toBe(0)
  })

  it('is never more than there are endorsers, nor less than one', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1, maxLength: 20 }), (counts) => {
        const count = counts.reduce((sum, n) => sum + n, 0)
        const effective = effectiveEndorsers({ count, sumOfSquares: counts.reduce((sum, n) => sum + n * n, 0) })
        expect(effective).toBeGreaterThanOrEqual(1)
        expect(effective).toBeLessThanOrEqual(counts.length + 1e-9)
      }),
    )
  })
})
