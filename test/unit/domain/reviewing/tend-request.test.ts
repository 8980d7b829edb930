import { describe, expect, it } from 'vitest'
import { asksLeftOf, payFor, refundOf } from '../../../../functions/domain/reviewing/ask-budget.ts'
import type { AssignmentState } from '../../../../functions/domain/reviewing/assignment-transitions.ts'
import type { ReviewAssignment, ReviewRequest } from '../../../../functions/domain/reviewing/review-request.ts'
import { nextLookAt, tendClosed, tendRequest } from '../../../../functions/domain/reviewing/tend-request.ts'
import { expectedWaitOf, waitClassOf } from '../../../../functions/domain/reviewing/waits.ts'
import { addDays, addMilliseconds } from '../../../../functions/domain/shared/instant.ts'
import type { ClaimStatus } from '../../../../schemas/claim.ts'
import { anId, NOW } from '../../../support/builders.ts'

const aRequest = (changes: Partial<ReviewRequest> = {}): ReviewRequest => ({
  id: anId('request'),
  claimId: anId('claim'),
  community: 'weavers',
  number: 1,
  source: 'learner',
  wanted: 3,
  named: [],
  languages: [],
  asked: [],
  state: 'open',
  widened: [],
  askedAt: NOW,
  paid: 3,
  version: 1,
  ...changes,
})

const someAsked = (...states: readonly AssignmentState[]): readonly ReviewAssignment[] =>
  states.map((state, n) => ({
    claimId: anId('claim'),
    community: 'weavers',
    reviewerId: anId(`peer ${n}`),
    requestId: anId('request'),
    requestNumber: 1,
    drawn: true,
    reasons: [],
    state,
    offeredAt: NOW,
    version: 1,
  }))

const WIDENED = ['languages', 'neighbours', 'load']

describe('tendRequest', () => {
  it('replaces whoever declined or let it lapse, and nobody who still has it or has answered', () => {
    const asked = someAsked('answered', 'offered', 'declined', 'lapsed')
    expect(tendRequest(aRequest(), asked, 'open', NOW)).toEqual({ kind: 'keep', widen: [], draw: 1 })
    expect(tendRequest(aRequest(), someAsked('taken', 'offered', 'offered'), 'open', NOW)).toMatchObject({ draw: 0 })
  })

  it('widens once, after three days to the millisecond', () => {
    const at = addDays(NOW, 3)
    expect(tendRequest(aRequest(), [], 'open', addMilliseconds(at, -1))).toMatchObject({ widen: [] })
    expect(tendRequest(aRequest(), [], 'open', at)).toMatchObject({ widen: WIDENED })
    const widened = aRequest({ widened: ['languages', 'neighbours', 'load'] })
    expect(tendRequest(widened, [], 'open', addDays(NOW, 9))).toMatchObject({ widen: [], draw: 3 })
  })

  it('ends with its last answer, after two weeks, or with its claim, whichever comes first', () => {
    const answered = someAsked('answered', 'answered', 'answered')
    expect(tendRequest(aRequest(), answered, 'open', NOW)).toEqual({ kind: 'close', as: 'answered' })
    const end = addDays(NOW, 14)
    expect(tendRequest(aRequest(), [], 'open', addMilliseconds(end, -1)).kind).toBe('keep')
    expect(tendRequest(aRequest(), [], 'open', end)).toEqual({ kind: 'close', as: 'expired' })
    for (const status of ['met', 'issued', 'refused', 'withdrawn', 'expired'] as const satisfies readonly ClaimStatus[])
      expect(tendRequest(aRequest(), answered, status, end)).toEqual({ kind: 'close', as: 'claim-ended' })
  })

  it('asks nobody while the claim is revised or contested, and goes on afterwards', () => {
    for (const status of ['revision', 'contested'] as const)
      expect(tendRequest(aRequest(), [], status, NOW)).toEqual({ kind: 'keep', widen: [], draw: 0 })
  })
})

