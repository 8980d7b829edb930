import type { VerificationCheck } from '../../schemas/verification-report.ts'
import type { Instant } from '../domain/shared/instant.ts'
import { toWholeSeconds } from '../domain/shared/instant.ts'
import type { JsonObject, ProofReader, ProofVerdict } from '../ports/proofs.ts'
import { fail, pass, warn } from './check.ts'
import type { CompromisedKeys } from './compromised-keys.ts'
import { asText, issuerIdOf } from './json.ts'

/** What looking at documents signed with compromised keys touches. */
interface CompromisedKeyDeps {
  readonly proofs: Pick<ProofReader, 'verify'>
  readonly compromised: CompromisedKeys
}

/**
 * What is to be said of a document whose signature does not count because others may have signed with the key: it holds
 * when exactly its bytes were stored here before that was possible. The dates in a document prove nothing, since whoever
 * has the key writes what they like (KEY-09). Documents come as parsed JSON, which writes the bytes that were signed.
 *
 * @param verdict  What was said of it with the keys that are trusted.
 * @returns `undefined` when the signature fails for another reason.
 */
export async function checkCompromisedKey(
  { proofs, compromised }: CompromisedKeyDeps,
  document: JsonObject,
  verdict: Extract<ProofVerdict, { readonly ok: false }>,
): Promise<readonly VerificationCheck[] | undefined> {
  if (verdict.code !== 'ISSUER_KEY_UNBOUND') return undefined
  const signed = await proofs.verify(document, compromised.resolveDid)
  if (!signed.ok) return undefined
  const methods = signed.proofs.map(({ verificationMethod }) => verificationMethod)
  const at = await compromised.compromisedAt(issuerIdOf(document) ?? '', methods)
  if (at === undefined) return undefined
  return compromisedChecks(at, await compromised.heldSince(asText(document['id']) ?? '', JSON.stringify(document)))
}

/** What is to be said of a signature that holds, of a key that others may have signed with since `compromisedAt`. */
export function compromisedChecks(
  compromisedAt: Instant,
  heldSince: Instant | undefined,
): readonly VerificationCheck[] {
  const since = toWholeSeconds(compromisedAt)
  const unchanged = pass('proof', 'The signature holds: nothing was changed since it was signed.')
  if (heldSince === undefined || heldSince >= compromisedAt)
    return [
      unchanged,
      fail(
        'issuer',
        'KEY_COMPROMISED',
        `Others may have signed with the issuer's key since ${since}, and this service did not hold this document before. It may be forged; ask for it to be issued anew.`,
        '/proof',
      ),
    ]
  return [
    unchanged,
    pass('issuer', 'The signing key belonged to the issuer named in the document when this service stored it.'),
    warn(
      'issuer',
      'KEY_COMPROMISED',
      `Others may have signed with the issuer's key since ${since}. This service stored exactly this document before, on ${toWholeSeconds(heldSince)}, so it holds. Other services will refuse it until it is issued anew.`,
      '/proof',
    ),
  ]
}
