import { AwardRecordSchema } from '../../schemas/award-record.ts'
import type { ClaimView } from '../../schemas/claim.ts'
import type { Claim } from '../domain/endorsement/claim.ts'
import { judgeEndorsements } from '../domain/endorsement/decide-threshold.ts'
import type { Rule } from '../domain/endorsement/decision.ts'
import { type AwardedDecision, decidedAtOf, decisionOfClaim } from '../domain/endorsement/decision-of-claim.ts'
import type { Endorsement } from '../domain/endorsement/endorsement.ts'
import type { Id } from '../domain/shared/ids.ts'
import type { AchievementStore } from '../ports/achievement-store.ts'
import type { ClaimStore } from '../ports/claim-store.ts'
import type { Now } from '../ports/clock.ts'
import type { CommunityStore } from '../ports/community-store.ts'
import type { CredentialStore } from '../ports/credential-store.ts'
import type { EndorsementStore } from '../ports/endorsement-store.ts'
import { toClaimView } from './to-claim-view.ts'

/** Endorsements of this many newest evidence versions are shown; each is one query. */
const SHOWN_EVIDENCE_VERSIONS = 10

export interface LoadClaimViewDeps {
  readonly claims: Pick<ClaimStore, 'loadEvidence'>
  readonly endorsements: Pick<EndorsementStore, 'load' | 'loadTexts'>
  readonly achievements: Pick<AchievementStore, 'loadVersion'>
  readonly communities: Pick<CommunityStore, 'load'>
  readonly credentials: Pick<CredentialStore, 'loadEmbedded' | 'loadAward'>
  readonly now: Now
}

/**
 * A claim as one of its community sees it, with the decision: the present one, or the one its badge was issued on.
 *
 * @param viewerId  The member who reads; `undefined` for a key that acts for nobody.
 */
export async function loadClaimView(
  deps: LoadClaimViewDeps,
  claim: Claim,
  viewerId: Id | undefined,
): Promise<ClaimView> {
  const [community, achievement, evidence, endorsements, embedded, awarded] = await Promise.all([
    deps.communities.load(claim.community),
    deps.achievements.loadVersion(claim.achievementId, claim.achievementVersion),
    deps.claims.loadEvidence(claim),
    loadShown(deps, claim),
    claim.status === 'issued' ? deps.credentials.loadEmbedded(claim.credentialId) : undefined,
    claim.status === 'issued' ? loadAwarded(deps, claim) : undefined,
  ])
  if (!community || !achievement) throw new Error(`claim ${claim.id} has lost its community or achievement version`)
  const rule: Rule = { policy: achievement.policy, rubric: achievement.content.rubric ?? [] }
  const now = deps.now()
  const context = { ...rule, claim, now: decidedAtOf(claim, now) }
  const current = endorsements.filter(({ evidenceVersion }) => evidenceVersion === claim.evidenceVersion)
  return toClaimView({
    claim,
    baseUrl: community.baseUrl,
    evidence,
    judged: judgeEndorsements(endorsements, context),
    texts: await deps.endorsements.loadTexts(endorsements),
    decision: decisionOfClaim(rule, claim, current, now, awarded),
    embedded,
    viewerId,
  })
}

/** Oldest evidence version first, each in the order of endorsement ids, which is that of time. */
async function loadShown(
  { endorsements }: Pick<LoadClaimViewDeps, 'endorsements'>,
  { id, evidenceVersion }: Claim,
): Promise<readonly Endorsement[]> {
  const count = Math.min(evidenceVersion, SHOWN_EVIDENCE_VERSIONS)
  const versions = Array.from({ length: count }, (_, index) => evidenceVersion - count + 1 + index)
  const loaded = await Promise.all(versions.map((version) => endorsements.load(id, version)))
  return loaded.flatMap((ofVersion) => [...ofVersion].sort((a, b) => (a.id < b.id ? -1 : 1)))
}

async function loadAwarded(
  { credentials }: Pick<LoadClaimViewDeps, 'credentials'>,
  { credentialId }: Claim,
): Promise<AwardedDecision | undefined> {
  const award = await credentials.loadAward(credentialId)
  return award && AwardRecordSchema.parse(JSON.parse(award.text)).decision
}
