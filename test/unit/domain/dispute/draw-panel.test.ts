import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  disputePseudonym,
  inOrderOfLots,
  judgeCandidate,
  lotOf,
} from '../../../../functions/domain/dispute/draw-panel.ts'
import { newObjection } from '../../../../functions/domain/dispute/raise-objection.ts'
import { pseudonymOf } from '../../../../functions/domain/endorsement/pseudonym.ts'
import { aClaim, aMember, anId, aRule, digests, NOW, someFacts } from '../../../support/builders.ts'

const claim = aClaim({ learnerId: anId('learner'), collaborators: [anId('collaborator')] })
const involved = {
  claim,
  endorsers: new Set([anId('endorser')]),
  objectors: new Set([anId('objector')]),
  earlierPanel: new Set([anId('earlier')]),
  persons: new Set([anId('learner'), anId('objector')]),
  raisedAt: NOW,
}
const judge = (name: string, { person = undefined as string | undefined, isMutual = false, rule = aRule() } = {}) =>
  judgeCandidate(
    { member: aMember(name, person === undefined ? {} : { person }), facts: someFacts(), isMutual },
    involved,
    rule,
    NOW,
  )

describe('the lots', () => {
  it('are drawn the same by anyone who knows the seed and the pseudonyms', () => {
    const ids = Array.from({ length: 40 }, (_, index) => anId(index))
    const drawn = inOrderOfLots('seed', claim, ids, digests)
    const again = ids
      .map((id) => disputePseudonym(claim, id, digests))
      .sort((a, b) => (digests.sha256Hex(`seed|${a}`) < digests.sha256Hex(`seed|${b}`) ? -1 : 1))
    expect(drawn.map(({ pseudonym }) => pseudonym)).toEqual(again)
  })

  it('do not depend on the order of the members, and every member has one', () => {
    const ids = Array.from({ length: 20 }, (_, index) => anId(index))
    fc.assert(
      fc.property(fc.shuffledSubarray(ids, { minLength: 20 }), (shuffled) => {
        expect(inOrderOfLots('seed', claim, shuffled, digests)).toEqual(inOrderOfLots('seed', claim, ids, digests))
      }),
      { numRuns: 20 },
    )
  })

  it('fall on everyone about as often', () => {
    const ids = Array.from({ length: 10 }, (_, index) => anId(index))
    const drawn = new Map<string, number>()
    for (let seed = 0; seed < 600; seed++)
      for (const { memberId } of inOrderOfLots(String(seed), claim, ids, digests).slice(0, 3))
        drawn.set(memberId, (drawn.get(memberId) ?? 0) + 1)
    expect(Math.min(...drawn.values())).toBeGreaterThan(130)
    expect(Math.max(...drawn.values())).toBeLessThan(230)
  })

  it('follow from randomness that is made with the objection, and differ for two objections', () => {
    const make = (id: string, randomness: string) =>
      newObjection(claim, { id: anId(id), kind: 'objection', memberId: anId('x'), randomness, now: NOW }, digests).seed
    expect(new Set([make('a', 'r'), make('b', 'r'), make('a', 's')]).size).toBe(3)
    expect(lotOf(make('a', 'r'), 'member-1', digests)).toMatch(/^[0-9a-f]{64}$/)
  })

  it('name members otherwise than award records do, so that nobody who objected is found among those who endorsed', () => {
    const inRecord = pseudonymOf(claim, anId('x'), digests)
    expect(disputePseudonym(claim, anId('x'), digests).slice(-20)).not.toBe(inRecord.slice(-20))
    expect(disputePseudonym({ salt: 'another' }, anId('x'), digests)).not.toBe(
      disputePseudonym(claim, anId('x'), digests),
    )
  })
})

describe('judgeCandidate', () => {
  it.each([
    ['learner', 'learner'],
    ['collaborator', 'collaborator'],
    ['endorser', 'endorser'],
    ['objector', 'objector'],
    ['earlier', 'earlier-panel'],
  ])('does not let the %s settle the dispute', (name, code) => {
    expect(judge(name)).toBe(code)
  })

  it('keeps out second accounts, whoever trades endorsements with the learner, and whom the rule does not let judge', () => {
    expect(judge('alias', { person: anId('learner') })).toBe('same-person')
    expect(judge('friend', { isMutual: true })).toBe('mutual-pair')
    expect(judge('stranger', { rule: aRule({ eligibility: [{ kind: 'role', roles: ['owner'] }] }) })).toBe(
      'not-eligible',
    )
  })

  it('draws anyone else', () => {
    expect(judge('stranger')).toBe('drawn')
  })
})