describe('tendClosed', () => {
  const ended = (closedAs: ReviewRequest['closedAs'], changes: Partial<ReviewRequest> = {}) =>
    aRequest({ state: 'closed', closedAs, closedAt: NOW, ...changes })

  it('opens a request again that ended with answers which were taken back, while there is time', () => {
    const asked = someAsked('answered', 'answered', 'retracted')
    expect(tendClosed(ended('answered'), asked, 'open', NOW)).toEqual({ kind: 'reopen' })
    for (const [status, at] of [
      ['open', addDays(NOW, 14)],
      ['issued', NOW],
    ] as const)
      expect(tendClosed(ended('answered'), asked, status, at)).toEqual({ kind: 'settle', refund: 1 })
  })

  it('gives back what is not answered any more, lets go whoever waits, and then rests', () => {
    const paid = { paid: 2 }
    expect(tendClosed(ended('claim-ended', paid), someAsked('answered', 'retracted'), 'open', NOW)).toEqual({
      kind: 'settle',
      refund: 1,
    })
    expect(tendClosed(ended('expired', { paid: 0 }), someAsked('offered'), 'open', NOW)).toEqual({
      kind: 'settle',
      refund: 0,
    })
    for (const asked of [someAsked('answered', 'answered', 'answered'), someAsked('answered', 'answered', 'lapsed')])
      expect(tendClosed(ended('withdrawn', paid), asked, 'open', NOW)).toEqual({ kind: 'rest' })
  })
})

describe('nextLookAt', () => {
  it('is the widening, then the end; within the hour when too few were found', () => {
    expect(nextLookAt(aRequest(), false, NOW)).toBe(addDays(NOW, 3))
    expect(nextLookAt(aRequest({ widened: ['load'] }), false, NOW)).toBe(addDays(NOW, 14))
    expect(nextLookAt(aRequest(), true, NOW)).toBe(addMilliseconds(NOW, 3_600_000))
  })
})

describe('a budget', () => {
  const keptOf = (asksLeft: number, freeAskAt = addDays(NOW, -7)) => ({
    memberId: anId('learner'),
    open: [],
    asksLeft,
    freeAskAt,
  })

  it('starts with six, and is spent by the judgement', () => {
    expect(asksLeftOf(undefined)).toBe(6)
    expect(payFor(6, undefined, NOW)).toEqual({ kind: 'budget', asks: 6 })
    expect(payFor(7, undefined, NOW)).toBeUndefined()
  })

  it('with nothing left lets one through every seven days, and no more', () => {
    expect(payFor(1, keptOf(0), NOW)).toEqual({ kind: 'free' })
    expect(payFor(2, keptOf(0), NOW)).toBeUndefined()
    expect(payFor(1, keptOf(0, addDays(NOW, -6)), NOW)).toBeUndefined()
    expect(payFor(2, keptOf(1), NOW)).toBeUndefined()
  })

  it('shows nothing left while an ask is owed, and lets the free one through all the same', () => {
    expect(asksLeftOf(keptOf(-1))).toBe(0)
    expect(payFor(1, keptOf(-1), NOW)).toEqual({ kind: 'free' })
  })

  it('gets back what nobody answered, and never more than was paid', () => {
    expect([refundOf(3, 1), refundOf(3, 5), refundOf(0, 0)]).toEqual([2, 0, 0])
  })
})

describe('expectedWaitOf', () => {
  it('says nothing of fewer than five, and else the ends of the classes half and nine tenths fall into', () => {
    const counts = Array.from({ length: 12 }, () => 0)
    const waits = [0.5, 3, 3, 30]
    for (const hours of waits) counts[waitClassOf(NOW, addMilliseconds(NOW, hours * 3_600_000))] = 1
    expect(expectedWaitOf(counts)).toBeUndefined()
    counts[2] = 8
    expect(expectedWaitOf(counts)).toEqual({ p50Hours: 4, p90Hours: 4, requests: 10 })
    counts[11] = 5
    expect(expectedWaitOf(counts)).toEqual({ p50Hours: 4, p90Hours: 336, requests: 15 })
  })
})
