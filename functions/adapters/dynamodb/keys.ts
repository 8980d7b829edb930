import { createHash } from 'node:crypto'
import type { OidcSubject } from '../../domain/community/member.ts'
import type { Pool } from '../../domain/reviewing/pools.ts'
import type { Id, Slug } from '../../domain/shared/ids.ts'
import type { Instant } from '../../domain/shared/instant.ts'
import type { DueItem } from '../../ports/due-store.ts'

/** The primary key of an item. */
export interface Key {
  readonly pk: string
  readonly sk: string
}

/** All items of a partition whose sort key begins alike. */
export interface KeyRange {
  readonly pk: string
  readonly prefix: string
}

/** Into how many shards each hour of due items is spread. */
export const DUE_SHARDS = 8

const pad = (digits: number) => (value: number) => String(value).padStart(digits, '0')
const four = pad(4)
const six = pad(6)

const hash = (text: string) => createHash('sha256').update(text).digest()

const communityPk = (slug: Slug) => `COMMUNITY#${slug}`
const memberPk = (id: Id) => `MEMBER#${id}`
const challengePk = (id: Id) => `CHALLENGE#${id}`
const achievementPk = (id: Id) => `ACHIEVEMENT#${id}`
const claimPk = (id: Id) => `CLAIM#${id}`
const credentialPk = (id: Id) => `CREDENTIAL#${id}`
const listPk = (id: Id) => `LIST#${id}`
/** A slug holds no `#`. */
export const poolPk = (slug: Slug, pool: Pool): string => `POOL#${slug}#${pool}`

/** Where in a pool something stands; spread evenly. */
export const poolPlace = (text: string): string => hash(text).toString('hex').slice(0, 12)
const JWKS_PK = 'JWKS'
const CLOCK_PK = 'CLOCK'
const PARKED_PK = 'PARKED'
const PLATFORM_PK = 'PLATFORM'

const signedSk = (evidenceVersion: number, endorserId: Id, version: number) =>
  `S#${four(evidenceVersion)}#${endorserId}#${four(version)}`

/** `2026-11-22T14`: text order is time order. */
export const dueHour = (at: Instant): string => at.slice(0, 13)

/** All due items of a claim share a shard. */
const dueShard = (claimId: Id): number => (hash(claimId)[0] ?? 0) % DUE_SHARDS

