import { describe, expect, it } from 'vitest'
import { lacksAnOpinion, needsFurtherRequest } from '../../../../functions/domain/reviewing/further-opinion.ts'
import type { ReviewAssignment, ReviewRequest } from '../../../../functions/domain/reviewing/review-request.ts'
import type { Missing } from '../../../../schemas/decision.ts'
import { anId, NOW } from '../../../support/builders.ts'

const FURTHER: Missing = { clause: 'furtherOpinion', opinions: 1, criteria: ['craft'] }
const DRAWN: Missing = { clause: 'minDrawn', endorsers: 1 }
const ENDORSERS: Missing = { clause: 'minEndorsers', endorsers: 2 }
const lacking = { missing: [FURTHER] }

const aRequest = (changes: Partial<ReviewRequest> = {}): ReviewRequest => ({
  id: anId('request'),
  claimId: anId('claim'),
  community: 'weavers',
  number: 1,
  source: 'rule',
  wanted: 1,
  named: [],
  languages: [],
  asked: [],
  state: 'open',
  widened: [],
  askedAt: NOW,
  paid: 0,
  version: 1,
  ...changes,
})

const anAssignment = (state: ReviewAssignment['state'], drawn = true): ReviewAssignment => ({
  claimId: anId('claim'),
  community: 'weavers',
  reviewerId: anId('peer'),
  requestId: anId('request'),
  requestNumber: 1,
  drawn,
  reasons: [],
  state,
  offeredAt: NOW,
  version: 1,
})

describe('lacksAnOpinion', () => {
  it.each<[string, readonly Missing[], boolean]>([
    ['ratings are too far apart', [ENDORSERS, FURTHER], true],
    ['too few of those who count were drawn', [DRAWN], true],
    ['only endorsers are missing, whom the learner asks', [ENDORSERS], false],
    ['the learner is to revise', [{ clause: 'disagreement', notYet: 2, criteria: [] }], false],
    ['nothing is missing', [], false],
  ])('looks whether the queue can help where %s', (_, missing, expected) => {
    expect(lacksAnOpinion({ missing })).toBe(expected)
  })
})

describe('needsFurtherRequest', () => {
  it('holds where an opinion is missing and nobody is asked for it', () => {
    expect(needsFurtherRequest(lacking, [], [])).toBe(true)
    expect(needsFurtherRequest({ missing: [ENDORSERS] }, [], [])).toBe(false)
  })

  it('does not while the rule has asked already, and does again once that request is over', () => {
    expect(needsFurtherRequest(lacking, [aRequest()], [])).toBe(false)
    expect(needsFurtherRequest(lacking, [aRequest({ state: 'closed', closedAs: 'answered' })], [])).toBe(true)
  })

  it('does while only the learner has asked and no drawn peer is waited for', () => {
    expect(needsFurtherRequest(lacking, [aRequest({ source: 'learner' })], [])).toBe(true)
  })

  it.each<[ReviewAssignment['state'], boolean, boolean]>([
    ['offered', true, false],
    ['taken', true, false],
    ['offered', false, true],
    ['answered', true, true],
    ['declined', true, true],
    ['lapsed', true, true],
    ['withdrawn', true, true],
  ])('with somebody whose part is %s (drawn: %s) answers %s', (state, drawn, expected) => {
    const request = aRequest({ source: 'learner' })
    expect(needsFurtherRequest(lacking, [request], [anAssignment(state, drawn)])).toBe(expected)
  })
})
