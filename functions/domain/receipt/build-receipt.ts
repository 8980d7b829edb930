import type { UnsignedReceipt } from '../../../schemas/verification-receipt.ts'
import type { EndorsementReport, VerificationCheck, VerificationReport } from '../../../schemas/verification-report.ts'
import { addDays, type Instant } from '../shared/instant.ts'
import { asAddress, asPublicName, asStatedDate, asTitle } from './public-parts.ts'

/** How long a receipt is kept, in days: a year, whichever it is. */
const RECEIPT_DAYS = 366

/** UTF-8 bytes of a receipt before it is signed; even what cannot be compressed then fits one stored item. */
const MAX_BYTES = 280_000
const MAX_CHECKS = 200
const MAX_POINTER_CHARACTERS = 300

/** What is given from outside to make a receipt of a report. */
export interface ReceiptFrame {
  /** The receipt's address. */
  readonly id: string
  /** The DID of the service. */
  readonly issuer: string
  readonly verifiedAt: Instant
  /** In which way the caller named the recipient; one of the standard's, as others could say anything. */
  readonly recipientType?: RecipientType | undefined
}

type RecipientType = NonNullable<NonNullable<UnsignedReceipt['recipient']>['type']>

/** A report of something that was there to be verified. */
export type ReportOfBytes = VerificationReport & { readonly presented: NonNullable<VerificationReport['presented']> }

/** How much is said of each endorsement: every check; only those that found something; nothing but how many there are. */
type EndorsementDetail = 'every-check' | 'findings' | 'counts'
const DETAILS: readonly EndorsementDetail[] = ['every-check', 'findings', 'counts']

/**
 * The receipt of a report: what was verified, when, and what each check found, as ids, codes, dates and digests. Names of
 * people, comments, sentences and the recipient's identity are left out, and so is every id that could be a mailbox. It
 * is at most 280,000 bytes long; of a badge with very many endorsements it says less about each.
 */
export function buildReceipt(report: ReportOfBytes, frame: ReceiptFrame): UnsignedReceipt {
  for (const detail of DETAILS) {
    const receipt = toReceipt(report, frame, detail)
    if (new TextEncoder().encode(JSON.stringify(receipt)).length <= MAX_BYTES) return receipt
  }
  throw new Error('a receipt that tells of no endorsement is too long')
}

function toReceipt(
  report: ReportOfBytes,
  { id, issuer, verifiedAt, recipientType }: ReceiptFrame,
  detail: EndorsementDetail,
): UnsignedReceipt {
  const { outcome, standard, presented, checks, credential, endorsements, refreshed, recipient, award } = report
  const leftOut = Math.max(0, checks.length - MAX_CHECKS)
  return {
    id,
    type: 'VerificationReceipt',
    receiptVersion: 1,
    issuer,
    verifiedAt,
    validUntil: addDays(verifiedAt, RECEIPT_DAYS),
    outcome,
    ...present({ standard }),
    presented: { form: presented.form, ...present({ url: asAddress(presented.url) }), digest: presented.digest },
    checks: checks.slice(0, MAX_CHECKS).map(toCheck),
    ...(leftOut === 0 ? {} : { checksLeftOut: leftOut }),
    credential: toCredential(credential),
    ...present({ refreshed: refreshed && toRefreshed(refreshed) }),
    endorsements: detail === 'counts' ? [] : endorsements.map((endorsement) => toEndorsement(endorsement, detail)),
    endorsementCounts: countOutcomes(endorsements),
    ...present({
      recipient: recipient && { outcome: recipient.outcome, ...present({ type: recipientType }) },
      award,
      issuerFacts: toFacts(report.issuer),
    }),
  }
}

const toCheck = ({ id, status, code, pointer, spec }: VerificationCheck): UnsignedReceipt['checks'][number] => ({
  id,
  status,
  code,
  ...present({ pointer: asPointer(pointer) }),
  spec,
})

/** Members of a document are named by whoever made it, at any length. */
const asPointer = (pointer: string | undefined) =>
  pointer === undefined || pointer.length > MAX_POINTER_CHARACTERS ? undefined : pointer

const toCredential = (credential: VerificationReport['credential']): UnsignedReceipt['credential'] =>
  present({
    id: asPublicName(credential.id),
    issuer: asPublicName(credential.issuer),
    achievement: asPublicName(credential.achievement),
    achievementName: asTitle(credential.achievementName),
    awardedDate: asStatedDate(credential.awardedDate),
    validFrom: asStatedDate(credential.validFrom),
    validUntil: asStatedDate(credential.validUntil),
  })

function toRefreshed(refreshed: NonNullable<VerificationReport['refreshed']>): UnsignedReceipt['refreshed'] {
  const from = asStatedDate(refreshed.from)
  const to = asStatedDate(refreshed.to)
  return from === undefined || to === undefined ? undefined : { from, to }
}

const toEndorsement = (
  { pointer, id, issuer, outcome, checks }: EndorsementReport,
  detail: EndorsementDetail,
): UnsignedReceipt['endorsements'][number] => ({
  ...present({ pointer: asPointer(pointer), id: asPublicName(id), issuer: asPublicName(issuer) }),
  outcome,
  checks: checks.filter(({ status }) => detail === 'every-check' || status !== 'pass').map(toCheck),
})

function countOutcomes(endorsements: readonly EndorsementReport[]): UnsignedReceipt['endorsementCounts'] {
  const counts = { verified: 0, 'not-verified': 0, undetermined: 0 }
  for (const { outcome } of endorsements) counts[outcome] += 1
  return counts
}

/** An issuer may be a person. */
function toFacts(facts: VerificationReport['issuer']): UnsignedReceipt['issuerFacts'] {
  if (!facts) return undefined
  const { name: _, ...rest } = facts
  return rest
}

type Present<Members> = { [Name in keyof Members]?: Exclude<Members[Name], undefined> }

/** The members that have a value. */
function present<Members extends object>(members: Members): Present<Members> {
  const entries = Object.entries(members).filter(([, value]) => value !== undefined)
  return Object.fromEntries(entries) as Present<Members> // fewer of the same members
}
