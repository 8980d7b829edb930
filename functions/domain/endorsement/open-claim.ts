import type { AddEvidence, OpenClaim } from '../../../schemas/claim.ts'
import type { AchievementVersion } from '../achievement/achievement.ts'
import { type Json, toCanonicalJson } from '../shared/canonical-json.ts'
import type { Did, Digests, Id, UrnUuid } from '../shared/ids.ts'
import { addDays, type Instant } from '../shared/instant.ts'
import type { Claim } from './claim.ts'

/** Fresh random values a new claim is made of; its subject may be a DID that the learner has proven. */
export interface ClaimSeeds {
  readonly claimId: Id
  readonly credentialId: Id
  readonly subjectId: UrnUuid | Did
  readonly salt: string
}

/** One evidence version as stored, served and digested: exactly these bytes. */
export interface EvidenceDocument {
  readonly version: number
  /** JSON text; `digest` is the SHA-256 of its UTF-8 bytes, base64url. */
  readonly text: string
  readonly digest: string
  /** How the learner rates it themself, criterion id → level id; beside the bytes, since it is never published. */
  readonly selfRatings?: Readonly<Record<string, string>> | undefined
}

/** The bytes of an evidence version: canonical JSON of what the learner offered and when. */
export function toEvidenceDocument(
  version: number,
  { narrative, evidence, selfRatings }: { readonly [Field in keyof AddEvidence]?: AddEvidence[Field] | undefined },
  addedAt: Instant,
  { sha256Base64Url }: Digests,
): EvidenceDocument {
  const entries: readonly Json[] | undefined = evidence?.map((entry) => ({ ...entry }))
  const text = toCanonicalJson({ version, addedAt, narrative, evidence: entries })
  return { version, text, digest: sha256Base64Url(text), ...(selfRatings === undefined ? {} : { selfRatings }) }
}

/** Evidence is taken to be in the language of the achievement unless the learner says otherwise. */
function languageOf({ content }: AchievementVersion, request: OpenClaim): Pick<Claim, 'language'> {
  const language = request.language ?? content.inLanguage
  return language === undefined ? {} : { language }
}

/**
 * Opens a claim on the newest published version. The badge's id is allotted now, so that endorsements can name it.
 * Opening records the learner's consent to a public page.
 */
export const openClaim = (
  { claimId, credentialId, subjectId, salt }: ClaimSeeds,
  achievement: AchievementVersion,
  learnerId: Id,
  request: OpenClaim,
  evidence: EvidenceDocument,
  now: Instant,
): Claim => ({
  id: claimId,
  community: achievement.community,
  achievementId: achievement.achievementId,
  achievementVersion: achievement.version,
  learnerId,
  collaborators: [...new Set(request.collaborators ?? [])].filter((id) => id !== learnerId).sort(),
  ...(achievement.content.challenge === undefined ? {} : { challengeId: achievement.content.challenge }),
  ...languageOf(achievement, request),
  identify: request.identify ?? [],
  subjectId,
  credentialId,
  status: 'open',
  evidenceVersion: evidence.version,
  evidenceDigest: evidence.digest,
  openedAt: now,
  ...(achievement.policy.claimDays === undefined ? {} : { expiresAt: addDays(now, achievement.policy.claimDays) }),
  round: 0,
  salt,
  version: 1,
})
