import { describe, expect, it } from 'vitest'
import { decidedAtOf, decisionOfClaim } from '../../../../functions/domain/endorsement/decision-of-claim.ts'
import { aClaim, anEndorsement, aRule, NOW } from '../../../support/builders.ts'

const rule = aRule({ minEndorsers: 2, endorsementDays: 365 })
const two = [anEndorsement('ana'), anEndorsement('ben')]
const LATER = '2029-01-01T00:00:00.000Z'
const issued = aClaim({ status: 'issued', decidedAt: NOW, issuedAt: NOW })
const awarded = { counted: 2, required: 2 }

describe('decisionOfClaim', () => {
  it.each(['open', 'met', 'revision', 'withdrawn', 'expired'] as const)(
    'is made anew while the claim is "%s"',
    (status) => {
      const claim = aClaim({ status, ...(status === 'met' ? { decidedAt: NOW } : {}) })
      expect(decisionOfClaim(rule, claim, two, NOW).kind).toBe('met')
      expect(decisionOfClaim(rule, claim, two, LATER).kind).toBe('pending')
    },
  )

  it('stays the one the badge was issued on, whatever became of its endorsements', () => {
    const withdrawn = two.map((one) => ({ ...one, state: 'withdrawn' as const, version: 2, changedAt: LATER }) as const)
    expect(decisionOfClaim(rule, issued, withdrawn, LATER, { awarded })).toEqual({
      kind: 'met',
      evidenceVersion: 1,
      counted: 2,
      required: 2,
      notYet: 0,
      missing: [],
      text: '2 endorsements count, 2 needed. The rule is met.',
    })
  })

  it('measures ages at the decision when the award record of an issued claim is gone', () => {
    expect(decisionOfClaim(rule, issued, two, LATER).kind).toBe('met')
  })
})

describe('decidedAtOf', () => {
  it('is the decision instant of an issued claim, and otherwise now', () => {
    expect(decidedAtOf(issued, LATER)).toBe(NOW)
    expect(decidedAtOf(aClaim({ status: 'met', decidedAt: NOW }), LATER)).toBe(LATER)
    expect(decidedAtOf({ status: 'issued' }, LATER)).toBe(LATER)
  })
})
