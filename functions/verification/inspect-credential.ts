import type { VerificationCheck } from '../../schemas/verification-report.ts'
import type { JsonObject, ProofExpectations, ProofVerdict } from '../ports/proofs.ts'
import { pass } from './check.ts'
import { checkConformance, kindOf } from './check-conformance.ts'
import { checkProof } from './check-proof.ts'
import { checkStatus } from './check-status.ts'
import { unlessUnavailable } from './unless-unavailable.ts'
import { openVerification, type Verification, type VerifyDeps } from './verification.ts'
import { verifyCredential } from './verify-credential.ts'

/** The same checks as of a report, for credentials of any kind. Dates are left out: each version names them otherwise. */
export interface Inspection {
  readonly conformance: (document: JsonObject) => readonly VerificationCheck[]
  readonly secured: (document: JsonObject) => Promise<readonly VerificationCheck[]>
  readonly verifyProofs: (document: JsonObject, expectations?: ProofExpectations) => Promise<ProofVerdict>
  readonly isOutOfTime: () => boolean
}

/** Inspects credentials that need not be badges, those of one request as one verification. */
export function openInspection(deps: VerifyDeps, documents = 1): Inspection {
  const verification = openVerification(deps, documents)
  return {
    conformance: (document) => {
      const kind = kindOf(document)
      return kind ? checkConformance(document, kind) : []
    },
    secured: (document) => (kindOf(document) ? checkBadge(verification, document) : checkOther(verification, document)),
    verifyProofs: (document, expectations) => verifyProofs(verification, document, expectations),
    isOutOfTime: verification.isOutOfTime,
  }
}

/** A key that could not be had is a reason like any other: whoever asks wants to know whether it verifies. */
const verifyProofs = (
  { proofs, resolveDid }: Verification,
  document: JsonObject,
  expectations: ProofExpectations | undefined,
): Promise<ProofVerdict> =>
  unlessUnavailable<ProofVerdict, ProofVerdict>(
    () => proofs.verify(document, resolveDid, expectations),
    ({ host = 'its place' }) => ({
      ok: false,
      code: 'KEY_UNRESOLVABLE',
      detail: `the key is published at ${host}, which could not be reached now`,
    }),
  )

/** A badge or an endorsement goes through everything that a report of it would hold. */
async function checkBadge(verification: Verification, document: JsonObject): Promise<readonly VerificationCheck[]> {
  const { checks } = await verifyCredential(verification, document)
  return checks.filter(({ id }) => id !== 'parse' && id !== 'dates')
}

async function checkOther(verification: Verification, document: JsonObject): Promise<readonly VerificationCheck[]> {
  return [
    ...(await checkProof(verification, document)),
    ...(document['credentialStatus'] === undefined
      ? [pass('status', 'It names no list on which it could be revoked.')]
      : await checkStatus(verification, document)),
  ]
}
