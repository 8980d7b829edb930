import { hasWorkedOn } from '../../domain/challenge/challenge-standing.ts'
import type { Claim } from '../../domain/endorsement/claim.ts'
import type { Rule } from '../../domain/endorsement/decision.ts'
import type { Id } from '../../domain/shared/ids.ts'
import type { ReviewerFacts, ReviewerFactsReader } from '../../ports/reviewer-facts.ts'
import { ChallengeStandingSchema } from './challenge-standing-items.ts'
import type { ItemAt } from './giving-facts/giving-fact.ts'
import { loadFactItems, readFacts } from './giving-facts/load-facts.ts'
import { itemAt } from './items-by-key.ts'
import { keys } from './keys.ts'
import { rememberNeighbours } from './known-neighbours.ts'
import { HoldingsSchema, MemberItemSchema } from './member-items.ts'
import { parseItem } from './reads.ts'
import { loadLinked, sharedClaimsKeys } from './shared-claims.ts'
import type { StoreDeps } from './store-deps.ts'

/**
 * What is known of people who might judge a claim: all that an endorsement of theirs would be stored with, with one batch
 * read of a hundred keys at a time, and one of the claims that tell who shares the work.
 *
 * @throws StoreOverloaded when the table does not answer in time.
 */
export function dynamoReviewerFacts(deps: StoreDeps): ReviewerFactsReader {
  const neighboursOf = rememberNeighbours(deps)
  return {
    async read(claim, rule, memberIds) {
      const now = deps.now()
      const neighbours = claim.challengeId === undefined ? [] : await neighboursOf(claim.challengeId)
      const givingOf = (endorserId: Id) => ({ claim: { ...claim, neighbours }, endorserId, now })
      const own = memberIds.flatMap((id) => [keys.member(id), keys.holdings(id)])
      const at = itemAt(await loadFactItems(deps, memberIds.map(givingOf), [...own, ...sharedClaimsKeys(claim)]))
      const linked = await loadLinked(deps, claim, at)
      return memberIds.flatMap((id): readonly ReviewerFacts[] => {
        const item = at(keys.member(id))
        if (!item) return []
        const member = parseItem(MemberItemSchema, item)
        const holdings = at(keys.holdings(id))
        const held = holdings ? parseItem(HoldingsSchema, holdings) : []
        const facts = readFacts(givingOf(id), at)
        return [
          {
            member,
            isLinked: linked.has(id) || facts.sharesWork === true,
            challengeId: nearestChallenge(id, claim, neighbours, at),
            facts: {
              role: member.role,
              memberSince: member.joinedAt,
              circles: member.circles,
              holds: asked(rule).filter((achievement) => held.includes(achievement)),
              ...facts,
            },
          },
        ]
      })
    },
  }
}

const asked = ({ policy }: Rule): readonly Id[] =>
  policy.eligibility.flatMap((way) => (way.kind === 'holds' ? [way.achievement] : []))

/** The claim's own challenge when they have worked on that, else the first of its neighbours. */
const nearestChallenge = (
  memberId: Id,
  { challengeId }: Claim,
  neighbours: readonly Id[],
  at: ItemAt,
): Id | undefined =>
  [...(challengeId === undefined ? [] : [challengeId]), ...neighbours].find((id) => {
    const item = at(keys.challengeStanding(memberId, id))
    return item !== undefined && hasWorkedOn(parseItem(ChallengeStandingSchema, item))
  })
