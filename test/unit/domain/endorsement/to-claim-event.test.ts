import { describe, expect, it } from 'vitest'
import { meetRule, withdrawClaim } from '../../../../functions/domain/endorsement/claim-transitions.ts'
import { toClaimEvent, toOpenedEvent } from '../../../../functions/domain/endorsement/to-claim-event.ts'
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

describe('toOpenedEvent', () => {
  it('tells what is claimed and the digest of the evidence, and nothing that the learner wrote', () => {
    const claim = aClaim({ language: 'hi' })
    expect(toOpenedEvent(claim, anId('event'), anId('learner'))).toEqual({
      id: anId('event'),
      type: 'claim.opened',
      at: claim.openedAt,
      community: 'weavers',
      claimId: claim.id,
      actorId: anId('learner'),
      data: {
        achievementId: claim.achievementId,
        achievementVersion: 1,
        credentialId: claim.credentialId,
        evidenceVersion: 1,
        evidenceDigest: claim.evidenceDigest,
      },
    })
  })

  it('says of a badge that the service gives by itself what for, and names nobody who acted', () => {
    const event = toOpenedEvent(aClaim({ attained: 'calibration' }), anId('event'))
    expect(event.data).toMatchObject({ attained: 'calibration' })
    expect(event).not.toHaveProperty('actorId')
  })
})
