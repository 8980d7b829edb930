import type { VerificationCheck } from '../../schemas/verification-report.ts'
import type { JsonObject, ResolveDid } from '../ports/proofs.ts'
import { pass } from './check.ts'
import { checkConformance, kindOf } from './check-conformance.ts'
import { checkProof } from './check-proof.ts'
import { checkStatus } from './check-status.ts'
import { openVerification, type Verification, type VerifyDeps } from './verification.ts'
import { verifyCredential } from './verify-credential.ts'

/** The same checks as of a report, for credentials of any kind. Dates are left out: each version names them otherwise. */
export interface Inspection {
  readonly conformance: (document: JsonObject) => readonly VerificationCheck[]
  readonly secured: (document: JsonObject) => Promise<readonly VerificationCheck[]>
  readonly resolveDid: ResolveDid
}

/** Inspects credentials that need not be badges; nothing is kept from one request to the next. */
export const inspectCredentials = (deps: VerifyDeps): Inspection => ({
  conformance: (document) => {
    const kind = kindOf(document)
    return kind ? checkConformance(document, kind).filter(isOfTheNewerModel) : []
  },
  secured: (document) =>
    kindOf(document) ? checkBadge(openVerification(deps), document) : checkOther(openVerification(deps), document),
  resolveDid: (did) => openVerification(deps).resolveDid(did),
})

/** A badge or an endorsement goes through everything that a report of it would hold. */
async function checkBadge(verification: Verification, document: JsonObject): Promise<readonly VerificationCheck[]> {
  const { checks } = await verifyCredential(verification, document)
  return checks.filter((check) => check.id !== 'parse' && check.id !== 'dates' && isOfTheNewerModel(check))
}

async function checkOther(verification: Verification, document: JsonObject): Promise<readonly VerificationCheck[]> {
  return [
    ...(await checkProof(verification, document)),
    ...(document['credentialStatus'] === undefined
      ? [pass('status', 'It names no list on which it could be revoked.')]
      : await checkStatus(verification, document)),
  ]
}

/** How badges of the older data model are built is not looked at here; that is no fault of theirs. */
const isOfTheNewerModel = ({ code }: VerificationCheck): boolean => code !== 'LEGACY_VCDM11'
