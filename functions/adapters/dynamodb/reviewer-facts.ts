import { z } from 'zod'
import type { Claim } from '../../domain/endorsement/claim.ts'
import type { Rule } from '../../domain/endorsement/decision.ts'
import type { Id } from '../../domain/shared/ids.ts'
import type { ReviewerFacts, ReviewerFactsReader } from '../../ports/reviewer-facts.ts'
import { ClaimItemSchema } from './claim-items.ts'
import { type Key, keys } from './keys.ts'
import { HoldingsSchema, MemberItemSchema } from './member-items.ts'
import { loadBatch, parseItem } from './reads.ts'
import type { TableDeps } from './store-deps.ts'

const OnceSchema = z.object({ claimId: z.string() })

/**
 * What is known of people who might judge a claim, with two batch reads whatever their number up to a dozen.
 *
 * @throws StoreOverloaded when the table does not answer in time.
 */
export const dynamoReviewerFacts = (deps: TableDeps): ReviewerFactsReader => ({
  async read(claim, rule, memberIds) {
    const keysOf = (id: Id) => [keys.member(id), keys.holdings(id), keys.once(id, claim.achievementId)]
    const items = await loadBatch(deps, [
      ...memberIds.flatMap(keysOf),
      ...claim.collaborators.map((id) => keys.once(id, claim.achievementId)),
    ])
    const at = ({ pk, sk }: Key) => items.find((item) => item['pk'] === pk && item['sk'] === sk)
    const linked = await loadLinked(
      deps,
      claim,
      items.filter((item) => String(item['sk']).startsWith('ONCE#')),
    )
    return memberIds.flatMap((id): readonly ReviewerFacts[] => {
      const item = at(keys.member(id))
      if (!item) return []
      const member = parseItem(MemberItemSchema, item)
      const holdings = at(keys.holdings(id))
      const held = holdings ? parseItem(HoldingsSchema, holdings) : []
      return [
        {
          member,
          isLinked: linked.has(id),
          facts: {
            role: member.role,
            memberSince: member.joinedAt,
            circles: member.circles,
            holds: asked(rule).filter((achievement) => held.includes(achievement)),
            ...(member.person === undefined ? {} : { person: member.person }),
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
