import type { Now } from '../ports/clock.ts'
import type { ProofOptions } from '../ports/proofs.ts'
import type { Signer } from '../ports/signer.ts'
import type { IssuingContext } from './load-issuing-context.ts'

/** Proof options under which the community itself signs, now. */
export const asCommunity = (
  { keys, now }: { readonly keys: Signer; readonly now: Now },
  { community, issuerKey }: Pick<IssuingContext, 'community' | 'issuerKey'>,
): ProofOptions => ({
  verificationMethod: issuerKey.verificationMethod,
  publicKeyMultibase: issuerKey.key.publicKeyMultibase,
  sign: (bytes) => keys.sign(issuerKey.key, community.issuer, bytes),
  created: new Date(now()),
})
