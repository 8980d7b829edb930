import type { Member } from '../community/member.ts'
import type { Rule } from '../endorsement/decision.ts'
import type { EndorserFacts } from '../endorsement/endorsement.ts'
import type { KnownFacts } from '../endorsement/known-facts.ts'
import type { Id } from '../shared/ids.ts'

/** What the rule may ask about someone who objects, or may sit on a panel, as it is now. */
export const factsOf = (
  { role, joinedAt, circles }: Member,
  holdings: readonly Id[],
  known: KnownFacts,
  { policy }: Rule,
): EndorserFacts => ({
  ...known,
  role,
  memberSince: joinedAt,
  circles,
  holds: policy.eligibility.flatMap((way) =>
    way.kind === 'holds' && holdings.includes(way.achievement) ? way.achievement : [],
  ),
})
