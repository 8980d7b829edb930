import type { DecisionView } from '../../../schemas/decision.ts'
import type { Id } from '../shared/ids.ts'
import type { Instant } from '../shared/instant.ts'
import type { Claim } from './claim.ts'
import { decideThreshold } from './decide-threshold.ts'
import type { Rule } from './decision.ts'
import { describeDecision, describeMet } from './describe-decision.ts'
import { discloseReasons } from './disclose-reasons.ts'
import type { Endorsement } from './endorsement.ts'
import type { RuleLanguage } from './rule-language.ts'

/** What the award record of an issued badge says of its decision. */
export interface AwardedDecision {
  readonly counted: number
  readonly required: number
}

/** How a decision is told. */
interface DecisionAsTold {
  /** Of an issued claim; without it the decision is made anew, as of the decision instant. */
  readonly awarded?: AwardedDecision | undefined
  /** @default 'en' */
  readonly language?: RuleLanguage
  /** Whether whoever is told may know why an endorsement of this member does not count. @default always */
  readonly mayKnowWhy?: (endorserId: Id) => boolean
}

/**
 * The decision on a claim as callers are shown it: made anew on what stands now; once the badge is issued, the one it
 * was issued on, whatever happened to its endorsements since.
 *
 * @param endorsements  Those of the current evidence version.
 */
export function decisionOfClaim(
  rule: Rule,
  claim: Claim,
  endorsements: readonly Endorsement[],
  now: Instant,
  { awarded, language = 'en', mayKnowWhy = () => true }: DecisionAsTold = {},
): DecisionView {
  const decided = decideThreshold(rule, claim, endorsements, decidedAtOf(claim, now))
  const decision = describeDecision(discloseReasons(decided, mayKnowWhy), rule, language)
  if (claim.status !== 'issued' || awarded === undefined) return decision
  const { counted, required } = awarded
  return { ...decision, kind: 'met', counted, required, missing: [], text: describeMet(counted, required, language) }
}

/** The instant ages are measured at: that of the decision once the badge is issued, until then the present. */
export const decidedAtOf = (claim: Pick<Claim, 'status' | 'decidedAt'>, now: Instant): Instant =>
  (claim.status === 'issued' ? claim.decidedAt : undefined) ?? now
