import type { EndorsementCredential } from '../../../schemas/open-badges.ts'
import type { Assurance } from '../../../schemas/policy.ts'
import type { AchievementVersion } from '../achievement/achievement.ts'
import type { Community } from '../community/community.ts'
import type { Claim } from '../endorsement/claim.ts'
import type { Endorsement } from '../endorsement/endorsement.ts'
import type { Did } from '../shared/ids.ts'
import { toWholeSeconds } from '../shared/instant.ts'
import { publicUrls } from '../shared/public-urls.ts'
import { OPEN_BADGES_CONTEXTS } from './contexts.ts'

/** How sure the community is who endorsed, in words for people. */
export const describeAssurance = (assurance: Assurance, communityName: string): string => {
  switch (assurance) {
    case 'asserted':
      return `${communityName} states who gave this endorsement; no sign-in of theirs was checked.`
    case 'signed-in':
      return 'The endorser had signed in to give this endorsement.'
    case 'own-key':
      return 'The endorser signed this endorsement with their own key.'
  }
}

/** What an EndorsementCredential is made of, beside the endorsement itself. */
export interface EndorsementCredentialParts {
  readonly community: Community
  readonly achievement: AchievementVersion
  readonly claim: Claim
  /** The did:key that signs: the endorser's kept key, or a single-use one without consent to be named. */
  readonly signer: Did<'key'>
  /** The endorser's name, only with their consent. */
  readonly endorserName?: string | undefined
  readonly comment?: string | undefined
}

/**
 * The unsigned EndorsementCredential of one `endorse`: its subject is the badge to come. Holds published terms only
 * (JSON-LD safe mode), neither `validUntil` nor `credentialStatus`: a withdrawal acts on the badge (PE-08).
 *
 * @throws TypeError for any verdict but `endorse`, which alone is ever signed, and for an endorsement of another
 * evidence version than the claim's current one, whose digest alone the claim holds.
 * @see https://www.imsglobal.org/spec/ob/v3p0/#endorsementcredential
 */
export function buildEndorsementCredential(
  endorsement: Endorsement,
  { community, achievement, claim, signer, endorserName, comment }: EndorsementCredentialParts,
): EndorsementCredential {
  if (endorsement.verdict !== 'endorse') throw new TypeError(`a verdict "${endorsement.verdict}" is never signed`)
  if (endorsement.evidenceVersion !== claim.evidenceVersion)
    throw new TypeError(
      `endorsement ${endorsement.id} is not of the evidence version that the claim knows the digest of`,
    )
  const urls = publicUrls(community.baseUrl)
  const evidenceUrl = urls.evidenceVersion(claim.credentialId, endorsement.evidenceVersion)
  const ratings = describeRatings(achievement, endorsement)
  return {
    '@context': [...OPEN_BADGES_CONTEXTS],
    id: urls.endorsement(endorsement.id),
    type: ['VerifiableCredential', 'EndorsementCredential'],
    name: `Peer endorsement of ${achievement.content.name}`,
    description: describeAssurance(endorsement.assurance, community.name),
    issuer: {
      id: signer,
      type: ['Profile'],
      ...(endorserName === undefined ? {} : { name: endorserName }),
      description: `Signed for the peer by ${community.name}.`,
    },
    validFrom: toWholeSeconds(endorsement.changedAt),
    credentialSubject: {
      id: urls.credential(claim.credentialId),
      type: ['EndorsementSubject'],
      ...(comment === undefined ? {} : { endorsementComment: comment }),
    },
    evidence: [
      {
        id: evidenceUrl,
        type: ['Evidence'],
        name: `Evidence version ${endorsement.evidenceVersion}`,
        ...(ratings === '' ? {} : { narrative: ratings }),
      },
    ],
    relatedResource: [{ id: evidenceUrl, digestSRI: toSri(claim.evidenceDigest) }],
  }
}

/** Subresource Integrity wants standard base64 with padding; digests are kept as base64url. */
export function toSri(digestBase64Url: string): string {
  const base64 = digestBase64Url.replaceAll('-', '+').replaceAll('_', '/')
  return `sha256-${base64.padEnd(Math.ceil(base64.length / 4) * 4, '=')}`
}

/** The ratings in words, in the order of the rubric: `Craft: Sound. Care: Good.` */
function describeRatings({ content }: AchievementVersion, { ratings }: Endorsement): string {
  return (content.rubric ?? [])
    .flatMap((criterion) => {
      const level = criterion.levels.find(({ id }) => id === ratings[criterion.id])
      return level ? [`${criterion.name}: ${level.name}.`] : []
    })
    .join(' ')
}
