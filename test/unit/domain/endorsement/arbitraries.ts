import fc from 'fast-check'
import type { DecidedClaim, Rule } from '../../../../functions/domain/endorsement/decision.ts'
import type { Endorsement, EndorserFacts } from '../../../../functions/domain/endorsement/endorsement.ts'
import { addMilliseconds, type Instant } from '../../../../functions/domain/shared/instant.ts'
import type { RubricCriterion } from '../../../../schemas/achievement.ts'
import type { Eligibility, ThresholdPolicy } from '../../../../schemas/policy.ts'
import { aCriterion, anEndorsement, anId } from '../../../support/builders.ts'

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
)

const policies: fc.Arbitrary<ThresholdPolicy> = fc
  .record({
    minEndorsers: fc.integer({ min: 1, max: 5 }),
    eligibility: fc.array(eligibilities, { minLength: 1, maxLength: 3 }),
    minAssurance: orAbsent(fc.constantFrom('asserted' as const, 'signed-in' as const, 'own-key' as const)),
    disagreement: orAbsent(fc.record({ notYetForRevision: fc.integer({ min: 1, max: 3 }) })),
    endorsementDays: orAbsent(fc.integer({ min: 1, max: 500 })),
  })
  .map((policy) => ({ decisionVersion: 1 as const, ...policy }))

const criteria: fc.Arbitrary<RubricCriterion> = fc
  .record({ id: fc.constantFrom(...CRITERIA), requiredLevel: orAbsent(fc.constantFrom(...LEVELS)) })
  .map(({ id, requiredLevel }) => ({ ...aCriterion(id), requiredLevel }))

/** Any rule: every clause present or absent, with or without a rubric. */
const rules: fc.Arbitrary<Rule> = fc.record({
  policy: policies,
  rubric: fc.uniqueArray(criteria, { maxLength: 3, selector: ({ id }) => id }),
})

const claims: fc.Arbitrary<DecidedClaim> = fc
  .record({ evidenceVersion: fc.integer({ min: 1, max: 2 }), shared: fc.boolean() })
  .map(({ evidenceVersion, shared }) => ({
    learnerId: anId('learner'),
    collaborators: shared ? [anId('collaborator')] : [],
    evidenceVersion,
  }))

const facts: fc.Arbitrary<EndorserFacts> = fc.record({
  role: fc.constantFrom('owner' as const, 'facilitator' as const, 'member' as const),
  memberSince: instants,
  circles: fc.constant([]),
  holds: fc.subarray(ACHIEVEMENTS),
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
