import type { Eligibility } from '../../../../schemas/policy.ts'
import { type Instant, wholeDaysBetween } from '../../shared/instant.ts'
import type { CountingClause } from '../decision.ts'
import type { EndorserFacts } from '../endorsement.ts'

/** Whether one of the listed ways to be eligible fits what was known of the endorser when they endorsed. */
export const isEligible = (ways: readonly Eligibility[], facts: EndorserFacts, givenAt: Instant): boolean =>
  ways.some((way) => fits(way, facts, givenAt))

function fits(way: Eligibility, facts: EndorserFacts, givenAt: Instant): boolean {
  switch (way.kind) {
    case 'any-member':
      return true
    case 'role':
      return way.roles.includes(facts.role)
    case 'holds':
      return facts.holds.includes(way.achievement)
    case 'member-for':
      return wholeDaysBetween(facts.memberSince, givenAt) >= way.days
    case 'same-challenge':
      return facts.workedOnChallenge === true
    case 'challenge-badge':
      return facts.holdsChallengeBadge === true
    case 'licence':
      return facts.licensed === true
  }
}

/** Clause `eligibility`: read from the facts stored with the endorsement, never from what is true today. */
export const eligibility: CountingClause = (endorsement, { policy }) =>
  (endorsement.facts.eligible ?? isEligible(policy.eligibility, endorsement.facts, endorsement.changedAt))
    ? []
    : [{ reason: 'not_eligible' }]
