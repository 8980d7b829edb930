import type { AwardRecord } from '../../../schemas/award-record.ts'
import type { AchievementVersion } from '../achievement/achievement.ts'
import type { Community } from '../community/community.ts'
import { toAnonymousFacts } from '../endorsement/anonymous-facts.ts'
import { toAwardFacts } from '../endorsement/award-facts.ts'
import type { Claim } from '../endorsement/claim.ts'
import { furtherOpinion } from '../endorsement/clauses/further-opinion.ts'
import type { Decision, JudgedEndorsement, Rule } from '../endorsement/decision.ts'
import type { Endorsement } from '../endorsement/endorsement.ts'
import { withoutOthers } from '../endorsement/independence-reasons.ts'
import { pseudonymOf } from '../endorsement/pseudonym.ts'
import type { Digests, Id } from '../shared/ids.ts'
import { publicUrls } from '../shared/public-urls.ts'

/** What an award record is made of. */
export interface AwardRecordParts {
  readonly community: Community
  readonly achievement: AchievementVersion
  /** In state `met`, with its decision instant. */
  readonly claim: Claim
  readonly decision: Decision
  /** Endorsement id → what was signed: of endorsers with a key of their own, form and digest are told. */
  readonly signed?: ReadonlyMap<Id, { readonly form: 'embedded' | 'jwt'; readonly text: string }> | undefined
}

/**
 * The unsigned public statement of why a badge is given. Names nobody: endorsers are pseudonyms of this claim, and
 * only the facts that the policy version reads appear; where they must not be told from others, coarser ones that it decides
 * alike on. `not-yet` and `decline` are never public.
 *
 * @throws TypeError unless the decision is `met` and the claim holds its decision instant.
 */
export function buildAwardRecord(
  { community, achievement, claim, decision, signed }: AwardRecordParts,
  digests: Digests,
): AwardRecord {
  if (decision.kind !== 'met' || claim.decidedAt === undefined)
    throw new TypeError(`claim ${claim.id} has no decision that awards it`)
  const urls = publicUrls(community.baseUrl)
  const rule: Rule = { policy: achievement.policy, rubric: achievement.content.rubric ?? [] }
  const pseudonym = (memberId: Id) => pseudonymOf(claim, memberId, digests)
  const judged = publiclyJudged(decision)
  const unnamed = rule.policy.blindness === 'anonymous' ? toAnonymousFacts(rule.policy, judged) : undefined
  const entry = ({ endorsement, reasons }: JudgedEndorsement) => ({
    id: urls.endorsement(endorsement.id),
    endorser: pseudonym(endorsement.endorserId),
    version: endorsement.version,
    givenAt: endorsement.changedAt,
    ratings: endorsement.ratings,
    facts: unnamed?.get(endorsement.id) ?? toAwardFacts(rule.policy, endorsement, claim, digests),
    ...toOwnSignature(endorsement, signed?.get(endorsement.id), digests),
    counted: reasons.length === 0,
    reasons: unnamed ? [...withoutOthers(reasons)] : [...reasons],
  })
  return {
    id: urls.award(claim.credentialId),
    type: 'AwardRecord',
    recordVersion: 1,
    issuer: community.issuer,
    credential: urls.credential(claim.credentialId),
    achievement: urls.achievement(achievement.achievementId, achievement.version),
    policy: achievement.policy,
    policyDigest: achievement.policyDigest,
    rubric: toAwardRubric(rule.rubric),
    learner: pseudonym(claim.learnerId),
    ...(rule.policy.independence === undefined || claim.learnerPerson === undefined || unnamed
      ? {}
      : { learnerPerson: pseudonym(claim.learnerPerson) }),
    ...(claim.collaborators.length > 0 ? { collaborators: claim.collaborators.map(pseudonym).sort() } : {}),
    ...(rule.policy.attainment === undefined ? {} : { attained: claim.attained }),
    // Met all the same: then a judgement that is not listed here was that opinion.
    ...(furtherOpinion(judged, { ...rule, claim, now: claim.decidedAt }) ? { furtherOpinionGiven: true } : {}),
    evidenceVersion: {
      number: claim.evidenceVersion,
      digest: claim.evidenceDigest,
      url: urls.evidenceVersion(claim.credentialId, claim.evidenceVersion),
    },
    openedAt: claim.openedAt,
    decidedAt: claim.decidedAt,
    decision: { kind: 'met', counted: decision.counted.length, required: decision.required },
    endorsements: judged.map(entry),
  }
}

/** An `endorse` that stands, whether it counts or not; those that count first. */
const publiclyJudged = ({ counted, uncounted }: Decision): readonly JudgedEndorsement[] => [
  ...counted.map((endorsement) => ({ endorsement, reasons: [], criteria: [] })),
  ...uncounted.filter(({ endorsement }) => endorsement.verdict === 'endorse' && endorsement.state === 'given'),
]

/** A rubric as award records state it: what levels there are, and which are required. */
export const toAwardRubric = (rubric: Rule['rubric']): AwardRecord['rubric'] =>
  rubric.map(({ id, levels, requiredLevel }) => ({
    id,
    levels: levels.map((level) => level.id),
    ...(requiredLevel === undefined ? {} : { requiredLevel }),
  }))

/** Our own keys are told by the badge; what came from a wallet may be in no badge, and is told by its digest. */
const toOwnSignature = (
  { assurance }: Endorsement,
  signed: { readonly form: 'embedded' | 'jwt'; readonly text: string } | undefined,
  { sha256Base64Url }: Digests,
) => (assurance === 'own-key' && signed ? { form: signed.form, digest: sha256Base64Url(signed.text) } : {})