/** Every key of the table; the README beside this file lists what is found under each. */
export const keys = {
  community: (slug: Slug): Key => ({ pk: communityPk(slug), sk: 'PROFILE' }),
  issuerKey: (slug: Slug, createdAt: Instant, keyId: string): Key => ({
    pk: communityPk(slug),
    sk: `KEY#${createdAt}#${keyId}`,
  }),
  communityEvent: (slug: Slug, at: Instant, eventId: Id): Key => ({ pk: communityPk(slug), sk: `V#${at}#${eventId}` }),
  /** Of every community on the host, in one partition: they are written seldom and read together. */
  publishedJwk: (slug: Slug, keyId: string): Key => ({ pk: JWKS_PK, sk: `KEY#${slug}#${keyId}` }),
  communityMember: (slug: Slug, id: Id): Key => ({ pk: communityPk(slug), sk: `MEMBER#${id}` }),
  communityAchievement: (slug: Slug, id: Id): Key => ({ pk: communityPk(slug), sk: `ACHIEVEMENT#${id}` }),
  communityChallenge: (slug: Slug, id: Id): Key => ({ pk: communityPk(slug), sk: `CHALLENGE#${id}` }),
  communityApiKey: (slug: Slug, id: Id): Key => ({ pk: communityPk(slug), sk: `APIKEY#${id}` }),
  issuedBadges: (slug: Slug): Key => ({ pk: communityPk(slug), sk: 'ISSUED' }),
  vcIssuer: (slug: Slug, name: Id): Key => ({ pk: communityPk(slug), sk: `VCISSUER#${name}` }),
  vcCredential: (slug: Slug, credentialId: string): Key => ({
    pk: `VCCREDENTIAL#${slug}#${hash(credentialId).toString('base64url')}`,
    sk: '-',
  }),
  vcIssuerDid: (did: string): Key => ({ pk: `VCISSUER#${did}`, sk: '-' }),
  communityList: (slug: Slug, listId: Id): Key => ({ pk: communityPk(slug), sk: `LISTOF#${listId}` }),
  /** Ordered by a digest of the member, so that any stretch of a pool is a fair sample of it. */
  poolEntry: (slug: Slug, pool: Pool, memberId: Id): Key => ({
    pk: poolPk(slug, pool),
    sk: `${poolPlace(memberId)}#${memberId}`,
  }),
  filledPools: (slug: Slug): Key => ({ pk: communityPk(slug), sk: 'POOLED' }),
  /** `2026-11`. */
  reviewWaits: (slug: Slug, month: string): Key => ({ pk: communityPk(slug), sk: `WAITS#${month}` }),
  currentList: (slug: Slug): Key => ({ pk: communityPk(slug), sk: 'LIST#revocation' }),

  member: (id: Id): Key => ({ pk: memberPk(id), sk: 'PROFILE' }),
  /** That a member was there and is no more. */
  erasedMember: (id: Id): Key => ({ pk: memberPk(id), sk: 'ERASED' }),
  holdings: (id: Id): Key => ({ pk: memberPk(id), sk: 'HOLDINGS' }),
  memberKey: (id: Id): Key => ({ pk: memberPk(id), sk: 'KEY' }),
  evidence: (learnerId: Id, claimId: Id, version: number): Key => ({
    pk: memberPk(learnerId),
    sk: `EVIDENCE#${claimId}#${four(version)}`,
  }),
  endorsementTexts: (endorserId: Id, claimId: Id, evidenceVersion: number, version: number): Key => ({
    pk: memberPk(endorserId),
    sk: `TEXT#${claimId}#${four(evidenceVersion)}#${four(version)}`,
  }),
  memberDid: (memberId: Id, did: string): Key => ({
    pk: memberPk(memberId),
    sk: `DID#${hash(did).toString('base64url')}`,
  }),
  didChallenge: (memberId: Id, challenge: string): Key => ({ pk: memberPk(memberId), sk: `CHALLENGE#${challenge}` }),
  once: (learnerId: Id, achievementId: Id): Key => ({ pk: memberPk(learnerId), sk: `ONCE#${achievementId}` }),
  /** Claims in which somebody shares the work with others, of an achievement or of all of a challenge. */
  sharedClaims: (memberId: Id, workId: Id): Key => ({ pk: memberPk(memberId), sk: `SHARED#${workId}` }),
  reviewer: (memberId: Id): Key => ({ pk: memberPk(memberId), sk: 'REVIEWER' }),
  /** One for each member and claim: nobody is asked twice. */
  reviewAssignment: (reviewerId: Id, claimId: Id): Key => ({ pk: memberPk(reviewerId), sk: `REVIEW#${claimId}` }),

  /** A slug holds no `#`, so nothing in an external id can lead into another community. */
  externalId: (slug: Slug, externalId: string): Key => ({ pk: `EXTERNAL#${slug}#${externalId}`, sk: '-' }),
  oidc: (slug: Slug, { issuer, subject }: OidcSubject): Key => ({
    pk: `OIDC#${slug}#${hash(JSON.stringify([issuer, subject])).toString('base64url')}`,
    sk: '-',
  }),
  didOwner: (slug: Slug, did: string): Key => ({ pk: `DID#${slug}#${hash(did).toString('base64url')}`, sk: '-' }),
  /** Of an identifier as text; nobody reads it off the key. */
  identifier: (slug: Slug, identifier: string): Key => ({
    pk: `IDENTIFIER#${slug}#${hash(identifier).toString('base64url')}`,
    sk: '-',
  }),
  apiKey: (id: Id): Key => ({ pk: `APIKEY#${id}`, sk: '-' }),

  challenge: (id: Id): Key => ({ pk: challengePk(id), sk: 'CHALLENGE' }),
  participant: (challengeId: Id, memberId: Id): Key => ({
    pk: challengePk(challengeId),
    sk: `PARTICIPANT#${memberId}`,
  }),
  calibration: (challengeId: Id): Key => ({ pk: challengePk(challengeId), sk: 'CALIBRATION' }),
  goldSample: (challengeId: Id, id: Id): Key => ({ pk: challengePk(challengeId), sk: `SAMPLE#${id}` }),
  calibrationRecord: (memberId: Id, challengeId: Id): Key => ({
    pk: memberPk(memberId),
    sk: `CALIBRATION#${challengeId}`,
  }),
  calibrationAttempt: (memberId: Id, challengeId: Id, id: Id): Key => ({
    pk: memberPk(memberId),
    sk: `ATTEMPT#${challengeId}#${id}`,
  }),
  recognition: (memberId: Id): Key => ({ pk: memberPk(memberId), sk: 'RECOGNITION' }),
  recognitionChoice: (memberId: Id, at: Instant): Key => ({ pk: memberPk(memberId), sk: `RECOGNITION#${at}` }),
  reviewTally: (memberId: Id, quarter: string): Key => ({ pk: memberPk(memberId), sk: `REVIEWS#${quarter}` }),
  /** The achievement that a community thanks careful reviewers with. */
  thanks: (slug: Slug): Key => ({ pk: communityPk(slug), sk: 'THANKS' }),
  /** That a judgement of the claim, or a sample planted for its licence, is counted. */
  weighedReview: (claimId: Id, ref: string): Key => ({ pk: claimPk(claimId), sk: `WEIGHED#${ref}` }),
  licence: (memberId: Id, challengeId: Id): Key => ({ pk: memberPk(memberId), sk: `LICENCE#${challengeId}` }),
  challengeStanding: (memberId: Id, challengeId: Id): Key => ({
    pk: memberPk(memberId),
    sk: `STANDING#${challengeId}`,
  }),

  /** How far the panel's trust reaches a member, and what they endorsed. */
  standing: (id: Id): Key => ({ pk: memberPk(id), sk: 'SUMMARY#STANDING' }),
  received: (id: Id): Key => ({ pk: memberPk(id), sk: 'SUMMARY#RECEIVED' }),
  /** Whom endorsements lead to from a member, or from whom they lead to them. */
  ties: (id: Id, direction: 'out' | 'in'): Key => ({ pk: memberPk(id), sk: `SUMMARY#${direction.toUpperCase()}` }),
  communityTally: (slug: Slug): Key => ({ pk: communityPk(slug), sk: 'TALLY' }),
  /** What two members have been to each other: one item, whoever asks. */
  pair: (a: Id, b: Id): Key => ({ pk: `PAIR#${[a, b].sort().join('#')}`, sk: '-' }),

  achievement: (id: Id): Key => ({ pk: achievementPk(id), sk: 'DRAFT' }),
  achievementVersion: (id: Id, version: number): Key => ({ pk: achievementPk(id), sk: `VERSION#${six(version)}` }),

  image: (slug: Slug, name: string): Key => ({ pk: `IMAGE#${slug}#${name}`, sk: '-' }),

  claim: (id: Id): Key => ({ pk: claimPk(id), sk: 'CLAIM' }),
  endorsement: (claimId: Id, evidenceVersion: number, endorserId: Id): Key => ({
    pk: claimPk(claimId),
    sk: `E#${four(evidenceVersion)}#${endorserId}`,
  }),
  endorsementPart: (claimId: Id, evidenceVersion: number, endorserId: Id, part: number): Key => ({
    pk: claimPk(claimId),
    sk: `E#${four(evidenceVersion)}#${endorserId}#${part}`,
  }),
  earlierEndorsement: (claimId: Id, evidenceVersion: number, endorserId: Id, version: number): Key => ({
    pk: claimPk(claimId),
    sk: `EH#${four(evidenceVersion)}#${endorserId}#${four(version)}`,
  }),
  earlierEndorsementPart: (
    claimId: Id,
    evidenceVersion: number,
    endorserId: Id,
    version: number,
    part: number,
  ): Key => ({ pk: claimPk(claimId), sk: `EH#${four(evidenceVersion)}#${endorserId}#${four(version)}#${part}` }),
  signedEndorsement: (claimId: Id, evidenceVersion: number, endorserId: Id, version: number): Key => ({
    pk: claimPk(claimId),
    sk: signedSk(evidenceVersion, endorserId, version),
  }),
  objection: (claimId: Id, id: Id): Key => ({ pk: claimPk(claimId), sk: `O#${id}` }),
  objectionVote: (claimId: Id, id: Id, memberId: Id): Key => ({ pk: claimPk(claimId), sk: `OV#${id}#${memberId}` }),
  objectionPointer: (id: Id): Key => ({ pk: `OBJECTION#${id}`, sk: 'CLAIM' }),
  disputeOutcome: (id: Id): Key => ({ pk: `OBJECTION#${id}`, sk: 'OUTCOME' }),
  /** What a member wrote when they objected or appealed. */
  objectionReason: (memberId: Id, id: Id): Key => ({ pk: memberPk(memberId), sk: `OBJECTION#${id}` }),
  voteReason: (memberId: Id, id: Id): Key => ({ pk: memberPk(memberId), sk: `VOTE#${id}` }),
  panelSeat: (memberId: Id, id: Id): Key => ({ pk: memberPk(memberId), sk: `PANEL#${id}` }),
  event: (claimId: Id, at: Instant, eventId: Id): Key => ({ pk: claimPk(claimId), sk: `V#${at}#${eventId}` }),
  refreshRequests: (claimId: Id): Key => ({ pk: claimPk(claimId), sk: 'R#' }),
  /** That the badge of the claim is in its community's number. */
  countedBadge: (claimId: Id): Key => ({ pk: claimPk(claimId), sk: 'COUNTED' }),
  /** That an endorser of the claim is in the numbers of endorsements. */
  talliedEndorser: (claimId: Id, endorserId: Id): Key => ({ pk: claimPk(claimId), sk: `TALLIED#${endorserId}` }),
  /** That somebody whom the panel's trust reaches has vouched for the claim. */
  vouchedClaim: (claimId: Id): Key => ({ pk: claimPk(claimId), sk: 'VOUCHED' }),
  revokedTrust: (claimId: Id): Key => ({ pk: claimPk(claimId), sk: 'TRUST#REVOKED' }),
  /** Right behind the endorsement, so that the same query reads both. */
  endorsementRing: (claimId: Id, evidenceVersion: number, endorserId: Id): Key => ({
    pk: claimPk(claimId),
    sk: `E#${four(evidenceVersion)}#${endorserId}#ring`,
  }),
  nudge: (claimId: Id): Key => ({ pk: claimPk(claimId), sk: 'N#' }),
  /** Numbered, so that of two made at once one is the next. */
  reviewRequest: (claimId: Id, number: number): Key => ({ pk: claimPk(claimId), sk: `Q#${four(number)}` }),
  parked: (claimId: Id | undefined, eventId: string): Key => ({
    pk: claimId === undefined ? PARKED_PK : claimPk(claimId),
    sk: `P#${eventId}`,
  }),
  /** What has been taken from a wallet: the same credential id is taken once, by whatever issuer and for whatever claim. */
  walletCredential: (credentialId: string): Key => ({
    pk: `WALLET#${hash(credentialId).toString('base64url')}`,
    sk: '-',
  }),
  endorsementPointer: (endorsementId: Id): Key => ({ pk: `ENDORSEMENT#${endorsementId}`, sk: '-' }),

  refreshPointer: (capability: string): Key => ({ pk: `REFRESH#${capability}`, sk: '-' }),
  credentialClaim: (id: Id): Key => ({ pk: credentialPk(id), sk: 'CLAIM' }),
  credential: (id: Id): Key => ({ pk: credentialPk(id), sk: 'HEAD' }),
  /** That it was there and is no more. */
  erasedCredential: (id: Id): Key => ({ pk: credentialPk(id), sk: 'ERASED' }),
  statusChange: (id: Id, statusVersion: number): Key => ({ pk: credentialPk(id), sk: `STATUS#${six(statusVersion)}` }),
  award: (id: Id): Key => ({ pk: credentialPk(id), sk: 'AWARD' }),
  /** A version that a later one took the place of. */
  earlierCredential: (id: Id, version: number): Key => ({ pk: credentialPk(id), sk: `VERSION#${six(version)}` }),
  /** Named by the digest of the whole, so that two attempts at one version never write each other's chunks. */
  credentialChunk: (id: Id, version: number, digest: string, chunk: number): Key => ({
    pk: credentialPk(id),
    sk: `CHUNK#${version}#${digest}#${chunk}`,
  }),
  awardChunk: (id: Id, digest: string, chunk: number): Key => ({
    pk: credentialPk(id),
    sk: `AWARD#${digest}#${chunk}`,
  }),

  list: (id: Id): Key => ({ pk: listPk(id), sk: 'HEAD' }),
  listIndex: (id: Id, index: number): Key => ({ pk: listPk(id), sk: `INDEX#${six(index)}` }),
  listBit: (id: Id, index: number): Key => ({ pk: listPk(id), sk: `BIT#${six(index)}` }),
  signedList: (id: Id): Key => ({ pk: listPk(id), sk: 'SIGNED' }),

  webAnswer: (url: string, accept: string): Key => ({
    pk: `WEB#${hash(JSON.stringify([url, accept])).toString('base64url')}`,
    sk: '-',
  }),

  /** Encoding the caller keeps `#` out of it: no caller can reach another's keys. */
  idempotency: (caller: string, key: string): Key => ({
    pk: `IDEMPOTENCY#${encodeURIComponent(caller)}#${key}`,
    sk: '-',
  }),
  /** Numbered, so that of two made at once one is the next. */
  platformKey: (number: number): Key => ({ pk: PLATFORM_PK, sk: `KEY#${six(number)}` }),
  receipt: (id: string): Key => ({ pk: `RECEIPT#${id}`, sk: '-' }),
  issuerSighting: (issuer: string): Key => ({ pk: `ISSUER#${hash(issuer).toString('base64url')}`, sk: '-' }),

  /** Of a digest of whoever calls, not of an address. */
  rate: (caller: string): Key => ({ pk: `RATE#${caller}`, sk: '-' }),
  due: ({ at, kind, claimId, ref }: DueItem): Key => ({
    pk: `DUE#${dueHour(at)}#${dueShard(claimId)}`,
    sk: [at, kind, claimId, ...(ref === undefined ? [] : [ref])].join('#'),
  }),
  dueCursor: (shard: number): Key => ({ pk: CLOCK_PK, sk: `CURSOR#${shard}` }),
}

