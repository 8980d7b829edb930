import { createVerifyCryptosuite } from '@digitalbazaar/ecdsa-sd-2023-cryptosuite'
import { encodeMultikey } from '../../domain/shared/multikey.ts'
import type { JsonObject, ProofFailure } from '../../ports/proofs.ts'
import { DocumentRefused, failure, toDocumentRefused } from './document-refused.ts'
import type { RdfcCanonizer } from './rdfc-canonize.ts'
import type { BoundMethod } from './verification-method.ts'

/** The library looks each N-Quad up in a list of the proof's; both are kept short. A badge has about 50 N-Quads. */
const MAX_QUADS = 2000
/** An honest proof holds at most a signature, a label of 43 characters for each end, and an index for each N-Quad. */
const MAX_CHARACTERS_A_QUAD = 250

/**
 * Verifies a derived proof of `ecdsa-sd-2023` through Digital Bazaar's library: the disclosed statements are those the
 * issuer signed, and all that the issuer made mandatory are among them.
 *
 * The library expands JSON-LD by itself. It is handed what was expanded here, within the limits of work, with no context
 * left to process; expanding that once more changes nothing.
 *
 * @returns `undefined` when it holds. A base proof, which only a holder has, is `PROOF_INVALID`.
 * @throws What canonicalisation throws over a document that is at fault.
 * @see https://www.w3.org/TR/vc-di-ecdsa/#verify-derived-proof-ecdsa-sd-2023
 */
export async function verifyDerivedProof(
  canonizer: RdfcCanonizer,
  document: JsonObject,
  proof: JsonObject,
  method: Pick<BoundMethod, 'id' | 'controller' | 'publicKey'>,
): Promise<ProofFailure | undefined> {
  const { proofValue, ...config } = proof
  const [node, ...otherNodes] = await canonizer.expand(document)
  if (!node || otherNodes.length > 0) return failure('PROOF_INVALID', 'the document is not one thing')
  const dataset = await canonizer.toRdf([node])
  if (dataset.length > MAX_QUADS) {
    throw new DocumentRefused('DOCUMENT_TOO_COMPLEX', `more than ${MAX_QUADS} statements under a derived proof`)
  }
  const longest = 1000 + MAX_CHARACTERS_A_QUAD * dataset.length
  if (typeof proofValue !== 'string' || !proofValue.startsWith('u') || proofValue.length > longest) {
    return failure('PROOF_INVALID', 'proofValue is not a derived proof in base64url')
  }
  await canonizer.canonize(dataset, 'sha256')
  const [proofNode] = await canonizer.expand({ ...config, '@context': document['@context'] ?? [] })
  if (!proofNode) return failure('PROOF_INVALID', 'the proof says nothing')
  try {
    const cryptosuite = createVerifyCryptosuite()
    const data = await cryptosuite.createVerifyData({
      cryptosuite,
      document: { '@context': [], ...node },
      proof: { ...proofNode, proofValue },
      documentLoader: refuseToLoad,
    })
    const verifier = await cryptosuite.createVerifier({
      verificationMethod: {
        '@context': 'https://w3id.org/security/multikey/v1',
        id: method.id,
        type: 'Multikey',
        controller: method.controller,
        publicKeyMultibase: encodeMultikey(method.publicKey),
      },
    })
    return (await verifier.verify({ data }))
      ? undefined
      : failure('PROOF_INVALID', 'a signature does not fit the disclosed statements')
  } catch (error) {
    // Whatever the library was given comes from the document.
    const refused = toDocumentRefused(error)
    return failure(refused?.code ?? 'PROOF_INVALID', error instanceof Error ? error.message : String(error))
  }
}

async function refuseToLoad(url: string): Promise<never> {
  throw new DocumentRefused('CONTEXT_UNKNOWN', `nothing is loaded from ${url.slice(0, 200)}`)
}
