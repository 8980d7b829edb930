import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isObjectable, waitsForObjections } from '../../../../functions/domain/endorsement/claim-dispute.ts'
import { addEvidence, expireClaim, meetRule } from '../../../../functions/domain/endorsement/claim-transitions.ts'
import { revisionsLeft } from '../../../../functions/domain/endorsement/clauses/revisions.ts'
import { addDays, addMilliseconds } from '../../../../functions/domain/shared/instant.ts'
import { aClaim, anId, NOW } from '../../../support/builders.ts'

const HOUR = 3_600_000

describe('the clause revisions', () => {
  it('takes as many evidence versions after the first as it says, and no more', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 99 }), fc.integer({ min: 1, max: 110 }), (revisions, evidenceVersion) => {
        const left = revisionsLeft(evidenceVersion, { revisions })
        expect(left).toBe(Math.max(0, revisions - (evidenceVersion - 1)))
        expect(addEvidence(aClaim({ evidenceVersion }), 'digest', anId('learner'), revisions).ok).toBe(left > 0)
        expect(revisionsLeft(evidenceVersion + 1, { revisions })).toBe(Math.max(0, left - 1))
      }),
    )
  })
})

describe('the clause objectionHours', () => {
  it('keeps a met claim open to objections for exactly so long, and no badge is made meanwhile', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2160 }), fc.integer({ min: 0, max: 3000 * HOUR }), (hours, after) => {
        const met = meetRule(aClaim(), NOW, 3, hours).to
        const now = addMilliseconds(NOW, after)
        expect(isObjectable(met, now)).toBe(after < hours * HOUR)
        expect(waitsForObjections(met, now)).toBe(after < hours * HOUR)
        const atOnce = meetRule(aClaim(), NOW, 3, 0).to
        expect([isObjectable(atOnce, now), waitsForObjections(atOnce, now)]).toEqual([false, false])
      }),
    )
  })
})

describe('the clause claimDays', () => {
  it('ends an open claim at its instant and not before, however late the clock comes', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 3650 }), fc.integer({ min: -4000, max: 4000 }), (days, hours) => {
        const claim = aClaim({ openedAt: NOW, expiresAt: addDays(NOW, days) })
        const now = addMilliseconds(addDays(NOW, days), hours * HOUR)
        expect(expireClaim(claim, now)?.to.status).toBe(hours < 0 ? undefined : 'expired')
      }),
    )
  })
})
