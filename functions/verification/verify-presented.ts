import type { KnownRecipient, VerificationReport } from '../../schemas/verification-report.ts'
import { err, ok } from '../domain/shared/result.ts'
import { fail, skip } from './check.ts'
import { checkRecipient } from './check-recipient.ts'
import { readAddress } from './read-address.ts'
import { readDocument } from './read-document.ts'
import type { ReadCredential, Reading } from './reading.ts'
import type { InTurn } from './take-turns.ts'
import type { Verification } from './verification.ts'
import { unreadable, verifyDocument } from './verify-credential.ts'

/** What a caller presents: an address, or a document as bytes or text. */
export type Presented = { readonly url: string } | { readonly document: Uint8Array | string }

/** How to go about one of what may be several documents of a request. */
export interface PresentedOptions {
  readonly recipient?: KnownRecipient | undefined
  /** How much may be read at an address. @default 4 MB */
  readonly maxBytes?: number
  /** Waits for the turn of a document that was read. @default it has it */
  readonly inTurn?: InTurn
}

const MAX_BYTES = 4 * 1024 * 1024

/**
 * Verifies what was presented in whatever form: reads the one credential in it, and checks that. What cannot be read gets a
 * report as well.
 */
export async function verifyPresented(
  verification: Verification,
  presented: Presented,
  options: PresentedOptions = {},
): Promise<VerificationReport> {
  const { maxBytes = MAX_BYTES, inTurn = atOnce, recipient } = options
  const read = await readPresented(verification, presented, maxBytes)
  return inTurn(async () => ({
    ...(verification.isOutOfTime()
      ? unreadable(OUT_OF_TIME)
      : await reportOn(verification, presented, read, recipient)),
    verifiedAt: verification.at,
  }))
}

const atOnce: InTurn = (work) => work()

/** A hosted assertion is looked up once; what is there is not asked for another address. */
async function readPresented(
  verification: Verification,
  presented: Presented,
  maxBytes: number,
): Promise<Reading<ReadCredential>> {
  const first =
    'url' in presented
      ? await readAddress(verification, presented.url, maxBytes)
      : readDocument(verification.parseXml, presented.document)
  if (!first.ok) return first
  if (!('hostedAt' in first.value)) return ok(first.value)
  const { form, hostedAt } = first.value
  const hosted = await readAddress(verification, hostedAt, maxBytes)
  if (!hosted.ok) return hosted
  return 'hostedAt' in hosted.value ? err(NO_ASSERTION) : ok({ ...hosted.value, form })
}

async function reportOn(
  verification: Verification,
  presented: Presented,
  read: Reading<ReadCredential>,
  recipient: KnownRecipient | undefined,
): Promise<VerificationReport> {
  const { report, document } = read.ok
    ? await verifyDocument(verification, read.value.credential)
    : { report: unreadable(read.error) }
  return {
    ...(read.ok ? withNotices(report, read.value.notices) : report),
    ...(read.ok ? { presented: describe(verification, presented, read.value) } : {}),
    ...(recipient ? { recipient: checkRecipient(verification, report.outcome, document, recipient) } : {}),
  }
}

/** What is said of the image goes behind what is said of the document in it, and changes no outcome. */
function withNotices(report: VerificationReport, notices: ReadCredential['notices']): VerificationReport {
  const behind = report.checks.findLastIndex(({ id }) => id === 'parse') + 1
  return { ...report, checks: report.checks.toSpliced(behind, 0, ...notices) }
}

const describe = ({ digests }: Verification, presented: Presented, { form, text }: ReadCredential) => ({
  form,
  ...('url' in presented ? { url: presented.url } : {}),
  digest: digests.sha256Base64Url(text),
})

const OUT_OF_TIME = skip(
  'parse',
  'OUT_OF_TIME',
  'The documents before this one took all the time there was. Present it again by itself.',
)

const NO_ASSERTION = fail(
  'parse',
  'NOT_A_CREDENTIAL',
  'The image says where its badge is published, and there is another such image in its place.',
)
