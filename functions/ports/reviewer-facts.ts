import type { Member } from '../domain/community/member.ts'
import type { Claim } from '../domain/endorsement/claim.ts'
import type { Rule } from '../domain/endorsement/decision.ts'
import type { EndorserFacts } from '../domain/endorsement/endorsement.ts'
import type { Id } from '../domain/shared/ids.ts'

/** What is known of somebody who might judge a claim. */
export interface ReviewerFacts {
  readonly member: Member
  readonly facts: EndorserFacts
  /** Whether they share the work, as another claim on the same achievement or in the same challenge tells. */
  readonly isLinked: boolean
  /** The challenge they have worked on: that of the claim, else one next to it. */
  readonly challengeId: Id | undefined
}

export interface ReviewerFactsReader {
  /** The facts an endorsement of theirs would be stored with now; members that do not exist are left out. */
  read(claim: Claim, rule: Rule, memberIds: readonly Id[]): Promise<readonly ReviewerFacts[]>
}
