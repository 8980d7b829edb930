import {
  type ClaimSummaryView,
  type ClaimView,
  EvidenceDocumentSchema,
  type EvidenceVersionView,
} from '../../schemas/claim.ts'
import type { DecisionView } from '../../schemas/decision.ts'
import { type EndorsementView, RelationshipSchema } from '../../schemas/endorsement.ts'
import type { Claim } from '../domain/endorsement/claim.ts'
import type { JudgedEndorsement } from '../domain/endorsement/decision.ts'
import type { Endorsement, EndorsementTexts } from '../domain/endorsement/endorsement.ts'
import type { EvidenceDocument } from '../domain/endorsement/open-claim.ts'
import { isDid } from '../domain/shared/did.ts'
import type { Id } from '../domain/shared/ids.ts'
import { publicUrls } from '../domain/shared/public-urls.ts'
import type { ClaimSummary } from '../ports/claim-store.ts'

/** Everything a claim's view is made of. */
export interface ClaimViewParts {
  readonly claim: Claim
  /** The base URL its community was created under. */
  readonly baseUrl: string
  readonly evidence: readonly EvidenceDocument[]
  readonly judged: readonly JudgedEndorsement[]
  readonly texts: ReadonlyMap<Id, EndorsementTexts>
  readonly decision: DecisionView
  /** Once the badge exists: endorsement id → version embedded. */
  readonly embedded: ReadonlyMap<Id, number> | undefined
  /** The member who reads; absent for a key that acts for nobody. */
  readonly viewerId: Id | undefined
}

/** A claim as the members of its community see it. */
export function toClaimView(parts: ClaimViewParts): ClaimView {
  const { claim, decision } = parts
  const urls = publicUrls(parts.baseUrl)
  return {
    ...toClaimSummaryView(claim),
    collaborators: [...claim.collaborators],
    ...(claim.challengeId === undefined ? {} : { challenge: claim.challengeId }),
    ...(claim.language === undefined ? {} : { language: claim.language }),
    evidenceVersion: claim.evidenceVersion,
    evidence: parts.evidence.map(toEvidenceVersionView),
    endorsements: parts.judged.map((judged) => toEndorsementView(judged, parts)),
    ...(claim.expiresAt === undefined ? {} : { expiresAt: claim.expiresAt }),
    ...(claim.decidedAt === undefined ? {} : { decidedAt: claim.decidedAt }),
    ...(claim.issuedAt === undefined ? {} : { issuedAt: claim.issuedAt }),
    ...(isDid(claim.subjectId) ? { subjectDid: claim.subjectId } : {}),
    credentialUrl: urls.credential(claim.credentialId),
    awardUrl: urls.award(claim.credentialId),
    decision,
  }
}

/** A claim as lists show it. */
export const toClaimSummaryView = (claim: ClaimSummary): ClaimSummaryView => ({
  id: claim.id,
  community: claim.community,
  achievement: claim.achievementId,
  achievementVersion: claim.achievementVersion,
  learner: claim.learnerId,
  status: claim.status,
  openedAt: claim.openedAt,
})

function toEvidenceVersionView({ text, digest }: EvidenceDocument): EvidenceVersionView {
  const { version, addedAt, narrative, evidence } = EvidenceDocumentSchema.parse(JSON.parse(text))
  return {
    version,
    ...(narrative === undefined ? {} : { narrative }),
    ...(evidence === undefined ? {} : { evidence }),
    addedAt,
    digest,
  }
}

function toEndorsementView({ endorsement, reasons }: JudgedEndorsement, parts: ClaimViewParts): EndorsementView {
  const { comment, fix, reason } = parts.texts.get(endorsement.id) ?? {}
  const { claim } = parts
  const inCredential = parts.embedded && placeOf(endorsement, claim.evidenceVersion, parts.embedded)
  return {
    id: endorsement.id,
    endorser: endorsement.endorserId,
    evidenceVersion: endorsement.evidenceVersion,
    version: endorsement.version,
    state: endorsement.state,
    verdict: endorsement.verdict,
    ratings: { ...endorsement.ratings },
    ...(comment === undefined ? {} : { comment }),
    ...(endorsement.relationship === undefined
      ? {}
      : { relationship: RelationshipSchema.parse(endorsement.relationship) }),
    ...(endorsement.criterion === undefined ? {} : { criterion: endorsement.criterion }),
    ...(fix === undefined ? {} : { fix }),
    ...(reason === undefined || !maySeeReason(endorsement, parts) ? {} : { reason }),
    consentToBeNamed: endorsement.consentToBeNamed,
    assurance: endorsement.assurance,
    givenAt: endorsement.givenAt,
    changedAt: endorsement.changedAt,
    counts: reasons.length === 0,
    uncountedReasons: [...reasons],
    ...(inCredential === undefined ? {} : { inCredential }),
  }
}

/** Why someone declined is between them and the learner. */
const maySeeReason = ({ endorserId }: Endorsement, { claim, viewerId }: ClaimViewParts): boolean =>
  viewerId !== undefined && (viewerId === claim.learnerId || viewerId === endorserId)

/**
 * `later` also for an endorsement of which the badge holds an earlier version; neither for one of earlier evidence, which
 * no badge of this claim will hold.
 */
function placeOf(
  { id, state, verdict, version: current, evidenceVersion }: Endorsement,
  claimed: number,
  embedded: ReadonlyMap<Id, number>,
): 'embedded' | 'later' | undefined {
  const isStanding = state === 'given' && verdict === 'endorse' && evidenceVersion === claimed
  const version = embedded.get(id)
  if (version === current || (version !== undefined && !isStanding)) return 'embedded'
  return isStanding ? 'later' : undefined
}
