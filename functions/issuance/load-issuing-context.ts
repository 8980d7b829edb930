import type { AchievementVersion } from '../domain/achievement/achievement.ts'
import type { Community } from '../domain/community/community.ts'
import { signingKey } from '../domain/community/key-lifetime.ts'
import { communityDidDocument } from '../domain/credential/community-did-document.ts'
import type { DidDocument } from '../domain/credential/to-did-document.ts'
import type { Claim } from '../domain/endorsement/claim.ts'
import type { Rule } from '../domain/endorsement/decision.ts'
import type { DataIntegrityKey, JwtKey } from '../ports/community-store.ts'
import type { IssuanceDeps } from './issuance-deps.ts'

/** What every step of one claim's issuing needs and nothing of it changes meanwhile. */
export interface IssuingContext {
  readonly community: Community
  readonly achievement: AchievementVersion
  readonly rule: Rule
  readonly issuerKey: DataIntegrityKey
  /** Absent in a community that was created without one: its badges have no JWT form. */
  readonly jwtKey: JwtKey | undefined
  readonly didDocument: DidDocument
}

/**
 * Loads community, keys and achievement version of a claim.
 *
 * @throws A fault naming what is missing, or that the community was created under another base URL: its ids and DID
 *   would not resolve here, so nothing is issued.
 */
export async function loadIssuingContext(
  { communities, achievements, publicUrl }: Pick<IssuanceDeps, 'communities' | 'achievements' | 'publicUrl'>,
  claim: Claim,
): Promise<IssuingContext> {
  const [community, keys, achievement] = await Promise.all([
    communities.load(claim.community),
    communities.loadIssuerKeys(claim.community),
    achievements.loadVersion(claim.achievementId, claim.achievementVersion),
  ])
  const issuerKey = signingKey(keys, 'data-integrity')
  if (!community || !issuerKey)
    throw new Error(`community ${claim.community} of claim ${claim.id} has no record or key`)
  if (!achievement)
    throw new Error(
      `achievement ${claim.achievementId} version ${claim.achievementVersion} of claim ${claim.id} is missing`,
    )
  if (community.baseUrl !== publicUrl)
    throw new Error(
      `base_url_changed: community ${community.slug} was created under ${community.baseUrl}; this service runs under ${publicUrl}`,
    )
  return {
    community,
    achievement,
    rule: { policy: achievement.policy, rubric: achievement.content.rubric ?? [] },
    issuerKey,
    jwtKey: signingKey(keys, 'jwt'),
    didDocument: communityDidDocument(community, keys),
  }
}
