import type { Instant } from '../../domain/shared/instant.ts'
import type { JsonObject, ProofExpectations, ProofFailure, ProofFailureCode, ResolveDid } from '../../ports/proofs.ts'
import type { SecuredDocument } from './bytes-to-sign.ts'
import { type Cryptosuite, signatureBytes } from './cryptosuites.ts'
import { verifyDerivedProof } from './derived-proof.ts'
import { failure, toDocumentRefused } from './document-refused.ts'
import { controllerOf } from './key-place.ts'
import { checkProofMembers, idOf, signatureOf } from './proof-members.ts'
import type { RdfcCanonizer } from './rdfc-canonize.ts'
import { verifySignature } from './signature.ts'
import { type BoundMethod, resolveMethod } from './verification-method.ts'

/** A proof of a kind known here. */
export interface KnownProof {
  readonly proof: JsonObject
  readonly suite: Cryptosuite
}

/** What the proofs of one document are verified with. */
export interface ProofContext {
  readonly canonizer: RdfcCanonizer
  readonly resolveDid: ResolveDid
  readonly now: Instant
  readonly document: JsonObject
  readonly secured: SecuredDocument
  readonly expectations: ProofExpectations
  /** Why nothing can be signed over the meaning of the document; a proof over its plain JSON may hold all the same. */
  readonly unreadable: ProofFailureCode | undefined
}

/**
 * Verifies what one proof says of itself, its key and its signature.
 *
 * @param signer  Its key, where that was found already.
 * @returns why it does not hold; `undefined` when it does, or when there is nothing to say over a document that cannot be read.
 * @throws Unavailable when its key could not be had.
 */
export async function verifyOneProof(
  context: ProofContext,
  { proof, suite, previous }: KnownProof & { readonly previous: readonly JsonObject[] },
  signer: BoundMethod | undefined,
): Promise<ProofFailure | undefined> {
  const { expectations, now, resolveDid, unreadable } = context
  const { proofPurpose = 'assertionMethod', challenge, domain } = expectations
  const malformed = checkProofMembers(proof, { proofPurpose, challenge, domain, now })
  if (malformed) return malformed
  const use = { relation: proofPurpose, now }
  const method = signer ?? (await resolveMethod(proof['verificationMethod'], use, resolveDid, holderOf(context, proof)))
  if (!method.ok) return method
  const { algorithm } = method.publicKey
  if (!suite.algorithms.includes(algorithm)) {
    return failure('PROOF_INVALID', `its suite does not go with a key of ${algorithm}`)
  }
  return unreadable === undefined || suite.transform === 'jcs'
    ? verifyReadable(context, { proof, suite, previous }, method)
    : undefined
}

/** Who must control a key by itself under the party's own address: the party. */
function holderOf({ document, expectations: { binding = 'issuer' } }: ProofContext, proof: JsonObject) {
  const party = binding === 'none' ? undefined : idOf(document, binding)
  return party !== undefined && controllerOf(proof['verificationMethod']) === party ? party : undefined
}

async function verifyReadable(
  { canonizer, secured }: ProofContext,
  { proof, suite, previous }: KnownProof & { readonly previous: readonly JsonObject[] },
  method: BoundMethod,
): Promise<ProofFailure | undefined> {
  if (suite.transform === 'sd') {
    return verifyDerivedProof(canonizer, secured.withPrevious(previous), proof, method)
  }
  const { algorithm } = method.publicKey
  const signature = signatureOf(proof, signatureBytes(algorithm))
  if (!signature) return failure('PROOF_INVALID', `proofValue is not ${signatureBytes(algorithm)} bytes in base58btc`)
  const { proofValue: _, ...config } = proof
  try {
    const bytes = await secured.bytesToSign(suite.transform, algorithm, config, previous)
    if (!bytes) return failure('PROOF_INVALID', 'the proof was made under other contexts, or over no JSON')
    return verifySignature(method.publicKey, bytes, signature)
      ? undefined
      : failure('PROOF_INVALID', 'the signature does not fit the document')
  } catch (error) {
    const refused = toDocumentRefused(error)
    if (!refused || refused.code === 'DOCUMENT_TOO_COMPLEX') throw error
    return failure('PROOF_INVALID', 'the proof itself is not JSON-LD')
  }
}
