import { rdfcProofWriter } from '../../functions/adapters/data-integrity/rdfc-proofs.ts'
import { signingKey } from '../../functions/domain/community/key-lifetime.ts'
import type { JsonObject } from '../../functions/ports/proofs.ts'
import type { BadgeWorkshop } from './issued-badge.ts'

/** Signs a changed document with the community's own key, as only the community could; an old proof is dropped. */
export async function signAsCommunity(
  { stores, keys, community }: BadgeWorkshop,
  { proof: _proof, ...document }: JsonObject,
): Promise<JsonObject> {
  const issuerKey = signingKey(await stores.communities.loadIssuerKeys(community.slug), 'data-integrity')
  if (!issuerKey) throw new Error('the community has no key')
  return rdfcProofWriter().sign(document, {
    verificationMethod: issuerKey.verificationMethod,
    publicKeyMultibase: issuerKey.key.publicKeyMultibase,
    sign: (bytes) => keys.sign(issuerKey.key, community.issuer, bytes),
    created: new Date('2026-11-01T00:00:00Z'),
  })
}
