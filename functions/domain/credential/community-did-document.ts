import type { Community } from '../community/community.ts'
import type { Instant } from '../shared/instant.ts'
import type { PublicJwk } from '../shared/jwk.ts'
import type { Multikey } from '../shared/multikey.ts'
import { publicUrls } from '../shared/public-urls.ts'
import { type DidDocument, type ListedKey, toDidDocument } from './to-did-document.ts'

/** What is public of a community's key. */
export type PublicIssuerKey = {
  readonly id: string
  readonly verificationMethod: string
  readonly compromisedAt?: Instant | undefined
} & (
  | { readonly use: 'data-integrity'; readonly key: { readonly publicKeyMultibase: Multikey } }
  | { readonly use: 'jwt'; readonly key: { readonly publicKeyJwk: PublicJwk } }
)

/** The DID document of a community with all its keys: first those that make proofs, then those that sign JWTs. */
export const communityDidDocument = (
  community: Pick<Community, 'issuer' | 'baseUrl' | 'slug'>,
  keys: readonly PublicIssuerKey[],
): DidDocument => toDidDocument(community.issuer, [...listProofKeys(keys), ...listJwtKeys(community, keys)])

const listProofKeys = (keys: readonly PublicIssuerKey[]): readonly ListedKey[] =>
  keys.flatMap(({ verificationMethod, compromisedAt, ...rest }) =>
    rest.use === 'data-integrity'
      ? { verificationMethod, compromisedAt, publicKeyMultibase: rest.key.publicKeyMultibase }
      : [],
  )

const listJwtKeys = (
  { baseUrl, slug }: Pick<Community, 'baseUrl' | 'slug'>,
  keys: readonly PublicIssuerKey[],
): readonly ListedKey[] =>
  keys.flatMap(({ id, verificationMethod, compromisedAt, ...rest }) =>
    rest.use === 'jwt'
      ? {
          verificationMethod,
          compromisedAt,
          publicKeyJwk: rest.key.publicKeyJwk,
          url: publicUrls(baseUrl).key(slug, id),
        }
      : [],
  )
