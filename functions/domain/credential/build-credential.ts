import type { RubricCriterion } from '../../../schemas/achievement.ts'
import type { EvidenceInput } from '../../../schemas/claim.ts'
import type { Evidence, IdentityObject } from '../../../schemas/open-badges/parts.ts'
import type { OpenBadgesResult } from '../../../schemas/open-badges/results.ts'
import type { EndorsementCredential, OpenBadgeCredential } from '../../../schemas/open-badges.ts'
import type { AchievementVersion } from '../achievement/achievement.ts'
import type { Community } from '../community/community.ts'
import type { Claim } from '../endorsement/claim.ts'
import type { Endorsement } from '../endorsement/endorsement.ts'
import { type Instant, toWholeSeconds } from '../shared/instant.ts'
import { publicUrls } from '../shared/public-urls.ts'
import { contextsFor } from './contexts.ts'
import { criterionResultId, endorsersResultId, levelId, toAchievement } from './to-achievement.ts'
import { toProfile } from './to-profile.ts'

/** What a badge tells of the decision: the ratings of those that counted, and how many the rule needs. */
export interface CountedEndorsements {
  readonly counted: readonly Pick<Endorsement, 'ratings'>[]
  readonly required: number
}

/** What a badge is made of. */
export interface CredentialParts {
  readonly community: Community
  readonly achievement: AchievementVersion
  /** In state `met`, with its `decidedAt` and `statusEntry`. */
  readonly claim: Claim
  /** What counted when the rule was met. */
  readonly decision: CountedEndorsements
  /** Signed endorsements to embed, in this order. */
  readonly endorsements: readonly EndorsementCredential[]
  readonly identifier?: readonly IdentityObject[] | undefined
  /** What the learner wrote and linked, from the current evidence version. */
  readonly narrative?: string | undefined
  readonly evidence: readonly EvidenceInput[]
  /** The unguessable last part of its refresh address. */
  readonly refreshCapability: string
  /** The moment of signing; becomes `validFrom` in whole seconds. */
  readonly signedAt: Instant
}

/**
 * The unsigned OpenBadgeCredential of a claim whose rule is met: always with a subject id, one `credentialStatus`, the
 * address that gives its newest version, the count of endorsements as a `result`, and the award record as its first
 * `evidence`.
 *
 * @throws TypeError when the claim has no decision instant or no status entry yet.
 * @see https://www.imsglobal.org/spec/ob/v3p0/#achievementcredential
 */
export function buildCredential(parts: CredentialParts): OpenBadgeCredential {
  const { community, achievement, claim, decision, endorsements, signedAt } = parts
  if (claim.decidedAt === undefined || claim.statusEntry === undefined)
    throw new TypeError(`claim ${claim.id} has no decision instant or status entry`)
  const urls = publicUrls(community.baseUrl)
  // An achievement without a creator is the issuer's own (ACH-07). Named twice, one of the two could be deleted unseen:
  // to a signature over RDF they are one.
  const { creator: _issuer, ...achievementObject } = toAchievement(achievement, community)
  const results: OpenBadgesResult[] = [
    ...(achievement.policy.attainment === undefined
      ? [
          {
            type: ['Result'],
            resultDescription: endorsersResultId(achievementObject.id),
            value: String(decision.counted.length),
          },
        ]
      : []),
    ...(achievement.content.rubric ?? []).flatMap((criterion) =>
      toResult(achievementObject.id, criterion, decision.counted, decision.required),
    ),
  ]
  const statusList = urls.statusList(claim.statusEntry.list)
  const members = {
    id: urls.credential(claim.credentialId),
    type: ['VerifiableCredential', 'OpenBadgeCredential'],
    name: achievement.content.name,
    description: achievement.content.description,
    issuer: toProfile(community),
    validFrom: toWholeSeconds(signedAt),
    ...(claim.validUntil === undefined ? {} : { validUntil: toWholeSeconds(claim.validUntil) }),
    awardedDate: toWholeSeconds(claim.decidedAt),
    credentialSubject: {
      id: claim.subjectId,
      type: ['AchievementSubject'],
      ...(parts.identifier && parts.identifier.length > 0 ? { identifier: [...parts.identifier] } : {}),
      ...(parts.narrative === undefined ? {} : { narrative: parts.narrative }),
      achievement: achievementObject,
      ...(results.length === 0 ? {} : { result: results }),
    },
    evidence: [
      { id: urls.award(claim.credentialId), type: ['Evidence'], name: 'Award record', description: AWARD_RECORD_SAYS },
      ...parts.evidence.map(toEvidence),
    ],
    credentialStatus: {
      id: `${statusList}#${claim.statusEntry.index}`,
      type: 'BitstringStatusListEntry',
      statusPurpose: 'revocation',
      statusListIndex: String(claim.statusEntry.index),
      statusListCredential: statusList,
    },
    refreshService: { id: urls.refresh(parts.refreshCapability), type: '1EdTechCredentialRefresh' },
    ...(endorsements.length > 0 ? { endorsement: [...endorsements] } : {}),
  }
  return { '@context': contextsFor(members), ...members }
}

const AWARD_RECORD_SAYS = 'Why this badge was given: the rule, the endorsements that counted and the decision.'

const toEvidence = (entry: EvidenceInput): Evidence => ({
  ...(entry.id === undefined ? {} : { id: entry.id }),
  type: ['Evidence'],
  ...(entry.name === undefined ? {} : { name: entry.name }),
  ...(entry.description === undefined ? {} : { description: entry.description }),
  ...(entry.narrative === undefined ? {} : { narrative: entry.narrative }),
  ...(entry.genre === undefined ? {} : { genre: entry.genre }),
})

/** The level reached is the highest that as many counted endorsers as the rule needs rated at or above. */
function toResult(
  achievementUrl: string,
  criterion: RubricCriterion,
  counted: CountedEndorsements['counted'],
  required: number,
): readonly OpenBadgesResult[] {
  const ranks = counted
    .map(({ ratings }) => criterion.levels.findIndex(({ id }) => id === ratings[criterion.id]))
    .filter((rank) => rank >= 0)
    .sort((a, b) => b - a)
  const level = criterion.levels[ranks[required - 1] ?? -1]
  if (!level) return []
  return [
    {
      type: ['Result'],
      resultDescription: criterionResultId(achievementUrl, criterion.id),
      achievedLevel: levelId(achievementUrl, criterion.id, level.id),
    },
  ]
}
