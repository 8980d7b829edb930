import { describe, expect, it } from 'vitest'
import type { AssignmentState } from '../../../../functions/domain/reviewing/assignment-transitions.ts'
import { followJudgement, followUndoing } from '../../../../functions/domain/reviewing/follow-judgement.ts'
import type { ReviewAssignment } from '../../../../functions/domain/reviewing/review-request.ts'
import { addDays, addMilliseconds } from '../../../../functions/domain/shared/instant.ts'
import { anEndorsement, anId, NOW } from '../../../support/builders.ts'

const HOUR_MS = 3_600_000
const later = (hours: number) => addMilliseconds(NOW, hours * HOUR_MS)

/** Offered at NOW; what ended it was given an hour later. */
const anAssignment = (state: AssignmentState, changes: Partial<ReviewAssignment> = {}): ReviewAssignment => ({
  claimId: anId('claim'),
  community: 'weavers',
  reviewerId: anId('peer'),
  requestId: anId('request'),
  requestNumber: 1,
  drawn: true,
  reasons: [],
  state,
  offeredAt: NOW,
  ...(['offered', 'taken'].includes(state) ? {} : { endedAt: later(1) }),
  version: 3,
  ...changes,
})
const given = anEndorsement('peer', { givenAt: later(1), changedAt: later(1) })
const declining = { ...given, verdict: 'decline' } as const
const withdrawn = { ...given, state: 'withdrawn', version: 2, changedAt: later(2) } as const
const stateOf = (change: { readonly to: ReviewAssignment } | undefined) => change?.to.state

describe('what somebody was asked', () => {
  it('is answered by a judgement, declined by declining to judge, and answers nothing once that is withdrawn', () => {
    for (const state of ['offered', 'taken', 'lapsed', 'retracted'] as const)
      expect(stateOf(followJudgement(anAssignment(state), given))).toBe('answered')
    expect(stateOf(followJudgement(anAssignment('offered'), declining))).toBe('declined')
    expect(stateOf(followJudgement(anAssignment('answered'), withdrawn))).toBe('retracted')
    expect(stateOf(followJudgement(anAssignment('answered'), { ...declining, version: 2 }))).toBe('declined')
  })

  it('stays with those who declined, and with a judgement of earlier evidence, whatever they do afterwards', () => {
    expect(followJudgement(anAssignment('declined'), { ...given, changedAt: later(3) })).toBeUndefined()
    const ofNewEvidence = { ...given, givenAt: later(9), changedAt: later(9), evidenceVersion: 2 }
    for (const next of [ofNewEvidence, { ...ofNewEvidence, state: 'withdrawn' } as const])
      expect(followJudgement(anAssignment('answered'), next)).toBeUndefined()
    expect(followUndoing(anAssignment('answered'), ofNewEvidence, undefined, later(9))).toBeUndefined()
  })

  it('is answered for good once a withdrawal comes two weeks after the offer', () => {
    const late = { ...withdrawn, changedAt: addDays(NOW, 14) }
    expect(followJudgement(anAssignment('answered'), late)).toBeUndefined()
    expect(stateOf(followJudgement(anAssignment('answered'), { ...late, changedAt: later(335) }))).toBe('retracted')
  })
})

describe('what somebody was asked and undid', () => {
  it('waits for them again as it did, since when it did', () => {
    const offered = followUndoing(anAssignment('answered'), given, undefined, later(1))
    expect(offered?.to).toEqual({ ...anAssignment('offered'), version: 4 })
    const taken = followUndoing(anAssignment('answered', { takenAt: NOW }), given, undefined, later(1))
    expect(taken?.to).toEqual({ ...anAssignment('taken', { takenAt: NOW }), version: 4 })
    expect(stateOf(followUndoing(anAssignment('declined'), declining, undefined, later(1)))).toBe('offered')
  })

  it('is taken back for good once their time is over', () => {
    const undone = { ...given, givenAt: later(71), changedAt: later(71) }
    const answered = anAssignment('answered', { endedAt: later(71) })
    expect(stateOf(followUndoing(answered, undone, undefined, later(72)))).toBe('retracted')
    const lease = { ...answered, takenAt: later(70) }
    expect(stateOf(followUndoing(lease, undone, undefined, later(78)))).toBe('retracted')
    expect(stateOf(followUndoing(lease, undone, undefined, addMilliseconds(later(78), -1)))).toBe('taken')
  })

  it('is as it was under the judgement that stands again', () => {
    expect(stateOf(followUndoing(anAssignment('retracted'), withdrawn, given, later(2)))).toBe('answered')
    expect(stateOf(followUndoing(anAssignment('declined'), declining, given, later(2)))).toBe('answered')
    const revised = { ...given, version: 2, changedAt: later(2) }
    expect(followUndoing(anAssignment('answered'), revised, given, later(2))).toBeUndefined()
  })

  it('is not touched when it was declined, expired or let go otherwise', () => {
    for (const state of ['declined', 'expired', 'withdrawn', 'lapsed'] as const)
      expect(followUndoing(anAssignment(state), given, undefined, later(1))).toBeUndefined()
  })
})
