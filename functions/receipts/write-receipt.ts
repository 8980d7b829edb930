import {
  RecipientTypeSchema,
  type UnsignedReceipt,
  UnsignedReceiptSchema,
  VerificationReceiptSchema,
} from '../../schemas/verification-receipt.ts'
import type { VerificationReport } from '../../schemas/verification-report.ts'
import { platformDidDocument, platformMethod } from '../domain/credential/platform-did-document.ts'
import { buildReceipt } from '../domain/receipt/build-receipt.ts'
import { toInstant } from '../domain/shared/instant.ts'
import { platformDid, publicUrls } from '../domain/shared/public-urls.ts'
import type { IssuerSightings } from '../ports/issuer-sightings.ts'
import type { Log } from '../ports/log.ts'
import type { JsonProofReader, JsonProofWriter } from '../ports/proofs.ts'
import type { Randomness } from '../ports/randomness.ts'
import type { ReceiptStore } from '../ports/receipt-store.ts'
import type { Signer } from '../ports/signer.ts'
import { ensurePlatformKey, PLATFORM_KEY_OWNER, type PlatformKeysDeps } from './platform-keys.ts'

export interface WriteReceiptDeps extends PlatformKeysDeps {
  readonly receipts: Pick<ReceiptStore, 'keep'>
  readonly sightings: Pick<IssuerSightings, 'note'>
  readonly keys: Signer
  readonly proofs: JsonProofWriter & JsonProofReader
  readonly random: Pick<Randomness, 'salt'>
  readonly log: Log
  /** Base URL of the service, without a trailing slash. */
  readonly publicUrl: string
}

/**
 * Signs and stores a receipt of each report under an address that cannot be guessed, and notes when an issuer's badge was
 * first verified. Each call makes other receipts.
 *
 * @param recipientType  In which way the caller named the recipient.
 * @returns their addresses; `undefined` where there was nothing that could have been verified.
 * @throws A fault when a receipt does not verify: nothing unverifiable leaves.
 */
export const receiptWriter =
  (deps: WriteReceiptDeps) =>
  async (
    reports: readonly VerificationReport[],
    recipientType?: string,
  ): Promise<readonly ({ readonly id: string } | undefined)[]> => {
    if (!reports.some(({ presented }) => presented)) return reports.map(() => undefined)
    const keys = await ensurePlatformKey(deps)
    return Promise.all(reports.map((report) => writeReceipt(deps, keys, report, recipientType)))
  }

async function writeReceipt(
  deps: WriteReceiptDeps,
  keys: Awaited<ReturnType<typeof ensurePlatformKey>>,
  report: VerificationReport,
  recipientType: string | undefined,
): Promise<{ readonly id: string } | undefined> {
  const { presented, verifiedAt } = report
  if (!presented) return undefined
  const name = deps.random.salt()
  const receipt = buildReceipt(
    { ...report, presented },
    {
      id: publicUrls(deps.publicUrl).receipt(name),
      issuer: platformDid(deps.publicUrl),
      verifiedAt: verifiedAt === undefined ? deps.now() : toInstant(new Date(verifiedAt)),
      recipientType: RecipientTypeSchema.safeParse(recipientType).data,
    },
  )
  const text = await signReceipt(deps, keys, receipt)
  await deps.receipts.keep({
    id: name,
    text,
    digest: deps.digests.sha256Base64Url(text),
    validUntil: toInstant(new Date(receipt.validUntil)),
  })
  const { issuer } = report.credential
  if (report.outcome === 'verified' && issuer !== undefined) await deps.sightings.note(issuer, deps.now())
  return { id: receipt.id }
}

async function signReceipt(
  deps: WriteReceiptDeps,
  { signing, keys }: Awaited<ReturnType<typeof ensurePlatformKey>>,
  receipt: UnsignedReceipt,
): Promise<string> {
  const { issuer } = receipt
  const did = platformDid(deps.publicUrl)
  const secured = await deps.proofs.signJson(UnsignedReceiptSchema.parse(receipt), {
    verificationMethod: platformMethod(did, signing),
    publicKeyMultibase: signing.key.publicKeyMultibase,
    sign: (bytes) => deps.keys.sign(signing.key, PLATFORM_KEY_OWNER, bytes),
    created: new Date(deps.now()),
  })
  const verdict = await deps.proofs.verifyJson(secured, issuer, async () => platformDidDocument(did, keys))
  if (!verdict.ok) {
    deps.log.error('self_check_failed', { code: verdict.code })
    throw new Error(`a receipt does not verify after signing: ${verdict.code} ${verdict.detail}`)
  }
  return JSON.stringify(VerificationReceiptSchema.parse(secured))
}
