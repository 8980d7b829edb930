import type { ParseXml } from '../domain/baking/svg-document.ts'
import type { AchievementStore } from '../ports/achievement-store.ts'
import type { ClaimStore } from '../ports/claim-store.ts'
import type { Now } from '../ports/clock.ts'
import type { CommunityStore } from '../ports/community-store.ts'
import type { CredentialStore, SignedEndorsementStore } from '../ports/credential-store.ts'
import type { EndorsementStore } from '../ports/endorsement-store.ts'
import type { ObjectionStore } from '../ports/objection-store.ts'
import type { PlatformKeyStore } from '../ports/platform-key-store.ts'
import type { ReceiptStore } from '../ports/receipt-store.ts'
import type { StatusListStore } from '../ports/status-list-store.ts'
import type { VcIssuerStore } from '../ports/vc-issuer-store.ts'
import type { PictureDeps } from './achievement-picture.ts'

/** What serving public objects reads; it writes nothing. */
export interface PublicRoutesDeps extends PictureDeps {
  readonly parseXml: ParseXml
  readonly credentials: Pick<CredentialStore, 'load' | 'loadEmbedded' | 'loadAward' | 'loadErasedAt' | 'locateRefresh'>
  readonly signedEndorsements: Pick<SignedEndorsementStore, 'locate' | 'loadOne'>
  readonly claims: Pick<ClaimStore, 'loadByCredential' | 'loadEvidenceVersion'>
  readonly endorsements: Pick<EndorsementStore, 'load'>
  readonly communities: Pick<CommunityStore, 'load' | 'loadIssuerKeys' | 'loadPublishedJwks'>
  readonly achievements: Pick<AchievementStore, 'loadVersion'>
  readonly objections: Pick<ObjectionStore, 'loadOutcome'>
  readonly statusLists: Pick<StatusListStore, 'loadSigned'>
  readonly vcIssuers: Pick<VcIssuerStore, 'load'>
  readonly receipts: Pick<ReceiptStore, 'load'>
  readonly platformKeys: Pick<PlatformKeyStore, 'load'>
  readonly now: Now
}
