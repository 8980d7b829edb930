import type { VcIssuer } from '../community/vc-issuer.ts'
import type { Multikey } from '../shared/multikey.ts'
import { type DidDocument, toDidDocument } from './to-did-document.ts'

/** The DID document of a VC-API issuer that is a `did:web`: its one key. */
export const vcIssuerDocument = ({
  did,
  verificationMethod,
  key,
}: Pick<VcIssuer, 'did' | 'verificationMethod'> & {
  readonly key: { readonly publicKeyMultibase: Multikey }
}): DidDocument => toDidDocument(did, [{ verificationMethod, publicKeyMultibase: key.publicKeyMultibase }])