/** Every range that is read with one query. */
export const ranges = {
  issuerKeys: (slug: Slug): KeyRange => ({ pk: communityPk(slug), prefix: 'KEY#' }),
  publishedJwks: (): KeyRange => ({ pk: JWKS_PK, prefix: 'KEY#' }),
  communityLists: (slug: Slug): KeyRange => ({ pk: communityPk(slug), prefix: 'LISTOF#' }),
  communityMembers: (slug: Slug): KeyRange => ({ pk: communityPk(slug), prefix: 'MEMBER#' }),
  communityAchievements: (slug: Slug): KeyRange => ({ pk: communityPk(slug), prefix: 'ACHIEVEMENT#' }),
  communityChallenges: (slug: Slug): KeyRange => ({ pk: communityPk(slug), prefix: 'CHALLENGE#' }),
  goldSamples: (challengeId: Id): KeyRange => ({ pk: challengePk(challengeId), prefix: 'SAMPLE#' }),
  participants: (challengeId: Id): KeyRange => ({ pk: challengePk(challengeId), prefix: 'PARTICIPANT#' }),
  communityApiKeys: (slug: Slug): KeyRange => ({ pk: communityPk(slug), prefix: 'APIKEY#' }),
  vcIssuers: (slug: Slug): KeyRange => ({ pk: communityPk(slug), prefix: 'VCISSUER#' }),
  memberDids: (memberId: Id): KeyRange => ({ pk: memberPk(memberId), prefix: 'DID#' }),
  challengeStandings: (memberId: Id): KeyRange => ({ pk: memberPk(memberId), prefix: 'STANDING#' }),
  licences: (memberId: Id): KeyRange => ({ pk: memberPk(memberId), prefix: 'LICENCE#' }),
  evidence: (learnerId: Id, claimId: Id): KeyRange => ({ pk: memberPk(learnerId), prefix: `EVIDENCE#${claimId}#` }),
  endorsements: (claimId: Id, evidenceVersion: number): KeyRange => ({
    pk: claimPk(claimId),
    prefix: `E#${four(evidenceVersion)}#`,
  }),
  /** The newest version of one judgement, with its parts. */
  judgementOf: (claimId: Id, evidenceVersion: number, endorserId: Id): KeyRange => ({
    pk: claimPk(claimId),
    prefix: `E#${four(evidenceVersion)}#${endorserId}`,
  }),
  /** Everything that lies with a member. */
  own: (memberId: Id): KeyRange => ({ pk: memberPk(memberId), prefix: '' }),
  claimEvents: (claimId: Id): KeyRange => ({ pk: claimPk(claimId), prefix: 'V#' }),
  texts: (endorserId: Id): KeyRange => ({ pk: memberPk(endorserId), prefix: 'TEXT#' }),
  textsOf: (endorserId: Id, claimId: Id, evidenceVersion: number): KeyRange => ({
    pk: memberPk(endorserId),
    prefix: `TEXT#${claimId}#${four(evidenceVersion)}#`,
  }),
  /** Of one endorser, or of all when none is named. */
  earlierEndorsements: (claimId: Id, evidenceVersion: number, endorserId?: Id): KeyRange => ({
    pk: claimPk(claimId),
    prefix: `EH#${four(evidenceVersion)}#${endorserId === undefined ? '' : `${endorserId}#`}`,
  }),
  earlierOf: (claimId: Id, evidenceVersion: number, endorserId: Id): KeyRange => ({
    pk: claimPk(claimId),
    prefix: `EH#${four(evidenceVersion)}#${endorserId}#`,
  }),
  signedOf: (claimId: Id, evidenceVersion: number, endorserId: Id): KeyRange => ({
    pk: claimPk(claimId),
    prefix: `S#${four(evidenceVersion)}#${endorserId}#`,
  }),
  signedEndorsements: (claimId: Id, evidenceVersion: number): KeyRange => ({
    pk: claimPk(claimId),
    prefix: `S#${four(evidenceVersion)}#`,
  }),
  allCredentialChunks: (id: Id): KeyRange => ({ pk: credentialPk(id), prefix: 'CHUNK#' }),
  objections: (claimId: Id): KeyRange => ({ pk: claimPk(claimId), prefix: 'O#' }),
  objectionVotes: (claimId: Id, id: Id): KeyRange => ({ pk: claimPk(claimId), prefix: `OV#${id}#` }),
  panelSeats: (memberId: Id): KeyRange => ({ pk: memberPk(memberId), prefix: 'PANEL#' }),
  allEndorsements: (claimId: Id): KeyRange => ({ pk: claimPk(claimId), prefix: 'E#' }),
  credentialChunks: (id: Id, version: number): KeyRange => ({ pk: credentialPk(id), prefix: `CHUNK#${version}#` }),
  earlierCredentials: (id: Id): KeyRange => ({ pk: credentialPk(id), prefix: 'VERSION#' }),
  reviewRequests: (claimId: Id): KeyRange => ({ pk: claimPk(claimId), prefix: 'Q#' }),
  parked: (claimId: Id): KeyRange => ({ pk: claimPk(claimId), prefix: 'P#' }),
  statusChanges: (credentialId: Id): KeyRange => ({ pk: credentialPk(credentialId), prefix: 'STATUS#' }),
  setBits: (listId: Id): KeyRange => ({ pk: listPk(listId), prefix: 'BIT#' }),
  platformKeys: (): KeyRange => ({ pk: PLATFORM_PK, prefix: 'KEY#' }),
  dueCursors: (): KeyRange => ({ pk: CLOCK_PK, prefix: 'CURSOR#' }),
}

/** The partition of one hour and shard of due items. */
export const dueBucket = (hour: string, shard: number): string => `DUE#${hour}#${shard}`
