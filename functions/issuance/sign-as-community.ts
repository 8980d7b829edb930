import type { ProofOptions } from '../ports/proofs.ts'
import type { IssuanceDeps } from './issuance-deps.ts'
import type { IssuingContext } from './load-issuing-context.ts'

/** Proof options under which the community itself signs, now. */
export const asCommunity = (
  { keys, now }: Pick<IssuanceDeps, 'keys' | 'now'>,
  { community, issuerKey }: Pick<IssuingContext, 'community' | 'issuerKey'>,
): ProofOptions => ({
  verificationMethod: issuerKey.verificationMethod,
  publicKeyMultibase: issuerKey.key.publicKeyMultibase,
  sign: (bytes) => keys.sign(issuerKey.key, community.issuer, bytes),
  created: new Date(now()),
})
