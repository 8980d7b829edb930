import { type Member, personOf } from '../community/member.ts'
import type { Claim } from '../endorsement/claim.ts'
import { isEligible } from '../endorsement/clauses/eligibility.ts'
import type { Rule } from '../endorsement/decision.ts'
import type { EndorserFacts } from '../endorsement/endorsement.ts'
import type { Digests, Id } from '../shared/ids.ts'
import type { Instant } from '../shared/instant.ts'

/** What became of someone whose lot was drawn: `drawn`, or why not. */
export type CandidateCode =
  | 'drawn'
  /** Drawn for lack of others, as an owner or facilitator. */
  | 'drawn-leader'
  | 'learner'
  | 'collaborator'
  | 'endorser'
  | 'objector'
  /** Sat on an earlier panel about this claim, or was replaced on this one. */
  | 'earlier-panel'
  /** They and the learner, or they and an objector, have endorsed each other. */
  | 'mutual-pair'
  /** A second account of someone who has a part in the claim, or was drawn before. */
  | 'same-person'
  /** Came to the community after the seed was there. */
  | 'joined-later'
  | 'not-eligible'

/** Everyone who has a part in a claim, by what part. */
export interface Involved {
  readonly claim: Claim
  /** Who judged any evidence version of it, whatever they said. */
  readonly endorsers: ReadonlySet<Id>
  readonly objectors: ReadonlySet<Id>
  readonly earlierPanel: ReadonlySet<Id>
  /** Who those people are, where they have several accounts. */
  readonly persons: ReadonlySet<Id>
  /** When the seed was made, which is when it was raised. */
  readonly raisedAt: Instant
}

/** A member whose lot is low, with what the rule may ask about them. */
export interface Candidate {
  readonly member: Member
  readonly facts: EndorserFacts
  /** Whether they and the learner, or they and an objector, have endorsed each other. */
  readonly isMutual: boolean
}

/**
 * The name of a member in the disputes about one claim: the same for objection and appeal, so that anyone can see that nobody
 * sits twice; another than in its award record, so that nobody who objected is found among those who endorsed.
 */
export const disputePseudonym = ({ salt }: Pick<Claim, 'salt'>, memberId: Id, { sha256Hex }: Digests): string =>
  `member-${sha256Hex(`${salt}|dispute|${memberId}`).slice(0, 20)}`

/** The lot of a member: SHA-256 of seed and pseudonym. Nobody can know it before the seed is there, nor choose it. */
export const lotOf = (seed: string, pseudonym: string, { sha256Hex }: Digests): string =>
  sha256Hex(`${seed}|${pseudonym}`)

/** All members in the order of their lots, lowest first, with their pseudonyms. */
export const inOrderOfLots = (
  seed: string,
  claim: Pick<Claim, 'salt'>,
  memberIds: readonly Id[],
  digests: Digests,
): readonly { readonly memberId: Id; readonly pseudonym: string }[] =>
  memberIds
    .map((memberId) => {
      const pseudonym = disputePseudonym(claim, memberId, digests)
      return { memberId, pseudonym, lot: lotOf(seed, pseudonym, digests) }
    })
    .sort((a, b) => (a.lot < b.lot ? -1 : 1))
    .map(({ memberId, pseudonym }) => ({ memberId, pseudonym }))

/** Whether someone whose lot came up may sit on the panel, or why not. */
export function judgeCandidate(
  { member, facts, isMutual }: Candidate,
  { claim, endorsers, objectors, earlierPanel, persons, raisedAt }: Involved,
  { policy }: Rule,
  now: Instant,
): CandidateCode {
  const { id } = member
  if (id === claim.learnerId) return 'learner'
  if (claim.collaborators.includes(id) || facts.sharesWork) return 'collaborator'
  if (endorsers.has(id)) return 'endorser'
  if (objectors.has(id)) return 'objector'
  if (earlierPanel.has(id)) return 'earlier-panel'
  if (persons.has(personOf(member))) return 'same-person'
  if (member.joinedAt > raisedAt) return 'joined-later'
  if (isMutual) return 'mutual-pair'
  return isEligible(policy.eligibility, facts, now) ? 'drawn' : 'not-eligible'
}

/** Whether someone the rule does not let judge may settle a dispute all the same, when there are too few others. */
export const mayLead = ({ role }: Pick<Member, 'role'>): boolean => role !== 'member'
