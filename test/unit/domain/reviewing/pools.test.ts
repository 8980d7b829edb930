import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  baseLanguage,
  type PoolSearch,
  poolsOfMember,
  poolsToSearch,
  readsOneOf,
} from '../../../../functions/domain/reviewing/pools.ts'
import { anId } from '../../../support/builders.ts'

const aSearch = (changes: Partial<PoolSearch> = {}): PoolSearch => ({
  ways: [{ kind: 'any-member' }],
  languages: [],
  challengeId: undefined,
  neighbours: [],
  ...changes,
})
const TAGS = ['en', 'en-GB', 'hi', 'hi-Deva-IN', 'ta', 'bn-IN']

describe('poolsOfMember', () => {
  it('are everybody, each language read without script and region, and the role of whoever leads', () => {
    expect(poolsOfMember({ languages: ['hi-Deva-IN', 'hi', 'en-GB'], role: 'facilitator' })).toEqual([
      'all',
      'language:hi',
      'language:en',
      'role:facilitator',
    ])
    expect(poolsOfMember({ languages: ['en'], role: 'member' })).toEqual(['all', 'language:en'])
  })

  it('holds whoever states no languages to read all', () => {
    expect(poolsOfMember({ languages: [], role: 'owner' })).toEqual(['all', 'language:*', 'role:owner'])
  })

  it('are those of the five best languages, of which one named with several regions is one', () => {
    const languages = ['en', 'en-GB', 'en-IN', 'hi', 'ta', 'bn', 'mr', 'gu']
    expect(poolsOfMember({ languages, role: 'member' })).toEqual([
      'all',
      ...['en', 'hi', 'ta', 'bn', 'mr'].map((language) => `language:${language}`),
    ])
  })
})

describe('poolsToSearch', () => {
  it.each<[string, Partial<PoolSearch>, readonly string[]]>([
    ['anybody may judge, in whatever language', {}, ['all']],
    ['readers of Hindi may', { languages: ['hi-IN', 'hi'] }, ['language:hi', 'language:*']],
    ['members of some standing may', { ways: [{ kind: 'member-for', days: 30 }] }, ['all']],
    [
      'only those who lead may, whatever they read',
      { ways: [{ kind: 'role', roles: ['owner', 'facilitator'] }], languages: ['hi'] },
      ['role:owner', 'role:facilitator'],
    ],
    [
      'members may by their role, who have no pool of their own',
      { ways: [{ kind: 'role', roles: ['member', 'owner'] }], languages: ['hi'] },
      ['language:hi', 'language:*', 'role:owner'],
    ],
    [
      'holders of a badge may',
      { ways: [{ kind: 'holds', achievement: anId('basics') }], languages: ['hi'] },
      [`badge:${anId('basics')}`],
    ],
    [
      'holders of a licence may',
      { ways: [{ kind: 'licence' }], challengeId: anId('twill') },
      [`challenge:${anId('twill')}`, `licence:${anId('twill')}`],
    ],
    ['holders of a licence may, and there is no challenge', { ways: [{ kind: 'licence' }] }, []],
    [
      'those of the challenge and of its neighbours may',
      { ways: [{ kind: 'same-challenge' }], challengeId: anId('twill'), neighbours: [anId('satin')] },
      [`challenge:${anId('twill')}`, `challenge:${anId('satin')}`],
    ],
    [
      'those with a badge of the challenge may',
      { ways: [{ kind: 'challenge-badge' }], challengeId: anId('twill') },
      [`challenge:${anId('twill')}`],
    ],
  ])('looks, where %s, only there', (_, changes, pools) => {
    expect(poolsToSearch(aSearch(changes))).toEqual(pools)
  })

  it('looks into a pool once, however many ways lead there, and first among those of the challenge', () => {
    const ways: PoolSearch['ways'] = [
      { kind: 'any-member' },
      { kind: 'member-for', days: 3 },
      { kind: 'role', roles: ['member'] },
    ]
    const search = aSearch({ ways, challengeId: anId('twill') })
    expect(poolsToSearch(search)).toEqual([`challenge:${anId('twill')}`, 'all'])
  })

  it('finds whoever reads one of the languages, and nobody else, where anybody may judge', () => {
    const tags = fc.subarray(TAGS)
    fc.assert(
      fc.property(tags, tags, (wanted, read) => {
        const searched = poolsToSearch(aSearch({ languages: wanted }))
        const found = poolsOfMember({ languages: read, role: 'member' }).some((pool) => searched.includes(pool))
        expect(found).toBe(readsOneOf({ languages: read }, wanted))
      }),
    )
  })
})

describe('readsOneOf', () => {
  it.each<[readonly string[], readonly string[], boolean]>([
    [['hi'], ['hi-IN'], true],
    [['hi-IN'], ['ta', 'hi'], true],
    [['en'], ['hi'], false],
    [[], ['hi'], true],
    [['en'], [], true],
  ])('says of one who reads %j and work in %j: %s', (languages, wanted, expected) => {
    expect(readsOneOf({ languages }, wanted)).toBe(expected)
  })

  it('takes a tag without its script and region', () => {
    expect(['hi', 'hi-IN', 'hi-Deva-IN'].map(baseLanguage)).toEqual(['hi', 'hi', 'hi'])
  })
})
