import { UnsignedReceiptSchema, VerificationReceiptSchema } from '../../schemas/verification-receipt.ts'
import type { VerificationReport } from '../../schemas/verification-report.ts'
import { platformDidDocument, platformMethod } from '../domain/credential/platform-did-document.ts'
import { buildReceipt } from '../domain/receipt/build-receipt.ts'
import { toInstant } from '../domain/shared/instant.ts'
import { platformDid, publicUrls } from '../domain/shared/public-urls.ts'
import type { Log } from '../ports/log.ts'
import type { JsonProofReader, JsonProofWriter } from '../ports/proofs.ts'
import type { Randomness } from '../ports/randomness.ts'
import type { IssuerSightings, ReceiptStore } from '../ports/receipt-store.ts'
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
 * Signs and stores the receipt of a report under an address that cannot be guessed, and notes when an issuer's badge was
 * first verified. Each call makes another receipt.
 *
 * @returns its address; `undefined` when there was nothing that could have been verified.
 * @throws A fault when the receipt does not verify: nothing unverifiable leaves.
 */
export const receiptWriter =
  (deps: WriteReceiptDeps) =>
  async (report: VerificationReport): Promise<{ readonly id: string } | undefined> => {
    const { presented } = report
    if (!presented) return undefined
    const { signing, keys } = await ensurePlatformKey(deps)
    const { publicUrl, now, digests } = deps
    const name = deps.random.salt()
    const issuer = platformDid(publicUrl)
    const at = now()
    const receipt = buildReceipt(
      { ...report, presented },
      { id: publicUrls(publicUrl).receipt(name), issuer, verifiedAt: verifiedAt(report) ?? at },
    )
    const secured = await deps.proofs.signJson(UnsignedReceiptSchema.parse(receipt), {
      verificationMethod: platformMethod(issuer, signing),
      publicKeyMultibase: signing.key.publicKeyMultibase,
      sign: (bytes) => deps.keys.sign(signing.key, PLATFORM_KEY_OWNER, bytes),
      created: new Date(at),
    })
    const verdict = await deps.proofs.verifyJson(secured, issuer, async () => platformDidDocument(issuer, keys))
    if (!verdict.ok) {
      deps.log.error('self_check_failed', { code: verdict.code })
      throw new Error(`a receipt does not verify after signing: ${verdict.code} ${verdict.detail}`)
    }
    const text = JSON.stringify(VerificationReceiptSchema.parse(secured))
    await deps.receipts.keep({
      id: name,
      text,
      digest: digests.sha256Base64Url(text),
      validUntil: toInstant(new Date(receipt.validUntil)),
    })
    const seen = report.credential.issuer
    if (report.outcome === 'verified' && seen !== undefined) await deps.sightings.note(seen, at)
    return { id: receipt.id }
  }

const verifiedAt = ({ verifiedAt: at }: VerificationReport) => (at === undefined ? undefined : toInstant(new Date(at)))
