import { describe, expect, it } from 'vitest'
import { heldOf } from '../../../functions/endorsements/give-endorsement.ts'
import { toEndorsementEvent, toTexts } from '../../../functions/endorsements/to-endorsement-event.ts'
import { aClaim, anEndorsement, anId, aRule } from '../../support/builders.ts'

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
