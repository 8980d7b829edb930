import type { AchievementVersion } from '../domain/achievement/achievement.ts'
import type { Community } from '../domain/community/community.ts'
import { communityDidDocument } from '../domain/credential/community-did-document.ts'
import { vcIssuerDocument } from '../domain/credential/vc-issuer-document.ts'
import type { LostSupport } from '../domain/endorsement/claim.ts'
import { didJwkKey, didMethodOf, isDid } from '../domain/shared/did.ts'
import { jwkDidDocument } from '../domain/shared/did-document.ts'
import type { Digests, Slug } from '../domain/shared/ids.ts'
import type { Instant } from '../domain/shared/instant.ts'
import { communityDid, publicUrls } from '../domain/shared/public-urls.ts'
import type { AchievementStore } from '../ports/achievement-store.ts'
import type { CommunityStore } from '../ports/community-store.ts'
import type { CredentialStore } from '../ports/credential-store.ts'
import type { IssuedBadges } from '../ports/issued-badges.ts'
import type { ResolveDid } from '../ports/proofs.ts'
import type { StatusListStore } from '../ports/status-list-store.ts'
import type { VcIssuerStore } from '../ports/vc-issuer-store.ts'
import { type CompromisedKeys, compromisedKeys, type OwnIssuer } from './compromised-keys.ts'
import { loadPublished, type PublishedStores } from './load-published.ts'
import { once } from './once.ts'

/** The stores behind the addresses this service answers for. */
export interface OwnStores {
  readonly communities: Pick<CommunityStore, 'load' | 'loadIssuerKeys'>
  readonly statusLists: Pick<StatusListStore, 'load' | 'loadSigned'>
  readonly credentials: Pick<CredentialStore, 'load' | 'loadHeld' | 'loadAward'> & PublishedStores['credentials']
  readonly achievements: Pick<AchievementStore, 'loadVersion'>
  readonly signedEndorsements: PublishedStores['signedEndorsements']
  readonly digests: Pick<Digests, 'sha256Base64Url'>
  readonly issuedBadges: Pick<IssuedBadges, 'issuedBy'>
  readonly vcIssuers: Pick<VcIssuerStore, 'load' | 'loadByDid'>
  /** Base URL of ids, links and DIDs, without a trailing slash. */
  readonly publicUrl: string
}

/**
 * Our own public objects, read from the store instead of over the network. Whatever is not ours is `undefined`, but for the
 * documents of DIDs that are computed.
 */
export interface OwnObjects {
  /** Whether a DID is one that a community of ours has or would have. */
  readonly isOwnDid: (did: string) => boolean
  /** Whether the document of a DID could only be published here: of a community, or of one of its VC-API issuers. */
  readonly answersFor: (did: string) => boolean
  readonly isOwnUrl: (url: string) => boolean
  readonly resolveDid: ResolveDid
  readonly loadStatusList: (url: string) => Promise<string | undefined>
  /** The address of the suspension list that goes with the revocation list at an address of ours. */
  readonly findSuspensionList: (url: string) => Promise<string | undefined>
  /** Who signs the lists on which credentials of an issuer are revoked: of a VC-API issuer, its community. */
  readonly listIssuerOf: (issuer: string) => Promise<string>
  readonly loadCredential: (url: string) => Promise<string | undefined>
  /** Of the badge at an address of ours: that its endorsements no longer meet its rule, if so. */
  readonly loadSupport: (url: string) => Promise<LostSupport | undefined>
  /** The badge or endorsement at an address of ours as it would be answered there: parsed JSON, or a compact JWS. */
  readonly loadPublished: (url: string) => Promise<unknown>
  readonly compromised: CompromisedKeys
  /** The community of ours that a DID belongs to. */
  readonly findCommunity: (did: string) => Promise<Pick<Community, 'slug' | 'createdAt'> | undefined>
  /** How many badges a community of ours has issued; `undefined` when they were not counted from its first. */
  readonly badgesIssuedBy: (slug: Slug) => Promise<number | undefined>
  /** The signed award record of the badge at an address of ours, and when it was stored. */
  readonly loadAward: (url: string) => Promise<{ readonly text: string; readonly storedAt: Instant } | undefined>
  /** The address of the badge that an endorsement signed here, or erased since, was given to. */
  readonly findEndorsed: (url: string) => Promise<string | undefined>
  /** The published version at the address of an achievement of ours. */
  readonly loadAchievement: (url: string) => Promise<AchievementVersion | undefined>
}

