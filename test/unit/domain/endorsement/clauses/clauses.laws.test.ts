import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { withDefaults } from '../../../../../functions/domain/achievement/publish-achievement.ts'
import { anchored } from '../../../../../functions/domain/endorsement/clauses/anchored.ts'
import { closedRing } from '../../../../../functions/domain/endorsement/clauses/closed-ring.ts'
import { furtherOpinion } from '../../../../../functions/domain/endorsement/clauses/further-opinion.ts'
import { minCircles } from '../../../../../functions/domain/endorsement/clauses/min-circles.ts'
import { minDrawn } from '../../../../../functions/domain/endorsement/clauses/min-drawn.ts'
import { mutualPair } from '../../../../../functions/domain/endorsement/clauses/mutual-pair.ts'
import { samePerson } from '../../../../../functions/domain/endorsement/clauses/same-person.ts'
import { shareExceeded } from '../../../../../functions/domain/endorsement/clauses/share-exceeded.ts'
import { decideThreshold } from '../../../../../functions/domain/endorsement/decide-threshold.ts'
import type { ClauseContext, CountingClause } from '../../../../../functions/domain/endorsement/decision.ts'
import type { Endorsement, EndorserFacts } from '../../../../../functions/domain/endorsement/endorsement.ts'
import { addDays } from '../../../../../functions/domain/shared/instant.ts'
import type { PolicyInput } from '../../../../../schemas/policy.ts'
import { aClaim, aCriterion, anEndorsement, anId, NOW } from '../../../../support/builders.ts'
import { cases, facts } from '../arbitraries.ts'
import { decideAtFirst } from '../first-decision.ts'

type Independence = NonNullable<PolicyInput['independence']>

/** A rule with exactly these clauses of independence. */
const context = (independence: Independence): ClauseContext => ({
  policy: { ...withDefaults(), independence },
  rubric: [aCriterion('craft')],
  claim: aClaim(),
  now: NOW,
})

const by = (known: EndorserFacts, name: string | number = 'ana'): Endorsement => anEndorsement(name, { facts: known })

const judged = (known: readonly EndorserFacts[]) =>
  known.map((one, index) => ({ endorsement: by(one, index), reasons: [], criteria: [] }))

/** A clause, the facts it may read, and two settings of which the second forbids at least as much. */
const COUNTING: readonly {
  readonly name: string
  readonly clause: CountingClause
  readonly reads: readonly (keyof EndorserFacts)[]
  readonly stricter: fc.Arbitrary<readonly [Independence, Independence]>
}[] = [
  {
    name: 'mutual_pair',
    clause: mutualPair,
    reads: ['endorsedByLearnerAt'],
    stricter: fc
      .tuple(fc.integer({ min: 1, max: 400 }), fc.nat(400))
      .map(([days, more]) => [{ reciprocityWindowDays: days }, { reciprocityWindowDays: days + more }]),
  },
  {
    name: 'closed_ring',
    clause: closedRing,
    reads: ['closesRingOf'],
    stricter: fc
      .tuple(fc.integer({ min: 3, max: 6 }), fc.nat(3))
      .map(([size, more]) => [{ ringSize: size }, { ringSize: size + more }]),
  },
  {
    name: 'share_exceeded',
    clause: shareExceeded,
    reads: ['share'],
    stricter: fc
      .tuple(fc.integer({ min: 1, max: 99 }), fc.nat(50), fc.nat(60), fc.nat(60))
      .map(([percent, less, from, later]) => [
        { maxSharePerEndorser: percent / 100, shareFromEndorsements: from + later },
        { maxSharePerEndorser: Math.max(1, percent - less) / 100, shareFromEndorsements: from },
      ]),
  },
]

describe.each(COUNTING)('the clause of $name', ({ name, clause, reads, stricter }) => {
  it('finds its own reason or none, and nothing where the policy does not have it', () => {
    fc.assert(
      fc.property(stricter, facts, ([, policy], known) => {
        const found = clause(by(known), context(policy)).map(({ reason }) => reason)
        expect([[], [name]]).toContainEqual(found)
        expect(clause(by(known), context({}))).toEqual([])
      }),
    )
  })

  it('finds at least as much when it is set stricter', () => {
    fc.assert(
      fc.property(stricter, facts, ([mild, strict], known) => {
        if (clause(by(known), context(mild)).length > 0) expect(clause(by(known), context(strict))).toHaveLength(1)
      }),
    )
  })

  it('reads no other fact', () => {
    fc.assert(
      fc.property(stricter, facts, facts, ([, policy], known, others) => {
        const own = Object.fromEntries(reads.map((fact) => [fact, known[fact]]))
        expect(clause(by({ ...others, ...own }), context(policy))).toEqual(clause(by(known), context(policy)))
      }),
    )
  })

  it('holds nothing against somebody of whom nothing is known', () => {
    fc.assert(
      fc.property(stricter, facts, ([, policy], known) => {
        const unknown = Object.fromEntries(reads.map((fact) => [fact, undefined]))
        expect(clause(by({ ...known, ...unknown }), context(policy))).toEqual([])
      }),
    )
  })
})

