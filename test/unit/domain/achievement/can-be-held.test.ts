import { describe, expect, it } from 'vitest'
import { findNeverHeld, onlyHoldersOf } from '../../../../functions/domain/achievement/can-be-held.ts'
import type { Eligibility } from '../../../../schemas/policy.ts'
import { anId } from '../../../support/builders.ts'

const holds = (name: string): Eligibility => ({ kind: 'holds', achievement: anId(name) })
const anyMember: Eligibility = { kind: 'any-member' }
const neverHeld = (ways: Readonly<Record<string, readonly Eligibility[]>>) =>
  findNeverHeld(new Map(Object.entries(ways).map(([name, list]) => [anId(name), list])))

describe('findNeverHeld', () => {
  it('finds those that wait for one another, and those that wait for them', () => {
    expect(neverHeld({ a: [holds('b')], b: [holds('a')], c: [holds('a')], own: [holds('own')] })).toEqual(
      new Set(['a', 'b', 'c', 'own'].map(anId)),
    )
  })

  it('finds none where one way is open to others, however long the chain from there', () => {
    expect(neverHeld({ a: [holds('b')], b: [holds('c')], c: [holds('a'), anyMember] })).toEqual(new Set())
  })

  it('takes an achievement that is not among these for one that somebody may hold', () => {
    expect(neverHeld({ a: [holds('elsewhere')] })).toEqual(new Set())
  })
})

describe('onlyHoldersOf', () => {
  it('names the achievements when there is no other way, and none when there is', () => {
    expect(onlyHoldersOf([holds('a'), holds('b')])).toEqual([anId('a'), anId('b')])
    expect(onlyHoldersOf([holds('a'), anyMember])).toEqual([])
    expect(onlyHoldersOf([])).toEqual([])
  })
})
