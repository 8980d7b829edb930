import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  findImpossibleClauses,
  type PolicySurroundings,
} from '../../../../functions/domain/achievement/find-impossible-clauses.ts'
import { withDefaults } from '../../../../functions/domain/achievement/publish-achievement.ts'
import { decideThreshold } from '../../../../functions/domain/endorsement/decide-threshold.ts'
import type { Endorsement, EndorserFacts } from '../../../../functions/domain/endorsement/endorsement.ts'
import type { Assurance, Eligibility, PolicyInput } from '../../../../schemas/policy.ts'
import { aClaim, aDraft, anEndorsement, anId, NOW, someFacts } from '../../../support/builders.ts'

const own = anId('achievement')
const challenge = anId('challenge')

interface Place {
  readonly foundingPanel: number
  readonly challenge: boolean
  readonly calibrated: boolean
  readonly publishedBefore: boolean
}

const places: fc.Arbitrary<Place> = fc.record({
  foundingPanel: fc.constantFrom(0, 3),
  challenge: fc.boolean(),
  calibrated: fc.boolean(),
  publishedBefore: fc.boolean(),
})

const orAbsent = <T>(values: readonly [T, ...T[]]) => fc.constantFrom<T | undefined>(undefined, ...values)

const withoutAbsent = <T extends object>(some: T): { [K in keyof T]: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(some).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined> // only members without a value are left out
  }

const WAYS: readonly Eligibility[] = [
  { kind: 'any-member' },
  { kind: 'role', roles: ['owner'] },
  { kind: 'holds', achievement: own },
  { kind: 'holds', achievement: anId('basics') },
  { kind: 'member-for', days: 400 },
  { kind: 'same-challenge' },
  { kind: 'challenge-badge' },
  { kind: 'licence' },
]

/** What asks about the endorsers together, and stays below five. */
const together: fc.Arbitrary<PolicyInput> = fc
  .record({
    minEndorsers: fc.integer({ min: 1, max: 3 }),
    anchored: fc.integer({ min: 0, max: 4 }),
    minCircles: orAbsent([2, 3, 4]),
    minDrawn: orAbsent([1, 2, 3, 4]),
    minEffectiveEndorsers: orAbsent([1, 2, 2.5, 3, 3.5]),
  })
  .map(({ minEndorsers, anchored, ...independence }) => ({
    minEndorsers,
    anchored,
    independence: withoutAbsent(independence),
  }))

/** What asks about each endorser alone. */
const alone: fc.Arbitrary<PolicyInput> = fc
  .record({
    eligibility: fc.subarray([...WAYS], { minLength: 1 }),
    minAssurance: orAbsent(['asserted', 'signed-in', 'own-key'] as const),
    blindness: orAbsent(['open', 'sealed', 'anonymous'] as const),
  })
  .map((policy) => ({ minEndorsers: 1, ...withoutAbsent(policy) }))

const errorsOf = (policy: PolicyInput, { challenge: hasChallenge, ...place }: Place): readonly string[] => {
  const surroundings: PolicySurroundings = {
    ...place,
    achievementId: own,
    draft: aDraft({ policy, ...(hasChallenge ? { challenge } : {}) }),
  }
  return findImpossibleClauses(withDefaults(policy), surroundings).map(({ pointer }) => pointer)
}

const isMet = (policy: PolicyInput, endorsements: readonly Endorsement[]): boolean =>
  decideThreshold({ policy: withDefaults(policy), rubric: [] }, aClaim(), endorsements, NOW).kind === 'met'

const NOTHING_RECEIVED = { count: 0, sumOfSquares: 0, fromEndorser: 0 }

/** Everybody who may be there, told apart by what the clauses on all of them together read. */
const people = (foundingPanel: number): readonly EndorserFacts[] =>
  [[], ['monday'], ['tuesday'], ['friday']].flatMap((circles) =>
    [false, true].map((known) =>
      someFacts({ circles, drawn: known, reach: known && foundingPanel > 0 ? 80 : 0, received: NOTHING_RECEIVED }),
    ),
  )

/** Every choice of so many, with repeats, whatever their order. */
function* choices<T>(from: readonly T[], count: number): Generator<readonly T[]> {
  if (count === 0) yield []
  else
    for (const [index, one] of from.entries())
      for (const rest of choices(from.slice(index), count - 1)) yield [one, ...rest]
}

/** Every set of endorsements by so many people. */
const setsOf = (foundingPanel: number, count: number) =>
  [...choices(people(foundingPanel), count)].map((chosen) =>
    chosen.map((facts, index) => anEndorsement(index, { facts })),
  )

/** Every endorser who may be there, told apart by what the clauses on each of them read. */
const endorsers = (policy: PolicyInput, place: Place): readonly Partial<Endorsement>[] => {
  const assurances: readonly Assurance[] = ['asserted', 'signed-in', 'own-key']
  return assurances
    .filter((assurance) => assurance !== 'own-key' || policy.blindness !== 'anonymous')
    .flatMap((assurance) =>
      [
        someFacts({}),
        someFacts({ role: 'owner' }),
        someFacts({ memberSince: '2020-01-01T00:00:00.000Z' }),
        someFacts({ holds: [anId('basics')] }),
        ...(place.publishedBefore ? [someFacts({ holds: [own] })] : []),
        ...(place.challenge ? [someFacts({ workedOnChallenge: true }), someFacts({ holdsChallengeBadge: true })] : []),
        ...(place.challenge && place.calibrated ? [someFacts({ licensed: true })] : []),
      ].map((facts) => ({ assurance, facts })),
    )
}

describe('a policy that publication takes', () => {
  it('can be met by as many as it asks for, and one that it refuses cannot: by search, of what it asks of all together', () => {
    const sets = new Map([0, 3].map((panel) => [panel, [1, 2, 3].map((count) => setsOf(panel, count))]))
    fc.assert(
      fc.property(together, places, (policy, place) => {
        const chosen = sets.get(place.foundingPanel)?.[(policy.minEndorsers ?? 0) - 1] ?? []
        const found = chosen.some((endorsements) => isMet(policy, endorsements))
        expect(errorsOf(policy, place).length === 0).toBe(found)
      }),
      { numRuns: 200 },
    )
  })

  it('can be met by somebody who may be there, of what it asks of each alone; where every way is closed it is refused', () => {
    fc.assert(
      fc.property(alone, places, (policy, place) => {
        const found = endorsers(policy, place).some((changes) => isMet(policy, [anEndorsement('ana', changes)]))
        const errors = errorsOf(policy, place)
        if (errors.length === 0) expect(found).toBe(true)
        // A way that is closed is named beside one that is open as well: it says what the achievement cannot mean.
        const isOpen = (policy.eligibility ?? []).some(
          (_way, index) => !errors.some((pointer) => pointer.startsWith(`/policy/eligibility/${index}`)),
        )
        expect(found).toBe(isOpen && !errors.includes('/policy/blindness'))
      }),
      { numRuns: 300 },
    )
  })
})
