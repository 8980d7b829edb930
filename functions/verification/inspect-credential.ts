import type { VerificationCheck } from '../../schemas/verification-report.ts'
import type { JsonObject, ResolveDid } from '../ports/proofs.ts'
import { pass } from './check.ts'
import { checkConformance, kindOf } from './check-conformance.ts'
import { checkEndorsements } from './check-endorsements.ts'
import { checkProof } from './check-proof.ts'
import { checkRecord } from './check-record.ts'
import { checkStatus } from './check-status.ts'
import { ownObjects } from './own-objects.ts'
import type { VerifyDeps } from './verify-credential.ts'

/** The same checks as of a report, for credentials of any kind. Dates are left out: each version names them otherwise. */
export interface Inspection {
  readonly conformance: (document: JsonObject) => readonly VerificationCheck[]
  readonly secured: (document: JsonObject) => Promise<readonly VerificationCheck[]>
  readonly resolveDid: ResolveDid
}

/** Inspects credentials that need not be badges. */
export const inspectCredentials = (deps: VerifyDeps): Inspection => ({
  conformance: conformanceOf,
  secured: (document) => checkSecured(deps, document),
  // Nothing is kept from one request to the next: keys come and go.
  resolveDid: (did) => ownObjects(deps).resolveDid(did),
})

/** Only badges and endorsements are told how they are built; those of the older data model are not. */
function conformanceOf(document: JsonObject): readonly VerificationCheck[] {
  const kind = kindOf(document)
  return kind ? checkConformance(document, kind).filter(({ code }) => code !== 'LEGACY_VCDM11') : []
}

async function checkSecured(deps: VerifyDeps, document: JsonObject): Promise<readonly VerificationCheck[]> {
  const own = ownObjects(deps)
  const tools = { ...own, proofs: deps.proofs, bitstrings: deps.bitstrings }
  const kind = kindOf(document)
  const isListed = kind !== undefined || document['credentialStatus'] !== undefined
  return [
    ...conformanceOf(document),
    ...(await checkProof(tools, document)),
    ...(isListed
      ? await checkStatus(tools, document)
      : [pass('status', 'It names no list on which it could be revoked.')]),
    ...(kind ? await checkRecord(own, document, kind) : []),
    ...(kind === 'badge' ? [(await checkEndorsements(tools, document, deps.now())).check] : []),
  ]
}
