import type { Did, Id, Slug } from './ids.ts'

/** Every address this service publishes, under the base URL a community was created with (no trailing slash). */
export const publicUrls = (baseUrl: string) => ({
  community: (slug: Slug) => `${baseUrl}/communities/${slug}`,
  /** One public key of a community by itself, as JWK. */
  key: (slug: Slug, keyId: string) => `${baseUrl}/communities/${slug}/keys/${keyId}`,
  achievement: (achievement: Id, version: number) => `${baseUrl}/achievements/${achievement}/${version}`,
  achievementImage: (achievement: Id, version: number) => `${baseUrl}/achievements/${achievement}/${version}/image`,
  uploadedImage: (slug: Slug, name: string) => `${baseUrl}/communities/${slug}/images/${name}`,
  credential: (credential: Id) => `${baseUrl}/credentials/${credential}`,
  /** A picture that says how a badge stands now. */
  statusImage: (credential: Id) => `${baseUrl}/credentials/${credential}/status.svg`,
  refresh: (capability: string) => `${baseUrl}/refresh/${capability}`,
  award: (credential: Id) => `${baseUrl}/awards/${credential}`,
  evidenceVersion: (credential: Id, version: number) => `${baseUrl}/awards/${credential}/evidence/${version}`,
  endorsement: (endorsement: Id) => `${baseUrl}/endorsements/${endorsement}`,
  /** The signed outcome of an objection or appeal. */
  objection: (objection: Id) => `${baseUrl}/objections/${objection}`,
  statusList: (list: Id) => `${baseUrl}/status/${list}`,
  /** The page that verifies what is at an address. */
  verify: (address: string) => `${baseUrl}/verify?url=${encodeURIComponent(address)}`,
  receipt: (receipt: string) => `${baseUrl}/receipts/${receipt}`,
})

/**
 * The `did:web` of the service itself: host, port with its colon encoded, and path of the base URL. Its document lies at
 * `/.well-known/did.json`, or at `<path>/did.json` when the base URL has a path.
 *
 * @throws TypeError when the base URL is not an absolute http or https URL.
 * @see https://w3c-ccg.github.io/did-method-web/#method-specific-identifier
 */
export function platformDid(baseUrl: string): Did<'web'> {
  const url = new URL(baseUrl)
  if (url.protocol !== 'https:' && url.protocol !== 'http:')
    throw new TypeError('a community lives under an http or https URL')
  const path = url.pathname.split('/').filter((part) => part !== '')
  return `did:web:${[encodeURIComponent(url.host), ...path.map((part) => part.replaceAll(':', '%3A'))].join(':')}`
}

/**
 * The `did:web` of a community: that of the service, then `communities:<slug>`.
 *
 * @throws TypeError as {@link platformDid}.
 */
export const communityDid = (baseUrl: string, slug: Slug): Did<'web'> => `${platformDid(baseUrl)}:communities:${slug}`

/**
 * The `did:web` of one of a community's VC-API issuers; its document lies under the community's address.
 *
 * @throws TypeError as {@link communityDid}.
 */
export const vcIssuerDid = (baseUrl: string, slug: Slug, name: Id): Did<'web'> =>
  `${communityDid(baseUrl, slug)}:vc-issuers:${name}`
