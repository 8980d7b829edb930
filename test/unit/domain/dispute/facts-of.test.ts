import { describe, expect, it } from 'vitest'
import { factsOf } from '../../../../functions/domain/dispute/facts-of.ts'
import { aMember, anId, aRule } from '../../../support/builders.ts'

const weaving = anId('weaving')
const dyeing = anId('dyeing')
const rule = aRule({
  eligibility: [
    { kind: 'role', roles: ['owner'] },
    { kind: 'holds', achievement: weaving },
    { kind: 'holds', achievement: dyeing },
  ],
})

describe('factsOf', () => {
  it('takes who they are from the member as they are now, beside what is known of them otherwise', () => {
    const member = aMember('panelist', { role: 'facilitator', circles: ['loom'], joinedAt: '2025-09-01T00:00:00.000Z' })
    expect(factsOf(member, [], { licensed: true, person: anId('first') }, rule)).toEqual({
      role: 'facilitator',
      memberSince: '2025-09-01T00:00:00.000Z',
      circles: ['loom'],
      holds: [],
      licensed: true,
      person: anId('first'),
    })
  })

  it('holds, of the badges of a member, only those that the rule asks about', () => {
    expect(factsOf(aMember(), [anId('knitting'), dyeing], {}, rule).holds).toEqual([dyeing])
    expect(factsOf(aMember(), [weaving, dyeing], {}, aRule()).holds).toEqual([])
  })
})
