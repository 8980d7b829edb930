import { describe, expect, it } from 'vitest'
import {
  changeChallenge,
  createChallenge,
  findNeighbourErrors,
} from '../../../../functions/domain/challenge/challenge.ts'
import { addDays } from '../../../../functions/domain/shared/instant.ts'
import { aChallenge, anId, NOW } from '../../../support/builders.ts'

const LATER = addDays(NOW, 1)
const [a = '', b = ''] = [anId('a'), anId('b')].toSorted()

describe('createChallenge', () => {
  it('keeps each neighbour once, sorted', () => {
    const created = createChallenge(anId('x'), 'weavers', { name: 'Twill', neighbours: [b, a, b] }, NOW)
    expect(created).toEqual({
      id: anId('x'),
      community: 'weavers',
      name: 'Twill',
      neighbours: [a, b],
      createdAt: NOW,
      changedAt: NOW,
      version: 1,
    })
  })

  it('stands alone when no neighbour is named', () => {
    expect(createChallenge(anId('x'), 'weavers', { name: 'Twill' }, NOW).neighbours).toEqual([])
  })
})

describe('changeChallenge', () => {
  const before = aChallenge({ description: 'Diagonal ribs.', language: 'en', neighbours: [a] })

  it.each([
    ['leaves what is not named as it was', {}, {}],
    ['renames', { name: 'Satin' }, { name: 'Satin' }],
    ['rewords', { description: 'Other.', language: 'hi' }, { description: 'Other.', language: 'hi' }],
    ['takes all neighbours away', { neighbours: [] }, { neighbours: [] }],
    ['names neighbours anew', { neighbours: [b, a, b] }, { neighbours: [a, b] }],
  ])('%s, and counts on', (_, request, changes) => {
    expect(changeChallenge(before, request, LATER)).toEqual({ ...before, ...changes, changedAt: LATER, version: 2 })
  })

  it('takes a text away for null', () => {
    const { description: _, language: __, ...bare } = before
    const changed = changeChallenge(before, { description: null, language: null }, LATER)
    expect(changed).toStrictEqual({ ...bare, changedAt: LATER, version: 2 })
  })
})

describe('findNeighbourErrors', () => {
  it('finds nothing wrong with none, and with challenges of the community', () => {
    expect(findNeighbourErrors(undefined, new Set())).toEqual([])
    expect(findNeighbourErrors([a, b], new Set([a, b]))).toEqual([])
  })

  it('points at strangers, and at a challenge that names itself though it is known', () => {
    expect(findNeighbourErrors([a, b], new Set([b]), b)).toEqual([
      { pointer: '/neighbours/0', detail: 'is no challenge of this community' },
      { pointer: '/neighbours/1', detail: 'a challenge is no neighbour of itself' },
    ])
  })
})
