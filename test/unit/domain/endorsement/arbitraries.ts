import fc from 'fast-check'
import { decideThreshold } from '../../../../functions/domain/endorsement/decide-threshold.ts'
import type { DecidedClaim, Decision, Rule } from '../../../../functions/domain/endorsement/decision.ts'
import type { Endorsement, EndorserFacts } from '../../../../functions/domain/endorsement/endorsement.ts'
import { addMilliseconds, type Instant } from '../../../../functions/domain/shared/instant.ts'
import type { RubricCriterion } from '../../../../schemas/achievement.ts'
import type { Missing } from '../../../../schemas/decision.ts'
import type { Eligibility, ThresholdPolicy } from '../../../../schemas/policy.ts'
import { aCriterion, anEndorsement, anId, someFacts } from '../../../support/builders.ts'

const PEOPLE = ['learner', 'collaborator', 'ana', 'ben', 'cho', 'dia', 'eli', 'fay'].map(anId)
const ACHIEVEMENTS = ['licence', 'basics'].map(anId)
const CRITERIA = ['craft', 'care', 'constructor']
const LEVELS = ['rough', 'sound', 'fine']

const START: Instant = '2026-01-01T00:00:00.000Z'
const DAY = 86_400_000

/** Any millisecond of some 800 days. */
const instants = fc.integer({ min: 0, max: 800 * DAY }).map((offset) => addMilliseconds(START, offset))

const absent = undefined
const orAbsent = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: absent })

const eligibilities: fc.Arbitrary<Eligibility> = fc.oneof(
  fc.constant({ kind: 'any-member' as const }),
  fc.record({
    kind: fc.constant('role' as const),
    roles: fc.subarray(['owner', 'facilitator', 'member'] as const, { minLength: 1 }).map((roles) => [...roles]),
  }),
  fc.record({ kind: fc.constant('holds' as const), achievement: fc.constantFrom(...ACHIEVEMENTS) }),
  fc.record({ kind: fc.constant('member-for' as const), days: fc.integer({ min: 1, max: 400 }) }),
  fc.constantFrom('same-challenge' as const, 'challenge-badge' as const, 'licence' as const).map((kind) => ({ kind })),
)

const independences: fc.Arbitrary<NonNullable<ThresholdPolicy['independence']>> = fc.record(
  {
    reciprocityWindowDays: fc.integer({ min: 1, max: 400 }),
    ringSize: fc.integer({ min: 3, max: 6 }),
    minCircles: fc.integer({ min: 2, max: 3 }),
    maxSharePerEndorser: fc.double({ min: 0.05, max: 0.95, noNaN: true }),
    shareFromEndorsements: fc.integer({ min: 1, max: 60 }),
    minEffectiveEndorsers: fc.double({ min: 1, max: 4, noNaN: true }),
    minDrawn: fc.integer({ min: 1, max: 2 }),
  },
  { requiredKeys: [] },
)

const policies: fc.Arbitrary<ThresholdPolicy> = fc
  .record({
    minEndorsers: fc.integer({ min: 1, max: 5 }),
    eligibility: fc.array(eligibilities, { minLength: 1, maxLength: 3 }),
    minAssurance: orAbsent(fc.constantFrom('asserted' as const, 'signed-in' as const, 'own-key' as const)),
    disagreement: orAbsent(
      fc.record(
        { notYetForRevision: fc.integer({ min: 1, max: 3 }), maxSpread: fc.integer({ min: 1, max: 2 }) },
        { requiredKeys: ['notYetForRevision'] },
      ),
    ),
    independence: orAbsent(independences),
    anchored: orAbsent(fc.integer({ min: 0, max: 2 })),
    endorsementDays: orAbsent(fc.integer({ min: 1, max: 500 })),
  })
  .map((policy) => ({ decisionVersion: 1 as const, ...withoutAbsent(policy) }))

/** A stored policy holds no clause without a value. */
const withoutAbsent = <T extends object>(policy: T): T =>
  Object.fromEntries(Object.entries(policy).filter(([, clause]) => clause !== absent)) as T // fewer members, same types

const criteria: fc.Arbitrary<RubricCriterion> = fc
  .record({ id: fc.constantFrom(...CRITERIA), requiredLevel: orAbsent(fc.constantFrom(...LEVELS)) })
  .map(({ id, requiredLevel }) => ({ ...aCriterion(id), requiredLevel }))

/** Any rule but one that asks for an attainment: every clause present or absent, with or without a rubric. */
const rules: fc.Arbitrary<Rule> = fc.record({
  policy: policies,
  rubric: fc.uniqueArray(criteria, { maxLength: 3, selector: ({ id }) => id }),
})

const claims: fc.Arbitrary<DecidedClaim> = fc
  .record({
    evidenceVersion: fc.integer({ min: 1, max: 2 }),
    shared: fc.boolean(),
    learnerPerson: orAbsent(fc.constantFrom(...PEOPLE)),
    objection: fc.constantFrom(absent, absent, absent, 'raised' as const),
  })
  .map(({ evidenceVersion, shared, learnerPerson, objection }) => ({
    learnerId: anId('learner'),
    collaborators: shared ? [anId('collaborator')] : [],
    evidenceVersion,
    ...(learnerPerson === absent ? {} : { learnerPerson }),
    ...(objection === absent ? {} : { objection }),
  }))

/** What no decision on stored endorsements reads. */
type NeverRead = 'summarisedAt' | 'eligible' | 'independent'

