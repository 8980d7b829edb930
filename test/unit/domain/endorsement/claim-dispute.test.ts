import { describe, expect, it } from 'vitest'
import {
  appealableUntil,
  appealRefusal,
  contestClaim,
  dismissAppeal,
  dismissObjection,
  isObjectable,
  openDisputeOf,
  refuseClaim,
  upholdAppeal,
  waitsForObjections,
} from '../../../../functions/domain/endorsement/claim-dispute.ts'
import { meetRule, reopenClaim } from '../../../../functions/domain/endorsement/claim-transitions.ts'
import { addDays } from '../../../../functions/domain/shared/instant.ts'
import { aClaim, anId, NOW } from '../../../support/builders.ts'

const END = addDays(NOW, 2)
const met = aClaim({ status: 'met', decidedAt: NOW, round: 1, objectableUntil: END, expiresAt: addDays(NOW, 10) })
const contested = contestClaim(met, anId('objection')).to
const refused = refuseClaim(contested, addDays(NOW, 5)).to

describe('the time to object', () => {
  it('lasts from when the rule is met up to its end and not a millisecond longer', () => {
    expect(isObjectable(met, NOW)).toBe(true)
    expect(isObjectable(met, '2026-03-03T11:59:59.999Z')).toBe(true)
    expect(isObjectable(met, END)).toBe(false)
    expect([waitsForObjections(met, NOW), waitsForObjections(met, END)]).toEqual([true, false])
  })

  it('goes on while an objection is settled, and is over for claims in every other state', () => {
    expect(isObjectable(contested, NOW)).toBe(true)
    for (const status of ['open', 'revision', 'issued', 'refused', 'withdrawn', 'expired'] as const)
      expect(isObjectable({ ...met, status }, NOW)).toBe(false)
    expect(isObjectable(aClaim({ status: 'met', decidedAt: NOW }), NOW)).toBe(false)
  })
})

describe('a contested claim', () => {
  it('names its objection and not who raised it', () => {
    const change = contestClaim(met, anId('objection'))
    expect(change).toMatchObject({ event: 'claim.contested', data: { objectionId: anId('objection'), round: 1 } })
    expect(change).not.toHaveProperty('actorId')
    expect(openDisputeOf(contested)).toBe(anId('objection'))
  })

  it('is met again when the objection is dismissed, with what is left of the time to object and with the time it lost', () => {
    const early = dismissObjection(contested, 'clock', NOW, addDays(NOW, 1)).to
    expect(early.objectableUntil).toBe(END)
    expect([isObjectable(early, addDays(NOW, 1)), waitsForObjections(early, END)]).toEqual([true, false])
    const now = addDays(NOW, 4)
    const { to } = dismissObjection(contested, 'panel', addDays(NOW, 1), now)
    expect(to).toMatchObject({ status: 'met', decidedAt: NOW, round: 1, expiresAt: addDays(NOW, 13) })
    expect(to).not.toHaveProperty('objection')
    expect([isObjectable(to, now), waitsForObjections(to, now)]).toEqual([false, false])
    expect(openDisputeOf(to)).toBeUndefined()
  })

  it('is refused when the objection is upheld, and the learner may claim again', () => {
    expect(refuseClaim(contested, addDays(NOW, 5))).toMatchObject({
      to: { status: 'refused', refusedAt: addDays(NOW, 5), decidedAt: NOW },
      event: 'claim.refused',
      uniqueness: { kind: 'release' },
    })
  })
})

describe('a refused claim', () => {
  it('can be appealed for thirty days, once', () => {
    expect(appealableUntil(refused)).toBe(addDays(NOW, 35))
    expect(appealableUntil(met)).toBeUndefined()
    const appealed = appealRefusal(refused, anId('appeal'), true, NOW).to
    expect(appealableUntil(appealed)).toBeUndefined()
    expect(appealableUntil(dismissAppeal(appealed, 'panel').to)).toBeUndefined()
  })

  it('can be appealed again when it is refused a second time, after an appeal was upheld and the claim opened once more', () => {
    const upheld = upholdAppeal(appealRefusal(refused, anId('appeal'), true, NOW).to, addDays(NOW, 8)).to
    const metAgain = meetRule(reopenClaim(upheld, 'issuance').to, addDays(NOW, 9), 3, 48).to
    const again = refuseClaim(contestClaim(metAgain, anId('second')).to, addDays(NOW, 10)).to
    expect(again).not.toHaveProperty('appeal')
    expect(appealableUntil(again)).toBe(addDays(NOW, 40))
  })

  it('takes its place again while an achievement given once is appealed for, and gives it back', () => {
    const { to, uniqueness } = appealRefusal(refused, anId('appeal'), true, addDays(NOW, 6))
    expect(uniqueness).toEqual({ kind: 'take', at: addDays(NOW, 6) })
    expect(openDisputeOf(to)).toBe(anId('appeal'))
    expect(appealRefusal(refused, anId('appeal'), false, NOW).uniqueness).toEqual({ kind: 'keep' })
    expect(dismissAppeal(to, 'clock')).toMatchObject({
      to: { status: 'refused', appeal: 'dismissed' },
      uniqueness: { kind: 'release' },
    })
  })

  it('is met again when the appeal is upheld, and is refused no more', () => {
    const appealed = appealRefusal(refused, anId('appeal'), true, NOW).to
    const { to } = upholdAppeal(appealed, addDays(NOW, 8))
    expect(to).toMatchObject({ status: 'met', decidedAt: NOW, appeal: 'upheld', expiresAt: addDays(NOW, 13) })
    expect(to).not.toHaveProperty('refusedAt')
    expect(openDisputeOf(to)).toBeUndefined()
  })
})

describe('a contested claim that its learner takes back', () => {
  it('still names the objection that is to be closed', () => {
    expect(openDisputeOf({ ...contested, status: 'withdrawn' })).toBe(anId('objection'))
  })
})
