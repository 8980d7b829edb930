import type { Member } from '../domain/community/member.ts'
import type { Claim } from '../domain/endorsement/claim.ts'
import type { Rule } from '../domain/endorsement/decision.ts'
import type { EndorserFacts } from '../domain/endorsement/endorsement.ts'
import type { Id } from '../domain/shared/ids.ts'

/** What is known of somebody who might judge a claim. */
export interface ReviewerFacts {
  readonly member: Member
  readonly facts: EndorserFacts
  /** Whether a claim of theirs, or of someone who shares this work, names them together with the learner. */
  readonly isLinked: boolean
}

export interface ReviewerFactsReader {
  /** The facts an endorsement of theirs would be stored with now; members that do not exist are left out. */
  read(claim: Claim, rule: Rule, memberIds: readonly Id[]): Promise<readonly ReviewerFacts[]>
}
