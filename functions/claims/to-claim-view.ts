import type { RubricCriterion } from '../../schemas/achievement.ts'
import {
  type ClaimSummaryView,
  type ClaimView,
  EvidenceDocumentSchema,
  type EvidenceVersionView,
} from '../../schemas/claim.ts'
import type { DecisionView } from '../../schemas/decision.ts'
import {
  isSealedFrom,
  isStandingJudgement,
  type Looking,
  maySee,
  maySeeSelfRatings,
} from '../domain/endorsement/blindness.ts'
import type { Claim } from '../domain/endorsement/claim.ts'
import { appealableUntil } from '../domain/endorsement/claim-dispute.ts'
import { revisionsLeft } from '../domain/endorsement/clauses/revisions.ts'
import type { Endorsement } from '../domain/endorsement/endorsement.ts'
import type { EvidenceDocument } from '../domain/endorsement/open-claim.ts'
import { isDid } from '../domain/shared/did.ts'
import { publicUrls } from '../domain/shared/public-urls.ts'
import type { ClaimSummary } from '../ports/claim-store.ts'
import { NO_REVISION_LEFT, STATUS_WORDS } from './claim-words.ts'
import { collectFixes } from './collect-fixes.ts'
import { compareRatings } from './compare-ratings.ts'
import { type EndorsementViewParts, toEndorsementView } from './to-endorsement-view.ts'

/** Everything a claim's view is made of. */
export interface ClaimViewParts extends EndorsementViewParts {
  /** The base URL its community was created under. */
  readonly baseUrl: string
  readonly rubric: readonly RubricCriterion[]
  readonly decision: DecisionView
}

/** A claim as a member of its community, or the community's software, sees it. */
export function toClaimView(parts: ClaimViewParts): ClaimView {
  const { claim, looking } = parts
  const urls = publicUrls(parts.baseUrl)
  const visible = parts.judged.filter(({ endorsement }) => maySee(looking, endorsement))
  return {
    ...toClaimSummaryView(claim),
    statusText: sayStatus(parts),
    collaborators: [...claim.collaborators],
    ...(claim.challengeId === undefined ? {} : { challenge: claim.challengeId }),
    // Whoever judges must not be able to tell; the community's own software may, so that it counts it for nothing.
    ...(claim.planted && looking.viewer.kind === 'community' ? { planted: true } : {}),
    ...(claim.language === undefined ? {} : { language: claim.language }),
    evidenceVersion: claim.evidenceVersion,
    evidence: parts.evidence.map((version) => toEvidenceVersionView(version, looking)),
    endorsements: visible.map((judged) => toEndorsementView(judged, parts)),
    ...toOverview(parts),
    ...(claim.expiresAt === undefined ? {} : { expiresAt: claim.expiresAt }),
    ...(claim.decidedAt === undefined ? {} : { decidedAt: claim.decidedAt }),
    ...toDisputeView(claim),
    ...(claim.support === undefined ? {} : { support: claim.support }),
    ...(claim.issuedAt === undefined ? {} : { issuedAt: claim.issuedAt }),
    ...(isDid(claim.subjectId) ? { subjectDid: claim.subjectId } : {}),
    credentialUrl: urls.credential(claim.credentialId),
    awardUrl: urls.award(claim.credentialId),
    decision: isSealedFrom(looking, claim.evidenceVersion) ? { kind: parts.decision.kind } : parts.decision,
  }
}

/** What the state means, and what the learner can do where nothing else is left. */
const sayStatus = ({ claim, looking, language }: ClaimViewParts): string =>
  claim.status === 'revision' && revisionsLeft(claim.evidenceVersion, looking.policy) === 0
    ? NO_REVISION_LEFT[language]
    : STATUS_WORDS[language][claim.status]

type Overview = Pick<ClaimView, 'judgements' | 'changedAfterSeeing' | 'comparison' | 'revision'>

/** What the judgements of the current evidence come to; nothing where they are kept from the viewer. */
function toOverview({ claim, looking, judged, evidence, rubric, texts }: ClaimViewParts): Overview {
  const { evidenceVersion } = claim
  const current = judged.map(({ endorsement }) => endorsement).filter((one) => one.evidenceVersion === evidenceVersion)
  const standing = current.filter(isStandingJudgement)
  const sealed = isSealedFrom(looking, evidenceVersion)
  if (sealed)
    return looking.viewer.kind === 'member' && looking.viewer.id === claim.learnerId
      ? { judgements: standing.length }
      : {}
  const self = maySeeSelfRatings(looking, evidenceVersion)
    ? evidence.find(({ version }) => version === evidenceVersion)?.selfRatings
    : undefined
  const comparison = compareRatings(rubric, current, self)
  return {
    judgements: standing.length,
    ...(looking.policy.blindness === 'sealed' ? { changedAfterSeeing: standing.filter(isRevised).length } : {}),
    ...(comparison.length === 0 ? {} : { comparison: [...comparison] }),
    ...(claim.status === 'revision'
      ? { revision: { evidenceVersion, criteria: collectFixes(rubric, current, texts) } }
      : {}),
  }
}

const isRevised = ({ revised }: Endorsement): boolean => revised === true

/** How long members may object, what they objected, and whether the learner may appeal. */
function toDisputeView(claim: Claim): Pick<ClaimView, 'objectableUntil' | 'dispute' | 'refusedAt' | 'appealableUntil'> {
  const { status, objectableUntil, disputeId, refusedAt } = claim
  const appealable = appealableUntil(claim)
  return {
    ...(status === 'met' && objectableUntil !== undefined ? { objectableUntil } : {}),
    ...(disputeId === undefined ? {} : { dispute: disputeId }),
    ...(refusedAt === undefined ? {} : { refusedAt }),
    ...(appealable === undefined ? {} : { appealableUntil: appealable }),
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

function toEvidenceVersionView({ text, digest, selfRatings }: EvidenceDocument, looking: Looking): EvidenceVersionView {
  const { version, addedAt, narrative, evidence } = EvidenceDocumentSchema.parse(JSON.parse(text))
  return {
    version,
    ...(narrative === undefined ? {} : { narrative }),
    ...(evidence === undefined ? {} : { evidence }),
    ...(selfRatings === undefined || !maySeeSelfRatings(looking, version) ? {} : { selfRatings: { ...selfRatings } }),
    addedAt,
    digest,
  }
}