describe.each([
  { name: 'minCircles', clause: minCircles, policy: { minCircles: 3 }, reads: 'circles' },
  { name: 'minDrawn', clause: minDrawn, policy: { minDrawn: 2 }, reads: 'drawn' },
  { name: 'anchored', clause: anchored, policy: {}, reads: 'reach' },
] as const)('the clause $name', ({ clause, policy, reads }) => {
  const under = context(policy)
  const asking: ClauseContext = { ...under, policy: { ...under.policy, anchored: 2 } }
  const lacking = (known: readonly EndorserFacts[]) => {
    const [missing] = clause(judged(known), asking)?.missing ?? []
    return missing === undefined
      ? 0
      : 'circles' in missing
        ? missing.circles
        : 'endorsers' in missing
          ? missing.endorsers
          : 0
  }

  it('asks for no more when somebody else counts, whoever comes first, and reads one fact', () => {
    fc.assert(
      fc.property(fc.array(facts, { maxLength: 6 }), facts, facts, (known, newcomer, others) => {
        expect(lacking([...known, newcomer])).toBeLessThanOrEqual(lacking(known))
        expect(lacking([...known].reverse())).toBe(lacking(known))
        expect(lacking(known.map((one) => ({ ...others, [reads]: one[reads] })))).toBe(lacking(known))
      }),
    )
  })

  it('takes nothing for given of somebody of whom nothing is known', () => {
    fc.assert(
      fc.property(fc.array(facts, { maxLength: 4 }), facts, (known, one) => {
        const unknown = { ...one, circles: [], drawn: undefined, reach: undefined }
        expect(lacking([...known, unknown])).toBe(lacking(known))
      }),
    )
  })
})

describe('one person with several accounts', () => {
  it('counts each person exactly once, in whatever order their accounts come', () => {
    fc.assert(
      fc.property(fc.array(facts, { maxLength: 8 }), (known) => {
        const under = context({})
        const all = judged(known)
        const dropped = new Set(samePerson(all, under).map(({ endorsementId }) => endorsementId))
        const turned = new Set(samePerson([...all].reverse(), under).map(({ endorsementId }) => endorsementId))
        expect(turned).toEqual(dropped)
        const personOf = ({ endorserId, facts: { person } }: Endorsement) => person ?? endorserId
        const people = all
          .map(({ endorsement }) => personOf(endorsement))
          .filter((person) => person !== anId('learner'))
        const counting = all.filter(({ endorsement }) => !dropped.has(endorsement.id))
        expect(counting.map(({ endorsement }) => personOf(endorsement)).sort()).toEqual([...new Set(people)].sort())
      }),
    )
  })
})

describe('the clause disagreement.maxSpread', () => {
  const levels = fc.array(fc.constantFrom('rough', 'sound', 'fine'), { maxLength: 6 })
  const asks = (given: readonly string[], reversed = false) => {
    const all = given.map((level, index) => {
      const changedAt = addDays('2026-01-01T00:00:00.000Z', index)
      return { endorsement: anEndorsement(index, { ratings: { craft: level }, changedAt }), reasons: [], criteria: [] }
    })
    return furtherOpinion(reversed ? all.reverse() : all, context({})) !== undefined
  }

  it('is satisfied by any one further opinion, and does not ask for another on the same criterion', () => {
    fc.assert(
      fc.property(levels, levels, (given, more) => {
        if (asks(given))
          for (const level of ['rough', 'sound', 'fine']) expect(asks([...given, level, ...more])).toBe(false)
        expect(asks(given, true)).toBe(asks(given))
      }),
    )
  })
})

describe('a policy from before these clauses', () => {
  it('is decided as at first, whatever else is known by now', () => {
    fc.assert(
      fc.property(cases, ({ rule, claim, endorsements, now }) => {
        const { independence: _independence, anchored: _anchored, disagreement, ...policy } = rule.policy
        const { objection: _objection, ...undisputed } = claim
        const old = {
          rubric: rule.rubric,
          policy: {
            ...policy,
            ...(disagreement === undefined
              ? {}
              : { disagreement: { notYetForRevision: disagreement.notYetForRevision } }),
          },
        }
        // Nobody was known then to share the work but those whom the claim names.
        const given = endorsements.map((one) => ({ ...one, facts: { ...one.facts, sharesWork: undefined } }))
        expect(decideThreshold(old, undisputed, given, now)).toEqual(decideAtFirst(old, undisputed, given, now))
      }),
      { numRuns: 300 },
    )
  })
})
