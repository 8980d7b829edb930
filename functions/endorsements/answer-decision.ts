import { AwardRecordSchema } from '../../schemas/award-record.ts'
import type { ShownDecision } from '../../schemas/decision.ts'
import type { Member } from '../domain/community/member.ts'
import { answersKindOnly, mayKnowWhy } from '../domain/endorsement/blindness.ts'
import type { Claim } from '../domain/endorsement/claim.ts'
import type { Rule } from '../domain/endorsement/decision.ts'
import { type AwardedDecision, decisionOfClaim } from '../domain/endorsement/decision-of-claim.ts'
import type { RuleLanguage } from '../domain/endorsement/rule-language.ts'
import type { Id } from '../domain/shared/ids.ts'
import type { AchievementStore } from '../ports/achievement-store.ts'
import type { Now } from '../ports/clock.ts'
import type { CredentialStore } from '../ports/credential-store.ts'
import type { EndorsementStore } from '../ports/endorsement-store.ts'

export interface AnswerDecisionDeps {
  readonly endorsements: Pick<EndorsementStore, 'load'>
  readonly achievements: Pick<AchievementStore, 'loadVersion'>
  readonly credentials: Pick<CredentialStore, 'loadAward'>
  readonly now: Now
}

/** What a change of an endorsement is answered with. */
export interface EndorsementAnswer {
  readonly id: Id
  readonly version: number
  readonly decision: ShownDecision
}

/** Which endorsement was changed, and in which language the decision is told. */
interface AnsweredChange {
  readonly id: Id
  /** Of the endorsement when it is not among those of the current evidence any more. */
  readonly version: number
  readonly language: RuleLanguage
  /** Who is answered: the endorser. */
  readonly endorser: Pick<Member, 'id' | 'role'>
}

/**
 * Reads the endorsements of a claim again, after a write, and decides: of two peers endorsing at once, the later one
 * sees the rule met. What the decision
 * lacks says of others no more than their endorser may know. Where the policy keeps judgements secret the answer carries the decision's kind alone, so that it tells
 * nothing of the others.
 */
export async function answerDecision(
  deps: AnswerDecisionDeps,
  claim: Claim,
  rule: Rule,
  { id, version, language, endorser }: AnsweredChange,
): Promise<EndorsementAnswer> {
  const [endorsements, awarded] = await Promise.all([
    deps.endorsements.load(claim.id, claim.evidenceVersion),
    claim.status === 'issued' ? loadAwarded(deps, claim) : undefined,
  ])
  const { policy } = rule
  const looking = { claim, policy, viewer: { kind: 'member', ...endorser }, judged: new Set<number>() } as const
  const decision = decisionOfClaim(rule, claim, endorsements, deps.now(), {
    awarded,
    language,
    mayKnowWhy: (endorserId) => mayKnowWhy(looking, endorserId),
  })
  return {
    id,
    version: endorsements.find((endorsement) => endorsement.id === id)?.version ?? version,
    decision: answersKindOnly(policy) ? { kind: decision.kind } : decision,
  }
}

/** The rule of the version a claim was opened on; from a cache, since versions never change. */
export async function loadRule(
  { achievements }: Pick<AnswerDecisionDeps, 'achievements'>,
  claim: Claim,
): Promise<Rule> {
  const version = await achievements.loadVersion(claim.achievementId, claim.achievementVersion)
  if (!version) throw new Error(`claim ${claim.id} has lost its achievement version`)
  return { policy: version.policy, rubric: version.content.rubric ?? [] }
}

async function loadAwarded(
  { credentials }: Pick<AnswerDecisionDeps, 'credentials'>,
  { credentialId }: Claim,
): Promise<AwardedDecision | undefined> {
  const award = await credentials.loadAward(credentialId)
  return award && AwardRecordSchema.parse(JSON.parse(award.text)).decision
}
