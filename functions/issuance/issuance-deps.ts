import type { StatusEntry } from '../domain/endorsement/claim.ts'
import type { Digests } from '../domain/shared/ids.ts'
import type { AchievementStore } from '../ports/achievement-store.ts'
import type { BitstringCodec } from '../ports/bitstring-codec.ts'
import type { ClaimStore } from '../ports/claim-store.ts'
import type { Now, Pause } from '../ports/clock.ts'
import type { CommunityStore, MemberKeyStore } from '../ports/community-store.ts'
import type { CredentialJwtReader, CredentialJwtWriter } from '../ports/credential-jwt.ts'
import type { CredentialStore, SignedEndorsementStore } from '../ports/credential-store.ts'
import type { DueStore } from '../ports/due-store.ts'
import type { EndorsementStore } from '../ports/endorsement-store.ts'
import type { Log } from '../ports/log.ts'
import type { MemberStore } from '../ports/member-store.ts'
import type { ObjectionStore } from '../ports/objection-store.ts'
import type { JsonProofWriter, ProofReader, ProofWriter } from '../ports/proofs.ts'
import type { Randomness } from '../ports/randomness.ts'
import type { RefreshStore } from '../ports/refresh-store.ts'
import type { KeyMaker, Signer, SingleUseKeyMaker } from '../ports/signer.ts'
import type { StatusListStore } from '../ports/status-list-store.ts'

/** Everything that turning a met rule into a stored badge touches. */
export interface IssuanceDeps {
  readonly communities: Pick<CommunityStore, 'load' | 'loadIssuerKeys'>
  readonly members: Pick<MemberStore, 'load' | 'loadMany'>
  readonly memberKeys: MemberKeyStore
  readonly achievements: Pick<AchievementStore, 'loadVersion'>
  readonly claims: Pick<ClaimStore, 'load' | 'apply' | 'loadEvidenceVersion'>
  readonly endorsements: Pick<EndorsementStore, 'load' | 'loadTexts'>
  readonly signedEndorsements: Pick<SignedEndorsementStore, 'load' | 'keep'>
  readonly due: Pick<DueStore, 'put'>
  readonly credentials: Pick<
    CredentialStore,
    'issue' | 'load' | 'loadAward' | 'loadErasedAt' | 'loadStatus' | 'changeStatus' | 'refresh' | 'eraseEarlier'
  >
  readonly objections: Pick<
    ObjectionStore,
    'load' | 'loadAll' | 'loadVotes' | 'loadMemberIds' | 'loadCandidates' | 'loadJudges' | 'seat' | 'settle'
  >
  readonly refreshes: Pick<RefreshStore, 'load' | 'settle'>
  readonly statusLists: Pick<StatusListStore, 'current' | 'start' | 'allot'>
  /** The entry that says whether a badge with that entry in a revocation list is suspended. */
  readonly suspensionEntryOf: (entry: StatusEntry) => Promise<StatusEntry>
  /** @default STATUS_LIST_SIZE */
  readonly statusListSize?: number | undefined
  readonly bitstrings: BitstringCodec
  readonly keys: KeyMaker & Signer
  readonly singleUseKey: SingleUseKeyMaker
  readonly proofs: ProofWriter & ProofReader & JsonProofWriter
  readonly credentialJwts: CredentialJwtWriter & CredentialJwtReader
  readonly digests: Digests
  readonly random: Randomness
  readonly now: Now
  readonly pause: Pause
  readonly log: Log
  /** The base URL badges are issued under, without a trailing slash. */
  readonly publicUrl: string
}
