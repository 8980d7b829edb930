import { describe, expect, it } from 'vitest'
import type { ReviewAssignment, ReviewRequest } from '../../../../functions/domain/reviewing/review-request.ts'
import { toAssignmentEvent, toRequestEvent } from '../../../../functions/domain/reviewing/to-review-event.ts'
import { anId, NOW } from '../../../support/builders.ts'

const SEED = { id: anId('event'), at: NOW }
const request: ReviewRequest = {
  id: anId('request'),
  claimId: anId('claim'),
  community: 'weavers',
  number: 1,
  source: 'learner',
  wanted: 2,
  named: [anId('named')],
  languages: ['hi'],
  asked: [],
  state: 'open',
  widened: [],
  askedAt: NOW,
  paid: 2,
  version: 1,
}
const declined: ReviewAssignment = {
  claimId: anId('claim'),
  community: 'weavers',
  reviewerId: anId('peer'),
  requestId: anId('request'),
  requestNumber: 1,
  drawn: true,
  reasons: [{ kind: 'skills', skills: ['dyeing'] }],
  state: 'declined',
  declineReason: 'We quarrelled',
  offeredAt: NOW,
  version: 2,
}

describe('toRequestEvent', () => {
  it('records a step of a request by the clock, with nobody who acted', () => {
    expect(toRequestEvent('review.widened', request, SEED)).toEqual({
      ...SEED,
      type: 'review.widened',
      community: 'weavers',
      claimId: anId('claim'),
      data: { requestId: anId('request') },
    })
  })

  it('names who asked, and what else is to be known of the step', () => {
    expect(toRequestEvent('review.asked', request, { ...SEED, actorId: anId('learner') }, { wanted: 2 })).toMatchObject(
      {
        actorId: anId('learner'),
        data: { requestId: anId('request'), wanted: 2 },
      },
    )
  })
})

describe('toAssignmentEvent', () => {
  it('tells who was asked and whether they were drawn, and never why, nor why they declined', () => {
    expect(toAssignmentEvent('review.declined', declined, { ...SEED, actorId: anId('peer') })).toEqual({
      ...SEED,
      type: 'review.declined',
      community: 'weavers',
      claimId: anId('claim'),
      actorId: anId('peer'),
      data: { requestId: anId('request'), reviewerId: anId('peer'), drawn: true },
    })
  })

  it('names nobody who acted where the clock did', () => {
    expect(toAssignmentEvent('review.lapsed', { ...declined, state: 'lapsed' }, SEED)).not.toHaveProperty('actorId')
  })
})
