import type { AddEvidence } from '../../schemas/claim.ts'
import type { Claim } from '../domain/endorsement/claim.ts'
import { addEvidence as decideEvidence } from '../domain/endorsement/claim-transitions.ts'
import { toEvidenceDocument } from '../domain/endorsement/open-claim.ts'
import type { Digests } from '../domain/shared/ids.ts'
import type { Refusal } from '../domain/shared/refusal.ts'
import { ok, type Result } from '../domain/shared/result.ts'
import { type ChangeOwnClaimDeps, type ChangeOwnClaimInput, changeOwnClaim } from './change-own-claim.ts'

export interface AddEvidenceDeps extends ChangeOwnClaimDeps {
  readonly digests: Digests
}

/** Adds an evidence version to the learner's own claim; refused with `evidence_closed` where none is taken. */
export const addEvidence = (
  deps: AddEvidenceDeps,
  input: ChangeOwnClaimInput,
  request: AddEvidence,
): Promise<Result<Claim, Refusal>> =>
  changeOwnClaim(deps, input, (claim, now) => {
    const evidence = toEvidenceDocument(claim.evidenceVersion + 1, request, now, deps.digests)
    const change = decideEvidence(claim, evidence.digest, input.actorId)
    return change.ok ? ok({ change: change.value, evidence }) : change
  })
