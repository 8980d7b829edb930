import type { Did, Id, Slug } from '../shared/ids.ts'
import type { Instant } from '../shared/instant.ts'
import { didKeyMethodId, type Multikey, type MultikeyAlgorithm, toDidKey } from '../shared/multikey.ts'
import { vcIssuerDid } from '../shared/public-urls.ts'
import type { Community } from './community.ts'

/** How a VC-API issuer is identified: by its key alone, or by a document at an address of this service. */
export type VcIssuerMethod = 'did:key' | 'did:web'

/** The suites VC-API issuers sign with; which one follows from the key. */
export type VcIssuerCryptosuite = 'eddsa-rdfc-2022' | 'ecdsa-rdfc-2019'

/** An issuer of a community for the VC-API alone: it signs no badge that peers gave, and no status list. */
export interface VcIssuer {
  /** Its name in the store, and in the address of a `did:web`. */
  readonly name: Id
  readonly did: Did<'key'> | Did<'web'>
  readonly community: Slug
  /** The DID URL under which its DID document lists the key. */
  readonly verificationMethod: string
  /** Whether what it issues gets a `credentialStatus`. */
  readonly credentialStatus: boolean
  readonly createdAt: Instant
}

/** The kind of key a suite signs with; `undefined` for a curve the suite does not have. */
export function keyKindOf(
  cryptosuite: VcIssuerCryptosuite,
  curve: 'P-256' | 'P-384' | undefined,
): MultikeyAlgorithm | undefined {
  switch (cryptosuite) {
    case 'eddsa-rdfc-2022':
      return curve === undefined ? 'Ed25519' : undefined
    case 'ecdsa-rdfc-2019':
      return curve ?? 'P-256'
  }
}

/** The suite a kind of key signs with. */
export const cryptosuiteOf = (kind: MultikeyAlgorithm): VcIssuerCryptosuite =>
  kind === 'Ed25519' ? 'eddsa-rdfc-2022' : 'ecdsa-rdfc-2019'

/** The DID of a new issuer, and how that DID names its key. */
export function identifyVcIssuer(
  method: VcIssuerMethod,
  { baseUrl, slug }: Pick<Community, 'baseUrl' | 'slug'>,
  name: Id,
  key: Multikey,
): Pick<VcIssuer, 'did' | 'verificationMethod'> {
  if (method === 'did:key') return { did: toDidKey(key), verificationMethod: didKeyMethodId(key) }
  const did = vcIssuerDid(baseUrl, slug, name)
  return { did, verificationMethod: `${did}#${key}` }
}
