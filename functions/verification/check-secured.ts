import type { VerificationCheck } from '../../schemas/verification-report.ts'
import type { JsonObject } from '../ports/proofs.ts'
import { type CredentialKind, checkConformance } from './check-conformance.ts'
import { checkCredentialSchemas } from './check-credential-schema.ts'
import { checkProof, withoutRepeats } from './check-proof.ts'
import { checkTerms } from './check-terms.ts'
import { checkUnsignedOrder } from './check-unsigned-order.ts'
import type { Verification } from './verification.ts'

/**
 * Steps 2 and 3 of the algorithm: how a credential is built, its signature, and whose key that is.
 *
 * @param jwt  What was found of the signature of the JWT it came in.
 */
export async function checkSecured(
  verification: Verification,
  document: JsonObject,
  kind: CredentialKind,
  jwt: readonly VerificationCheck[],
): Promise<readonly VerificationCheck[]> {
  const conformance = [
    ...checkConformance(document, kind),
    ...(await checkCredentialSchemas(verification, document, kind)),
  ]
  // Inside a JWT there may be an embedded proof as well (JWT-11), which must hold too.
  const isEmbedded = jwt.length === 0 || document['proof'] !== undefined
  const embedded = isEmbedded ? await checkProof(verification, document) : []
  const terms = isEmbedded ? [] : await checkTerms(verification.proofs, document)
  const proof = withoutRepeats([...terms, ...jwt, ...embedded])
  return [
    // A well-formed document may still turn out to use undefined terms; then it does not pass.
    ...(proof.some(isAboutForm) ? conformance.filter(isNoPass) : conformance),
    ...proof.filter(({ id }) => id !== 'issuer'),
    // A JWT covers every letter.
    ...(jwt.length === 0 && isHeld(embedded) ? checkUnsignedOrder(document) : []),
    ...proof.filter(({ id }) => id === 'issuer'),
  ]
}

const isAboutForm = ({ id }: VerificationCheck) => id === 'conformance'

const isNoPass = ({ status }: VerificationCheck) => status !== 'pass'

/** Whether what was found says that the issuer signed the document, and nothing says that it is wrong. */
export const isHeld = (checks: readonly VerificationCheck[]): boolean =>
  !checks.some(({ id, status }) => status === 'fail' || (status === 'skip' && id !== 'conformance'))
