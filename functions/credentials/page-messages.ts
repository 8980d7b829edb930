import type { Assurance } from '../../schemas/policy.ts'
import type { VerificationReceipt } from '../../schemas/verification-receipt.ts'

/** Everything the pages say in words of their own; texts of communities and members stand in their own language. */
export interface Messages {
  readonly awardedBy: string
  readonly statusHeading: string
  readonly statusValid: string
  readonly statusRevoked: (date: string) => string
  readonly statusSuspended: (date: string) => string
  readonly statusReason: (reason: string) => string
  readonly supportLost: (until: string) => string
  readonly supportSettled: string
  readonly statusExpired: (date: string) => string
  readonly facts: string
  readonly heldBy: string
  readonly holderUnnamed: string
  readonly holderKnownAs: string
  readonly holderIsHashed: string
  readonly issuer: string
  readonly awarded: string
  readonly validFrom: string
  readonly validUntil: string
  readonly what: string
  readonly alignment: string
  readonly achievementPage: string
  readonly why: string
  readonly countOfRequired: (counted: string, required: string) => string
  readonly levelsCaption: (required: string) => string
  readonly criterion: string
  readonly levelReached: string
  readonly levelRequired: string
  readonly noneRequired: string
  readonly awardRecord: string
  readonly awardRecordSays: string
  readonly work: string
  readonly unnamedEvidence: string
  readonly endorsedBy: (count: number) => string
  readonly someCounted: (counted: number, count: number) => string
  /** Of the endorsements that are JWTs, and therefore not in the badge. */
  readonly besideBadge: (count: number) => string
  readonly endorsementsShown: (first: number, last: number, count: number) => string
  readonly earlierEndorsements: string
  readonly laterEndorsements: string
  readonly unnamedPeer: string
  readonly wholeAchievement: string
  readonly wholeText: string
  readonly wholeEndorsement: (name: string) => string
  /** Leads to the page that verifies. */
  readonly checkNow: string
  readonly check: string
  readonly checkIntro: string
  readonly checkSignature: string
  readonly checkStatus: string
  readonly checkKeys: string
  readonly signedJson: string
  readonly signedJwt: string
  readonly bakedPng: string
  readonly bakedSvg: string
  readonly statusList: string
  readonly didDocument: string
  readonly embed: {
    readonly heading: string
    readonly intro: string
    /** What stands for the picture where it is not seen. */
    readonly alt: (badge: string, issuer: string) => string
    readonly note: string
  }
  readonly yes: string
  readonly no: string
  readonly endorsement: {
    readonly title: (badge: string) => string
    readonly by: string
    readonly given: string
    readonly about: string
    readonly comment: string
    readonly judged: string
    readonly evidenceJudged: string
    readonly signature: string
    readonly json: string
    readonly jwt: string
    readonly checkIntro: string
  }
  /** Of an endorsement that did not come under a key kept for the endorser. */
  readonly signedWithOwnKey: string
  readonly award: {
    readonly title: string
    readonly intro: string
    readonly badge: string
    readonly rule: string
    readonly ruleInWords: string
    readonly opened: string
    readonly decided: string
    readonly outcome: (counted: number, required: number) => string
    /** Of a badge that is given for what the service recorded, without endorsements. */
    readonly recorded: string
    readonly furtherOpinion: string
    readonly evidence: string
    readonly evidenceVersion: (number: number) => string
    readonly digest: string
    readonly policyDigest: string
    readonly endorsements: string
    readonly endorsementsCaption: string
    readonly endorser: string
    readonly given: string
    readonly ratings: string
    readonly counts: string
    readonly knownBy: string
    readonly assurance: Readonly<Record<Assurance, string>>
    readonly signedText: string
    readonly checkIntro: string
  }
  readonly receipt: {
    readonly title: string
    readonly intro: string
    readonly outcome: Readonly<Record<VerificationReceipt['outcome'], string>>
    readonly verifiedAt: string
    readonly keptUntil: string
    readonly achievement: string
    readonly badge: string
    readonly issuer: string
    readonly readFrom: string
    readonly digest: string
    readonly recipient: string
    readonly recipientOutcome: Readonly<Record<'matched' | 'not-matched' | 'undetermined', string>>
    readonly endorsements: string
    readonly endorsementOutcome: Readonly<Record<VerificationReceipt['outcome'], string>>
    readonly endorsementCounts: (verified: number, all: number) => string
    readonly checks: string
    readonly step: Readonly<Record<VerificationReceipt['checks'][number]['id'], string>>
    readonly status: Readonly<Record<VerificationReceipt['checks'][number]['status'], string>>
    readonly check: string
    readonly checkIntro: string
    readonly signed: string
    readonly keys: string
  }
  readonly achievement: {
    readonly by: string
    readonly version: string
    readonly published: string
    readonly languages: string
    readonly description: string
    readonly criteria: string
    readonly rule: string
    readonly rubric: string
    readonly criterionLevels: (criterion: string) => string
    readonly required: string
    readonly tags: string
    readonly json: string
  }
  readonly community: {
    readonly kind: string
    readonly about: string
    readonly website: string
    readonly email: string
    readonly issuerId: string
    readonly since: string
    readonly keys: string
    readonly keysIntro: string
    /** In front of a date, behind a key that others may have signed with. */
    readonly notTrustedSince: string
    readonly json: string
  }
}