/** Every fact that a decision may read: what is missing here is in no law, and so perhaps in no award record. */
const everyFact = {
  role: fc.constantFrom('owner' as const, 'facilitator' as const, 'member' as const),
  memberSince: instants,
  circles: fc.subarray(['monday', 'tuesday', 'wednesday']),
  holds: fc.subarray(ACHIEVEMENTS),
  workedOnChallenge: fc.boolean(),
  holdsChallengeBadge: fc.boolean(),
  licensed: fc.boolean(),
  drawn: fc.boolean(),
  person: fc.constantFrom(...PEOPLE),
  sharesWork: fc.constantFrom(absent, absent, absent, true as const),
  endorsedByLearnerAt: instants,
  closesRingOf: fc.integer({ min: 3, max: 8 }),
  reach: fc.integer({ min: 0, max: 3 }),
  share: fc.record({ given: fc.nat(60), total: fc.nat(80), endorsers: fc.nat(14) }),
  received: fc.record({ count: fc.nat(20), sumOfSquares: fc.nat(200), fromEndorser: fc.nat(9) }),
} satisfies { readonly [Fact in Exclude<keyof EndorserFacts, NeverRead>]-?: fc.Arbitrary<EndorserFacts[Fact]> }

/** Each may be unknown, as of endorsements given before it was kept. */
export const facts: fc.Arbitrary<EndorserFacts> = fc.record(everyFact, {
  requiredKeys: ['role', 'memberSince', 'circles', 'holds'],
})

/** Any stored version of any endorsement, by anyone; equal ids are equal versions of equal content. */
const endorsements: fc.Arbitrary<readonly Endorsement[]> = fc
  .array(
    fc.record({
      endorserId: fc.constantFrom(...PEOPLE),
      evidenceVersion: fc.integer({ min: 1, max: 2 }),
      version: fc.integer({ min: 1, max: 3 }),
      state: fc.constantFrom('given' as const, 'given' as const, 'withdrawn' as const),
      verdict: fc.constantFrom('endorse' as const, 'endorse' as const, 'not-yet' as const, 'decline' as const),
      ratings: fc.dictionary(fc.constantFrom(...CRITERIA), fc.constantFrom(...LEVELS), { noNullPrototype: true }),
      criterion: orAbsent(fc.constantFrom(...CRITERIA)),
      assurance: fc.constantFrom('asserted' as const, 'signed-in' as const, 'own-key' as const),
      changedAt: instants,
      facts,
    }),
    { maxLength: 14 },
  )
  .map((drafts) => {
    const seen = new Map<string, Endorsement>()
    for (const draft of drafts) {
      const id = anId(`${draft.endorserId} ${draft.evidenceVersion}`)
      seen.set(`${id} ${draft.version}`, anEndorsement(draft.endorserId, { ...draft, id }))
    }
    return [...seen.values()]
  })

/** Any rule, claim, endorsements and instant. */
export const cases = fc.record({ rule: rules, claim: claims, endorsements, now: instants })
export type Case = typeof cases extends fc.Arbitrary<infer One> ? One : never

/** An `endorse` by `name` that counts under the rule of the case. */
export function countingBy(name: string, { rule, claim, now }: Case): Endorsement {
  const roles = rule.policy.eligibility.flatMap((way) => (way.kind === 'role' ? way.roles : []))
  return anEndorsement(name, {
    version: 9,
    evidenceVersion: claim.evidenceVersion,
    assurance: 'own-key',
    changedAt: now,
    ratings: Object.fromEntries(rule.rubric.map(({ id }) => [id, 'fine'])),
    facts: someFacts({
      role: roles[0] ?? 'member',
      memberSince: '2000-01-01T00:00:00.000Z',
      holds: [...ACHIEVEMENTS],
      workedOnChallenge: true,
      holdsChallengeBadge: true,
      licensed: true,
    }),
  })
}

/** The policy without what this decision still asks for, but for endorsers that count. */
function withoutMissing(policy: ThresholdPolicy, { missing }: Decision): ThresholdPolicy {
  const asks = new Set(missing.map(({ clause }) => clause))
  const kept = <T extends object>(of: T, clauses: Readonly<Record<string, Missing['clause']>>): T => {
    const met = Object.entries(of).filter(([field]) => {
      const clause = clauses[field]
      return clause === absent || !asks.has(clause)
    })
    return Object.fromEntries(met) as T // fewer members, same types
  }
  const { independence, disagreement, anchored, ...rest } = policy
  const spread = { maxSpread: 'furtherOpinion' } as const
  const together = {
    minCircles: 'minCircles',
    minDrawn: 'minDrawn',
    minEffectiveEndorsers: 'minEffectiveEndorsers',
  } as const
  return {
    ...rest,
    minEndorsers: 1,
    ...(independence === absent ? {} : { independence: kept(independence, together) }),
    ...(disagreement === absent || asks.has('disagreement') ? {} : { disagreement: kept(disagreement, spread) }),
    ...(anchored === absent || asks.has('anchored') ? {} : { anchored }),
  }
}

/** Any case that is met: one endorse counts, and what the rule asks for beyond that in vain is left out of the rule. */
export const metCases = cases.map((one) => {
  const { rule, now } = one
  const { objection: _objection, ...claim } = one.claim
  const endorsements = [...one.endorsements, countingBy('newcomer', one)]
  const all = { ...rule, policy: { ...rule.policy, minEndorsers: 1 } }
  const met = { ...rule, policy: withoutMissing(rule.policy, decideThreshold(all, claim, endorsements, now)) }
  return { rule: met, claim, endorsements, now, decision: decideThreshold(met, claim, endorsements, now) }
})