/** Each DID and list is read once; make one for each verification. */
export function ownObjects({
  communities,
  statusLists,
  credentials,
  achievements,
  signedEndorsements,
  digests,
  issuedBadges,
  vcIssuers,
  publicUrl,
}: OwnStores): OwnObjects {
  const didPrefix = communityDid(publicUrl, '')
  const urls = publicUrls(publicUrl)
  const loadStored = once(async (url: string) => {
    const id = partAfter(urls.credential(''), url)
    return id === undefined ? undefined : credentials.load(id)
  })

  const resolveVcIssuer = async (did: string): Promise<unknown> => {
    const [, slug, name] = VC_ISSUER.exec(did.startsWith(didPrefix) ? did.slice(didPrefix.length) : '') ?? []
    const issuer = slug !== undefined && name !== undefined ? await vcIssuers.load(slug, name) : undefined
    return issuer?.did === did ? vcIssuerDocument(issuer) : undefined
  }

  const loadIssuer = once(async (did: string): Promise<OwnIssuer | undefined> => {
    const slug = partAfter(didPrefix, did)
    if (slug === undefined) return undefined
    const [community, keys] = await Promise.all([communities.load(slug), communities.loadIssuerKeys(slug)])
    return community?.issuer === did ? { community, keys } : undefined
  })
  const loadHeld = once(async (url: string) => {
    const id = partAfter(urls.credential(''), url)
    return id === undefined ? [] : credentials.loadHeld(id)
  })

  return {
    isOwnDid: (did) => partAfter(didPrefix, did) !== undefined,
    answersFor: (did) => did.startsWith(didPrefix),
    isOwnUrl: (url) => url === publicUrl || url.startsWith(`${publicUrl}/`),
    resolveDid: once(async (did: string) => {
      if (isDid(did) && didMethodOf(did) === 'jwk') return jwkDidDocument(did, didJwkKey(did))
      const issuer = await loadIssuer(did)
      return issuer ? communityDidDocument(issuer.community, issuer.keys) : resolveVcIssuer(did)
    }),
    loadStatusList: once(async (url: string) => {
      const id = partAfter(urls.statusList(''), url)
      return id === undefined ? undefined : (await statusLists.loadSigned(id))?.text
    }),
    findSuspensionList: once(async (url: string) => {
      const id = partAfter(urls.statusList(''), url)
      const suspensionId = id === undefined ? undefined : (await statusLists.load(id))?.suspensionListId
      return suspensionId && urls.statusList(suspensionId)
    }),
    listIssuerOf: once(async (did: string) => {
      const issuer = await vcIssuers.loadByDid(did)
      return issuer ? communityDid(publicUrl, issuer.community) : did
    }),
    loadCredential: async (url) => (await loadStored(url))?.text,
    loadSupport: async (url) => (await loadStored(url))?.support,
    loadPublished: async (url) =>
      url.startsWith(`${publicUrl}/`)
        ? loadPublished({ credentials, signedEndorsements }, url.replace(/[?#].*$/s, '').slice(publicUrl.length))
        : undefined,
    compromised: compromisedKeys(loadIssuer, loadHeld, digests.sha256Base64Url),
    findCommunity: async (did) => (await loadIssuer(did))?.community,
    badgesIssuedBy: (slug) => issuedBadges.issuedBy(slug),
    loadAward: async (url) => {
      const id = partAfter(urls.credential(''), url)
      return id === undefined ? undefined : credentials.loadAward(id)
    },
    findEndorsed: async (url) => {
      const id = partAfter(urls.endorsement(''), url)
      const place = id === undefined ? undefined : await signedEndorsements.locate(id)
      return place && urls.credential(place.credentialId)
    },
    loadAchievement: async (url) => {
      const [, base, id, version] = ACHIEVEMENT.exec(url) ?? []
      return base === publicUrl && id !== undefined ? achievements.loadVersion(id, Number(version)) : undefined
    },
  }
}

/** The address of a published version: base URL, id and number. */
const ACHIEVEMENT = /^(.+)\/achievements\/([0-9A-Z]{26})\/([1-9]\d{0,8})$/

/** What follows a community's DID in that of one of its VC-API issuers. */
const VC_ISSUER = /^([a-z0-9-]{1,63}):vc-issuers:([0-9A-Z]{26})$/

/** The name or id behind a prefix, of the characters our names and ids are made of. */
function partAfter(prefix: string, text: string): string | undefined {
  const part = text.startsWith(prefix) ? text.slice(prefix.length) : ''
  return /^[A-Za-z0-9-]{1,63}$/.test(part) ? part : undefined
}
