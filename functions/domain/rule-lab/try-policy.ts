import type { DecisionView } from '../../../schemas/decision.ts'
import type { ThresholdPolicy } from '../../../schemas/policy.ts'
import type { DryRunOutcome, MissingFact } from '../../../schemas/rule-lab.ts'
import type { AchievementVersion } from '../achievement/achievement.ts'
import type { Claim } from '../endorsement/claim.ts'
import { decideThreshold } from '../endorsement/decide-threshold.ts'
import type { Rule } from '../endorsement/decision.ts'
import { describeDecision } from '../endorsement/describe-decision.ts'
import type { Endorsement } from '../endorsement/endorsement.ts'
import type { RuleLanguage } from '../endorsement/rule-language.ts'
import type { Instant } from '../shared/instant.ts'
import { missingFactsOf, withUnknown } from './unknown-facts.ts'

/** A stored claim with all that a decision on it reads. */
export interface StoredClaim {
  readonly claim: Claim
  /** The version it was opened on: its rubric holds, and its policy tells which facts were asked for. */
  readonly version: Pick<AchievementVersion, 'policy' | 'content'>
  /** Those of the current evidence version. */
  readonly endorsements: readonly Endorsement[]
}

/** What a rule says of a claim that was decided under another. */
export interface Tried {
  readonly outcome: DryRunOutcome
  readonly decision: DecisionView
  readonly decidedAt: Instant
  readonly missingFacts: readonly MissingFact[]
}

/**
 * Tries a rule on a stored claim: its present evidence, the endorsements as they stand, and the facts stored with them. Ages
 * are measured when the claim was decided, when it ended, or now. Where facts are not known, the rule is tried with the best
 * and with the worst they could be; `unknown` when that makes a difference.
 *
 * @param policy  With its defaults written out.
 * @param language  The one the decision is put into words in.
 */
export function tryPolicy(
  policy: ThresholdPolicy,
  { claim, version, endorsements }: StoredClaim,
  now: Instant,
  language: RuleLanguage,
): Tried {
  const rule: Rule = { policy, rubric: version.content.rubric ?? [] }
  const decidedAt = decidedAtOf(claim, now)
  // Whether an objection holds it up is no matter of the rule.
  const { objection: _objection, ...undisputed } = claim
  const decide = (some: readonly Endorsement[]) => decideThreshold(rule, undisputed, some, decidedAt)
  const known = { claim, endorsedUnder: version.policy }
  const isMet = (bound: 'best' | 'worst') => decide(withUnknown(bound, policy, endorsements, known)).kind === 'met'
  const [atBest, atWorst] = [isMet('best'), isMet('worst')]
  return {
    outcome: atBest === atWorst ? outcomeOf(hasEarned(claim), atBest) : 'unknown',
    decision: describeDecision(decide(endorsements), rule, language),
    decidedAt,
    missingFacts: atBest === atWorst ? [] : missingFactsOf(policy, endorsements, known),
  }
}

const decidedAtOf = ({ status, decidedAt, expiresAt }: Claim, now: Instant): Instant => {
  if (decidedAt !== undefined) return decidedAt
  return status === 'expired' && expiresAt !== undefined ? expiresAt : now
}

/** A claim that is met has earned its badge, which is then made. */
const hasEarned = ({ status }: Claim): boolean => status === 'issued' || status === 'met'

function outcomeOf(earned: boolean, wouldEarn: boolean): DryRunOutcome {
  if (earned) return wouldEarn ? 'keeps' : 'loses'
  return wouldEarn ? 'earns' : 'waits'
}
