import { describe, expect, it } from 'vitest'
import {
  ASSIGNMENT_SIDES,
  ASSIGNMENT_STATES,
  ASSIGNMENT_TRANSITIONS,
  type AssignmentState,
  isDrawn,
  mayMoveAssignment,
  moveAssignment,
} from '../../../../functions/domain/reviewing/assignment-transitions.ts'
import type { ReviewAssignment } from '../../../../functions/domain/reviewing/review-request.ts'
import { anId, NOW } from '../../../support/builders.ts'

const anAssignment = (changes: Partial<ReviewAssignment> = {}): ReviewAssignment => ({
  claimId: anId('claim'),
  community: 'weavers',
  reviewerId: anId('peer'),
  requestId: anId('request'),
  requestNumber: 1,
  drawn: true,
  reasons: [],
  state: 'offered',
  offeredAt: NOW,
  version: 1,
  ...changes,
})

const EVERY = ASSIGNMENT_STATES.flatMap((from) =>
  ASSIGNMENT_STATES.flatMap((to) => ASSIGNMENT_SIDES.map((by) => ({ from, to, by }))),
)

describe('moveAssignment', () => {
  it.each(ASSIGNMENT_TRANSITIONS)('lets $by take it from $from to $to', ({ from, to, by }) => {
    const moved = moveAssignment(anAssignment({ state: from }), to, by, NOW)
    expect(moved).toMatchObject({ ok: true, value: { to: { state: to, version: 2 } } })
  })

  it('refuses every other pair of states and every other side', () => {
    const others = EVERY.filter(({ from, to, by }) => !mayMoveAssignment(from, to, by))
    expect(others).toHaveLength(EVERY.length - ASSIGNMENT_TRANSITIONS.length)
    for (const { from, to, by } of others)
      expect(moveAssignment(anAssignment({ state: from }), to, by, NOW)).toMatchObject({
        ok: false,
        error: { code: 'review_request_closed' },
      })
  })

  it('leaves no way out of what expired or was withdrawn, and to nobody but its reviewer out of what they said', () => {
    const waysOut = (from: AssignmentState) =>
      EVERY.filter((row) => row.from === from && mayMoveAssignment(from, row.to, row.by))
    for (const from of ['expired', 'withdrawn'] as const) expect(waysOut(from)).toEqual([])
    for (const from of ['answered', 'declined', 'retracted'] as const)
      for (const { by } of waysOut(from)) expect(['reviewer', 'undo']).toContain(by)
    expect(waysOut('declined').every(({ by }) => by === 'undo')).toBe(true)
  })
})

describe('isDrawn', () => {
  it('holds for whoever the queue drew, also when their time was over, and not for who declined or was named', () => {
    expect(isDrawn(anAssignment())).toBe(true)
    expect(isDrawn(anAssignment({ state: 'lapsed' }))).toBe(true)
    expect(isDrawn(anAssignment({ state: 'declined' }))).toBe(false)
    expect(isDrawn(anAssignment({ drawn: false }))).toBe(false)
    expect(isDrawn(undefined)).toBe(false)
  })
})
