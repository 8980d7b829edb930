import { jcsProofReader } from '../adapters/data-integrity/jcs-proofs.ts'
import type { JsonObject } from '../ports/proofs.ts'
import { asText } from '../verification/json.ts'

/** What is known of the signature of a record: that it holds, or why not. */
export type SignatureFinding = 'holds' | 'unsigned' | 'other_issuer' | 'key_unlisted' | 'key_ended' | 'broken'

/**
 * Whether the proof of an award record is by a key that its issuer listed when the document with its keys was saved. Nothing is
 * fetched. A retired key still counts; one that is marked as revoked does not, whatever it signed before.
 *
 * @param record  All members as they were read: the signature covers every one.
 * @param issuerDocument  The DID document of the issuer, or its profile, which lists the same keys.
 */
export async function checkRecordSignature(record: JsonObject, issuerDocument: JsonObject): Promise<SignatureFinding> {
  const issuer = asText(record['issuer']) ?? ''
  if (issuerDocument['id'] !== issuer) return 'other_issuer'
  const resolve = async (did: string) => (did === issuer ? issuerDocument : undefined)
  const verdict = await jcsProofReader().verifyJson(record, issuer, resolve)
  if (verdict.ok) return 'holds'
  switch (verdict.code) {
    case 'PROOF_MISSING':
      return 'unsigned'
    case 'KEY_UNRESOLVABLE':
    case 'ISSUER_KEY_UNBOUND':
      return 'key_unlisted'
    case 'KEY_REVOKED':
    case 'KEY_EXPIRED':
      return 'key_ended'
    default:
      return 'broken'
  }
}
