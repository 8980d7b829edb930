import { describe, expect, it } from 'vitest'
import { meetRule, withdrawClaim } from '../../../../functions/domain/endorsement/claim-transitions.ts'
import { toClaimEvent } from '../../../../functions/domain/endorsement/to-claim-event.ts'
import { aClaim, anId, NOW } from '../../../support/builders.ts'

describe('toClaimEvent', () => {
  it('records what happened, when, and by the rule itself', () => {
    expect(toClaimEvent(meetRule(aClaim(), NOW, 3), anId('event'), NOW)).toEqual({
      id: anId('event'),
      type: 'claim.met',
      at: NOW,
      community: 'weavers',
      claimId: anId('claim'),
      data: { decidedAt: NOW, counted: 3, round: 1 },
    })
  })

  it('names who acted', () => {
    const change = withdrawClaim(aClaim(), anId('learner'))
    expect(change.ok && toClaimEvent(change.value, anId('event'), NOW)).toMatchObject({
      type: 'claim.withdrawn',
      actorId: anId('learner'),
    })
  })
})
