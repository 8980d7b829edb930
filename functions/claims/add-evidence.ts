import type { AddEvidence } from '../../schemas/claim.ts'
import type { Claim } from '../domain/endorsement/claim.ts'
import { addEvidence as decideEvidence } from '../domain/endorsement/claim-transitions.ts'
import { findEvidenceErrors } from '../domain/endorsement/find-evidence-errors.ts'
import { findRatingErrors } from '../domain/endorsement/find-rating-errors.ts'
import { toEvidenceDocument } from '../domain/endorsement/open-claim.ts'
import type { Digests } from '../domain/shared/ids.ts'
import type { Refusal } from '../domain/shared/refusal.ts'
import { err, ok, type Result } from '../domain/shared/result.ts'
import type { AchievementStore } from '../ports/achievement-store.ts'
import { type ChangeOwnClaimDeps, type ChangeOwnClaimInput, changeOwnClaim } from './change-own-claim.ts'

export interface AddEvidenceDeps extends ChangeOwnClaimDeps {
  readonly achievements: Pick<AchievementStore, 'loadVersion'>
  readonly digests: Digests
  /** The base URL badges are issued under, without a trailing slash. */
  readonly publicUrl: string
}

/**
 * Adds an evidence version to the learner's own claim; refused with `evidence_closed` where none is taken or the rule
 * takes no more, or `invalid_request` for links that the badge itself uses and ratings the rubric does not have.
 */
export const addEvidence = (
  deps: AddEvidenceDeps,
  input: ChangeOwnClaimInput,
  request: AddEvidence,
): Promise<Result<Claim, Refusal>> =>
  changeOwnClaim(deps, input, async (claim, now) => {
    const version = await deps.achievements.loadVersion(claim.achievementId, claim.achievementVersion)
    const errors = [
      ...findEvidenceErrors(request.evidence, deps.publicUrl, claim.credentialId),
      ...findRatingErrors(version?.content.rubric ?? [], request.selfRatings ?? {}, 'selfRatings'),
    ]
    if (errors.length > 0) return err({ code: 'invalid_request', errors })
    const evidence = toEvidenceDocument(claim.evidenceVersion + 1, request, now, deps.digests)
    const change = decideEvidence(claim, evidence.digest, input.actorId, version?.policy.revisions)
    return change.ok ? ok({ change: change.value, evidence }) : change
  })
