import type { ReviseEndorsement } from '../../schemas/endorsement.ts'
import type { Claim } from '../domain/endorsement/claim.ts'
import type { Endorsement, EndorsementTexts } from '../domain/endorsement/endorsement.ts'
import type { Refusal } from '../domain/shared/refusal.ts'
import { ok, type Result } from '../domain/shared/result.ts'
import type { FinishedEndorsement } from '../ports/endorsement-store.ts'
import type { CredentialSource } from './credential-source.ts'
import { type VerifyFinishedDeps, verifyFinishedCredential } from './verify-finished-credential.ts'

/** What is said beside the credential, which says all else: ratings by criterion, and who the endorser is to the learner. */
export type SaidBeside = Pick<ReviseEndorsement, 'ratings' | 'relationship'>

/** Who sends a finished credential endorses, under the name that the credential gives them. */
export const toJudgement = ({ ratings, relationship }: SaidBeside) => ({
  verdict: 'endorse' as const,
  consentToBeNamed: true,
  ...(ratings === undefined ? {} : { ratings }),
  ...(relationship === undefined ? {} : { relationship }),
})

/**
 * Verifies what the endorser signed, and makes ready what is stored of it with a version of their endorsement.
 *
 * Refused as {@link verifyFinishedCredential}.
 */
export async function finishEndorsement(
  deps: VerifyFinishedDeps,
  claim: Claim,
  endorsement: Endorsement,
  source: CredentialSource,
): Promise<Result<{ readonly finished: FinishedEndorsement; readonly texts: EndorsementTexts }, Refusal>> {
  const { id: endorsementId, endorserId, evidenceVersion, version, changedAt } = endorsement
  const verified = await verifyFinishedCredential(deps, claim, endorserId, source, changedAt)
  if (!verified.ok) return verified
  const { ownId, signer, comment } = verified.value
  const { form, text } = source
  const signed = { endorsementId, endorserId, evidenceVersion, version, form, signer, text, signedAt: changedAt }
  return ok({
    finished: { signed, ownId, credentialId: claim.credentialId },
    texts: comment === undefined ? {} : { comment },
  })
}
