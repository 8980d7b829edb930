import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { castVote, stepDown } from '../../../../functions/domain/dispute/cast-vote.ts'
import { decidePanel, seatPanel } from '../../../../functions/domain/dispute/decide-panel.ts'
import {
  maySettle,
  OBJECTION_TRANSITIONS,
  type Objection,
  settleObjection,
  sitting,
  type Vote,
} from '../../../../functions/domain/dispute/objection.ts'
import { newObjection } from '../../../../functions/domain/dispute/raise-objection.ts'
import { addDays } from '../../../../functions/domain/shared/instant.ts'
import { ObjectionStatusSchema } from '../../../../schemas/objection.ts'
import { aClaim, anId, digests, NOW } from '../../../support/builders.ts'

const raised = newObjection(
  aClaim({ status: 'met' }),
  { id: anId('objection'), kind: 'objection', memberId: anId('objector'), randomness: 'r', now: NOW },
  digests,
)
const LOTS = { members: 10, candidates: [] }
const THREE = ['a', 'b', 'c'].map(anId)
const seated = seatPanel(raised, THREE, LOTS, NOW)
const over = addDays(NOW, 7)

const votesOf = (...votes: readonly (readonly [string, Vote])[]) =>
  new Map(votes.map(([name, vote]) => [anId(name), vote]))

function withVotes(objection: Objection, votes: ReadonlyMap<string, Vote>): Objection {
  return [...votes.keys()].reduce((voted, member) => {
    const cast = castVote(voted, member, NOW)
    return cast.ok ? cast.value : voted
  }, objection)
}

describe('decidePanel', () => {
  it('asks for a panel first', () => {
    expect(decidePanel(raised, new Map(), 3, NOW)).toEqual({ kind: 'draw', seats: 3 })
  })

  it('waits while neither side has more than half and there is time', () => {
    expect(decidePanel(seated, new Map(), 3, NOW)).toEqual({ kind: 'wait' })
    expect(decidePanel(seated, votesOf(['a', 'upheld'], ['b', 'dismissed']), 3, NOW)).toEqual({ kind: 'wait' })
  })

  it.each(['upheld', 'dismissed'] as const)('settles as soon as two of three say "%s"', (vote) => {
    expect(decidePanel(seated, votesOf(['a', vote], ['b', vote]), 3, NOW)).toMatchObject({
      kind: 'settle',
      settlement: { status: vote, basis: 'votes', [vote]: 2 },
    })
  })

  it('draws once more for those who have not voted in time', () => {
    expect(decidePanel(seated, votesOf(['a', 'upheld']), 3, over)).toEqual({ kind: 'draw', seats: 2 })
    const again = seatPanel(withVotes(seated, votesOf(['a', 'upheld'])), [anId('d'), anId('e')], LOTS, over)
    expect(sitting(again).map(({ memberId }) => memberId)).toEqual(['a', 'd', 'e'].map(anId))
    expect(decidePanel(again, votesOf(['a', 'upheld']), 3, over)).toEqual({ kind: 'wait' })
    expect(decidePanel(again, votesOf(['a', 'upheld']), 3, addDays(over, 7))).toMatchObject({
      settlement: { status: 'upheld', basis: 'votes', upheld: 1 },
    })
  })

  it('gives those who were drawn the same time again when there is nobody else', () => {
    const again = seatPanel(seated, [], LOTS, over)
    expect(sitting(again)).toHaveLength(3)
    expect(again.decideBy).toBe(addDays(over, 7))
  })

  it('dismisses when nobody voted, when there was nobody to vote, and when both sides have as many votes', () => {
    const silent = seatPanel(seated, [], LOTS, over)
    expect(decidePanel(silent, new Map(), 3, addDays(over, 7))).toMatchObject({
      settlement: { status: 'dismissed', basis: 'no-votes' },
    })
    expect(decidePanel(seatPanel(raised, [], LOTS, NOW), new Map(), 3, NOW)).toMatchObject({
      settlement: { status: 'dismissed', basis: 'no-panel' },
    })
    const two = seatPanel(raised, THREE.slice(0, 2), LOTS, NOW)
    expect(decidePanel(two, votesOf(['a', 'upheld'], ['b', 'dismissed']), 3, NOW)).toMatchObject({
      settlement: { status: 'dismissed', basis: 'votes', upheld: 1, dismissed: 1 },
    })
  })

  it('does not count the vote of someone without a place', () => {
    expect(decidePanel(seated, votesOf(['x', 'upheld'], ['y', 'upheld']), 3, NOW)).toEqual({ kind: 'wait' })
  })

  it('upholds only with more votes for it than against it, however the votes fall', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('upheld' as const, 'dismissed' as const, undefined), { maxLength: 3 }),
        (cast) => {
          const votes = new Map(cast.flatMap((vote, index) => (vote ? [[THREE[index] ?? '', vote] as const] : [])))
          const step = decidePanel(seatPanel(seated, [], LOTS, over), votes, 3, addDays(over, 7))
          const count = (vote: Vote) => [...votes.values()].filter((one) => one === vote).length
          expect(step.kind === 'settle' && step.settlement.status).toBe(
            count('upheld') > count('dismissed') ? 'upheld' : 'dismissed',
          )
        },
      ),
    )
  })
})

