import { z } from 'zod'
import type { Claim } from '../../domain/endorsement/claim.ts'
import type { Rule } from '../../domain/endorsement/decision.ts'
import type { Id } from '../../domain/shared/ids.ts'
import type { ReviewerFacts, ReviewerFactsReader } from '../../ports/reviewer-facts.ts'
import { ClaimItemSchema } from './claim-items.ts'
import { loadFactItems, readFacts } from './giving-facts/load-facts.ts'
import { itemAt } from './items-by-key.ts'
import { keys } from './keys.ts'
import { HoldingsSchema, MemberItemSchema } from './member-items.ts'
import { loadBatch, parseItem } from './reads.ts'
import type { StoreDeps, TableDeps } from './store-deps.ts'

const OnceSchema = z.object({ claimId: z.string() })

/**
 * What is known of people who might judge a claim: all that an endorsement of theirs would be stored with, with two batch
 * reads for up to a dozen people.
 *
 * @throws StoreOverloaded when the table does not answer in time.
 */
export const dynamoReviewerFacts = (deps: StoreDeps): ReviewerFactsReader => ({
  async read(claim, rule, memberIds) {
    const now = deps.now()
    const givingOf = (endorserId: Id) => ({ claim, endorserId, now })
    const others = [
      ...memberIds.flatMap((id) => [keys.member(id), keys.holdings(id), keys.once(id, claim.achievementId)]),
      ...claim.collaborators.map((id) => keys.once(id, claim.achievementId)),
    ]
    const items = await loadFactItems(deps, memberIds.map(givingOf), others)
    const at = itemAt(items)
    const linked = await loadLinked(
      deps,
      claim,
      [...items.values()].filter((item) => String(item['sk']).startsWith('ONCE#')),
    )
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
})

const asked = ({ policy }: Rule): readonly Id[] =>
  policy.eligibility.flatMap((way) => (way.kind === 'holds' ? [way.achievement] : []))

/** Who shares the work: everyone named with the learner, or by those who are named, in a claim for the same achievement. */
async function loadLinked(deps: TableDeps, claim: Claim, once: readonly Readonly<Record<string, unknown>>[]) {
  const claimIds = new Set(once.map((item) => parseItem(OnceSchema, item).claimId))
  claimIds.delete(claim.id)
  const claims = (await loadBatch(deps, [...claimIds].map(keys.claim))).map((item) => parseItem(ClaimItemSchema, item))
  const linked = new Set<Id>()
  for (const { learnerId, collaborators } of claims) {
    const isShared = collaborators.includes(claim.learnerId) || claim.collaborators.includes(learnerId)
    if (isShared) for (const id of [learnerId, ...collaborators]) linked.add(id)
  }
  return linked
}
