import { encodeMultikey, toDidKey } from '../../functions/domain/shared/multikey.ts'
import type { KeptVcIssuer } from '../../functions/ports/vc-issuer-store.ts'
import type { ListedCredential } from '../../functions/ports/vc-status-store.ts'
import { anId, NOW } from './builders.ts'

const publicKeyMultibase = encodeMultikey({ algorithm: 'Ed25519', bytes: new Uint8Array(32).fill(7) })
const did = toDidKey(publicKeyMultibase)

/** A VC-API issuer as it is stored. */
export const aVcIssuer: KeptVcIssuer = {
  name: anId('VC-API issuer'),
  did,
  community: 'weavers',
  verificationMethod: `${did}#${publicKeyMultibase}`,
  credentialStatus: true,
  createdAt: NOW,
  key: { algorithm: 'Ed25519', publicKeyMultibase, sealed: 's'.repeat(200), sealing: 'kms' },
  keyOwner: 'did:web:badges.example.org:communities:weavers:vc-issuers:x',
}

/** A credential with an entry in a status list. */
export const aListedCredential: ListedCredential = {
  community: 'weavers',
  credentialId: 'urn:uuid:58172aac-d8ba-41ed-83dd-0b3aef56cc33',
  issuer: did,
  entry: { list: anId('VC-API list'), index: 7 },
  listedAt: NOW,
}