describe('stepDown', () => {
  const without = (objection: Objection, ...names: readonly string[]) =>
    names.reduce((left, name) => {
      const gone = stepDown(left, anId(name), NOW)
      return gone.ok ? gone.value : left
    }, objection)

  it('has someone else drawn at once, who has as much time as the others', () => {
    const left = without(seated, 'b')
    expect(decidePanel(left, new Map(), 3, NOW)).toEqual({ kind: 'draw', seats: 1 })
    const again = seatPanel(left, [anId('d')], LOTS, addDays(NOW, 1))
    expect(sitting(again).map(({ memberId }) => memberId)).toEqual(['a', 'c', 'd'].map(anId))
    expect(again.decideBy).toBe(seated.decideBy)
    expect(decidePanel(again, new Map(), 3, addDays(NOW, 1))).toEqual({ kind: 'wait' })
    // The one more draw for those who do not vote is still to come.
    expect(decidePanel(again, votesOf(['a', 'upheld']), 3, over)).toEqual({ kind: 'draw', seats: 2 })
  })

  it('takes no place from those who have not voted yet, and is over when nobody else is there', () => {
    const again = seatPanel(without(seated, 'a', 'b'), [], LOTS, NOW)
    expect(sitting(again).map(({ memberId }) => memberId)).toEqual([anId('c')])
    expect(decidePanel(again, votesOf(['c', 'upheld']), 3, NOW)).toMatchObject({
      settlement: { status: 'upheld', basis: 'votes', upheld: 1 },
    })
    const nobody = seatPanel(without(seated, 'a', 'b', 'c'), [], LOTS, NOW)
    expect(decidePanel(nobody, new Map(), 3, NOW)).toMatchObject({ settlement: { basis: 'no-panel' } })
  })

  it('leads to no more than three further draws, however many decline', () => {
    let panel = seated
    for (const [who, next] of ['ad', 'de', 'ef'].map((pair) => [...pair]))
      panel = seatPanel(without(panel, who ?? ''), [anId(next ?? '')], LOTS, NOW)
    expect(panel.draws).toHaveLength(4)
    expect(decidePanel(without(panel, 'f'), new Map(), 3, NOW)).toEqual({ kind: 'wait' })
    expect(sitting(without(panel, 'f'))).toHaveLength(2)
  })

  it('is refused to who was never drawn, has voted, or declined before, and ends the place for good', () => {
    expect(stepDown(seated, anId('x'), NOW)).toMatchObject({ error: { code: 'not_on_panel' } })
    expect(stepDown(withVotes(seated, votesOf(['a', 'upheld'])), anId('a'), NOW)).toMatchObject({
      error: { code: 'already_voted' },
    })
    const left = without(seated, 'a')
    expect(stepDown(left, anId('a'), NOW)).toMatchObject({ error: { code: 'not_on_panel' } })
    expect(castVote(left, anId('a'), NOW)).toMatchObject({ error: { code: 'not_on_panel' } })
  })
})

describe('castVote', () => {
  it('takes one vote of each who sits on the panel', () => {
    const voted = castVote(seated, anId('a'), NOW)
    expect(voted.ok && castVote(voted.value, anId('a'), NOW)).toMatchObject({ error: { code: 'already_voted' } })
  })

  it('refuses who was never drawn, who was replaced, and everyone once it is settled or its time is over', () => {
    expect(castVote(seated, anId('x'), NOW)).toMatchObject({ error: { code: 'not_on_panel' } })
    const again = seatPanel(seated, [anId('d')], LOTS, over)
    expect(castVote(again, anId('a'), over)).toMatchObject({ error: { code: 'not_on_panel' } })
    expect(castVote(again, anId('d'), addDays(over, 7))).toMatchObject({ error: { code: 'objection_settled' } })
    const settlement = { status: 'upheld', basis: 'votes', upheld: 2, dismissed: 0, at: NOW } as const
    expect(castVote(settleObjection(seated, settlement), anId('a'), NOW)).toMatchObject({
      error: { code: 'objection_settled' },
    })
  })
})

describe('the states of an objection', () => {
  const STATUSES = ObjectionStatusSchema.options
  const SIDES = ['panel', 'clock', 'learner'] as const
  const BASES = { panel: 'votes', clock: 'no-votes', learner: 'withdrawn' } as const

  it('change as the table says, for every pair and every side, and in no other way', () => {
    const allowed = STATUSES.flatMap((from) =>
      STATUSES.flatMap((to) => SIDES.flatMap((by) => (maySettle(from, to, by) ? [{ from, to, by }] : []))),
    )
    expect(allowed).toHaveLength(OBJECTION_TRANSITIONS.length)
    expect(allowed).toEqual(expect.arrayContaining([...OBJECTION_TRANSITIONS]))
    for (const from of STATUSES)
      for (const to of ['upheld', 'dismissed'] as const)
        for (const by of SIDES) {
          const settlement = { status: to, basis: BASES[by], upheld: 0, dismissed: 0, at: NOW }
          const make = () => settleObjection({ ...seated, status: from }, settlement)
          if (maySettle(from, to, by)) expect(make()).toMatchObject({ status: to, version: seated.version + 1 })
          else expect(make).toThrow(TypeError)
        }
  })
})
