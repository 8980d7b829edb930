import { describe, expect, it } from 'vitest'
import { isSummarised } from '../../../functions/domain/independence/summarised-event.ts'
import { heldOf } from '../../../functions/endorsements/give-endorsement.ts'
import { toEndorsementEvent, toTexts, toUndoneEvent } from '../../../functions/endorsements/to-endorsement-event.ts'
import { aClaim, anEndorsement, anId, aRule, NOW, someFacts } from '../../support/builders.ts'

describe('toEndorsementEvent', () => {
  it('holds ids, codes and numbers only', () => {
    const endorsement = anEndorsement('ana', { version: 2, relationship: 'mentor' })
    expect(toEndorsementEvent('endorsement.revised', aClaim(), endorsement, anId('event'))).toEqual({
      id: anId('event'),
      type: 'endorsement.revised',
      at: endorsement.changedAt,
      community: 'weavers',
      claimId: anId('claim'),
      actorId: anId('ana'),
      data: {
        endorsementId: endorsement.id,
        learnerId: anId('learner'),
        version: 2,
        evidenceVersion: 1,
        verdict: 'endorse',
      },
    })
  })
})

describe('the event of a planted sample', () => {
  it('says so, and changes no summary', () => {
    const planted = { reviewerId: anId('ana'), licenceClaimId: anId('licence') }
    const told = (claim: ReturnType<typeof aClaim>) =>
      toEndorsementEvent('endorsement.given', claim, anEndorsement('ana'), anId('event'))
    expect(told(aClaim({ planted })).data).toMatchObject({ planted: true })
    expect([isSummarised(told(aClaim({ planted }))), isSummarised(told(aClaim()))]).toEqual([false, true])
  })
})

describe('toUndoneEvent', () => {
  it('says what was taken out, when and by whom, and what stands again', () => {
    const from = anEndorsement('ana', { version: 2, facts: someFacts({ reach: 3 }) })
    const undone = toUndoneEvent(aClaim(), { from, at: NOW }, anId('event'))
    expect(undone).toMatchObject({
      type: 'endorsement.undone',
      at: NOW,
      actorId: anId('ana'),
      claimId: anId('claim'),
      data: { learnerId: anId('learner'), version: 2, verdict: 'endorse', state: 'given', reached: true },
    })
    expect(undone.data).not.toHaveProperty('restoredVersion')
    const restored = anEndorsement('ana', { version: 3, verdict: 'not-yet' })
    expect(toUndoneEvent(aClaim(), { from, restored, at: NOW }, anId('event')).data).toMatchObject({
      restoredVersion: 3,
      restoredVerdict: 'not-yet',
      restoredState: 'given',
    })
  })
})

describe('toTexts', () => {
  it('keeps the words that were sent, and no others', () => {
    expect(toTexts({ verdict: 'not-yet', fix: 'Beat harder.', comment: 'Nearly.' })).toEqual({
      fix: 'Beat harder.',
      comment: 'Nearly.',
    })
    expect(toTexts({ verdict: 'decline', reason: 'Away.' })).toEqual({ reason: 'Away.' })
    expect(toTexts({ verdict: 'endorse' })).toEqual({})
  })
})

describe('heldOf', () => {
  it('keeps, of what a member holds, only what the rule asks about', () => {
    const rule = aRule({
      eligibility: [
        { kind: 'any-member' },
        { kind: 'holds', achievement: anId('licence') },
        { kind: 'holds', achievement: anId('basics') },
      ],
    })
    expect(heldOf({ holdings: [anId('licence'), anId('private')] }, rule)).toEqual([anId('licence')])
  })
})
