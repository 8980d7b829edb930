import { didJwkKey, didMethodOf, isDid } from '../domain/shared/did.ts'
import { jwkDidDocument } from '../domain/shared/did-document.ts'
import type { OwnObjects } from './own-objects.ts'

const nothing = async () => undefined

/** What a verifier without a store holds itself: nothing. Documents of DIDs that are computed need none. */
export const noOwnObjects: OwnObjects = {
  isOwnDid: () => false,
  answersFor: () => false,
  isOwnUrl: () => false,
  resolveDid: async (did) =>
    isDid(did) && didMethodOf(did) === 'jwk' ? jwkDidDocument(did, didJwkKey(did)) : undefined,
  loadStatusList: nothing,
  findSuspensionList: nothing,
  listIssuerOf: async (issuer) => issuer,
  loadCredential: nothing,
  loadSupport: nothing,
  loadPublished: nothing,
  compromised: { resolveDid: nothing, compromisedAt: nothing, heldSince: nothing },
  findCommunity: nothing,
  badgesIssuedBy: nothing,
  loadAward: nothing,
  findEndorsed: nothing,
  loadAchievement: nothing,
}
