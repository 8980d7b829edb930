import type { Eligibility } from '../../../schemas/policy.ts'
import type { Member } from '../community/member.ts'
import type { Id } from '../shared/ids.ts'

/** A pool of a community: everybody, or those who have one thing in common. */
export type Pool =
  | 'all'
  | `language:${string}`
  | `role:${string}`
  | `challenge:${string}`
  | `licence:${string}`
  | `badge:${string}`

/** Those who state no languages are taken to read all. */
const ANY_LANGUAGE: Pool = 'language:*'

/** Somebody stands in the pools of so many of their languages, best first. */
const POOLED_LANGUAGES = 5

/** A language without script and region: whoever reads `hi-IN` reads `hi`. */
export const baseLanguage = (tag: string): string => tag.split('-')[0] ?? tag

/** The pools that follow from what a member states. Those of challenges and badges follow from what they did. */
export function poolsOfMember({ languages, role }: Pick<Member, 'languages' | 'role'>): readonly Pool[] {
  const read = [...new Set(languages.map(baseLanguage))].slice(0, POOLED_LANGUAGES)
  return [
    'all',
    ...(read.length === 0 ? [ANY_LANGUAGE] : read.map((language): Pool => `language:${language}`)),
    ...(role === 'member' ? [] : [`role:${role}` as const]),
  ]
}

/** What a request is drawn for. */
export interface PoolSearch {
  readonly ways: readonly Eligibility[]
  readonly languages: readonly string[]
  readonly challengeId: Id | undefined
  /** Challenges next to it; only once the request was widened. */
  readonly neighbours: readonly Id[]
}

/**
 * Where to look for people who may be eligible: in the narrow pools that a way to be eligible names, and among those who
 * read the language. Whoever is found is held against the rule all the same.
 */
export function poolsToSearch({ ways, languages, challengeId, neighbours }: PoolSearch): readonly Pool[] {
  const challenges = [...(challengeId === undefined ? [] : [challengeId]), ...neighbours]
  const pools = new Set<Pool>(challenges.map((id): Pool => `challenge:${id}`))
  for (const way of ways) {
    switch (way.kind) {
      case 'any-member':
      case 'member-for':
        for (const pool of readers(languages)) pools.add(pool)
        break
      case 'role':
        for (const role of way.roles)
          for (const pool of role === 'member' ? readers(languages) : [`role:${role}` as const]) pools.add(pool)
        break
      case 'holds':
        pools.add(`badge:${way.achievement}`)
        break
      case 'licence':
        for (const pool of licensedPools(challengeId)) pools.add(pool)
        break
      case 'same-challenge':
      case 'challenge-badge':
        break
    }
  }
  return [...pools]
}

/** Where whoever holds an assessor licence for a challenge is found. */
export const licensedPools = (challengeId: Id | undefined): readonly Pool[] =>
  challengeId === undefined ? [] : [`licence:${challengeId}`]

const readers = (languages: readonly string[]): readonly Pool[] =>
  languages.length === 0
    ? ['all']
    : [...new Set(languages.map(baseLanguage))].map((language): Pool => `language:${language}`).concat(ANY_LANGUAGE)

/** Whether somebody judges work in one of the languages; those who state none are taken to read all. */
export const readsOneOf = (member: Pick<Member, 'languages'>, languages: readonly string[]): boolean =>
  languages.length === 0 ||
  member.languages.length === 0 ||
  languages.some((wanted) => member.languages.some((read) => baseLanguage(read) === baseLanguage(wanted)))
