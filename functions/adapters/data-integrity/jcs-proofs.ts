import { createHash } from 'node:crypto'
import canonicalize from 'canonicalize'
import { encodeBase58 } from '../../domain/shared/multikey.ts'
import type { DataIntegrityProof, JsonObject, JsonProofReader, JsonProofWriter } from '../../ports/proofs.ts'
import { failure } from './document-refused.ts'

import { checkProofMembers, listProofs, signatureOf, toProofInstant } from './proof-members.ts'
import { checkedSign, verifySignature } from './signature.ts'
import { resolveMethod } from './verification-method.ts'

const CRYPTOSUITE = 'eddsa-jcs-2022'

/** Signs plain JSON with `eddsa-jcs-2022`: no JSON-LD, no context, every member covered as it stands. */
export function jcsProofWriter(): JsonProofWriter {
  return {
    async signJson(document, { verificationMethod, publicKeyMultibase, sign, created }) {
      if (document['proof'] !== undefined) throw new TypeError('the document already has a proof')
      const checked = checkedSign(sign, publicKeyMultibase)
      const config = {
        type: 'DataIntegrityProof',
        cryptosuite: CRYPTOSUITE,
        created: toProofInstant(created),
        verificationMethod,
        proofPurpose: 'assertionMethod',
        ...('@context' in document ? { '@context': document['@context'] } : {}),
      } as const
      const signature = await checked(bytesToSign(config, document))
      const proof: DataIntegrityProof<'eddsa-jcs-2022'> = { ...config, proofValue: `z${encodeBase58(signature)}` }
      return { ...document, proof }
    },
  }
}

/** Verifies `eddsa-jcs-2022` proofs of plain JSON. */
export function jcsProofReader(): JsonProofReader {
  return {
    async verifyJson(document, controller, resolveDid) {
      const proofs = listProofs(document)
      if (!proofs) return failure('PROOF_INVALID', 'the proof is not an object')
      const [proof, second] = proofs
      if (!proof) return failure('PROOF_MISSING', 'the document has no proof')
      if (second) return failure('PROOF_TYPE_UNKNOWN', 'sets of proofs over plain JSON are not verified')
      if (proof['type'] !== 'DataIntegrityProof' || proof['cryptosuite'] !== CRYPTOSUITE) {
        return failure('PROOF_TYPE_UNKNOWN', `it is not an ${CRYPTOSUITE} proof`)
      }
      const malformed = checkProofMembers(proof)
      if (malformed) return malformed
      const method = await resolveMethod(proof['verificationMethod'], controller, resolveDid)
      if (!method.ok) return method

      const { proofValue, ...config } = proof
      const { proof: _, ...unsecured } = document
      const asSigned = withContextOf(config, unsecured)
      if (!asSigned) return failure('PROOF_INVALID', 'the proof was made under other contexts')
      const signature = signatureOf({ proofValue })
      if (!signature || !verifySignature(method.publicKey, bytesToSign(config, asSigned), signature)) {
        return failure('PROOF_INVALID', 'the signature does not fit the document')
      }
      const created = proof['created']
      return {
        ok: true,
        proofs: [{ verificationMethod: method.method.id, ...(typeof created === 'string' ? { created } : {}) }],
        skipped: [],
      }
    },
  }
}

/** Hash of the proof's other members, then hash of the document without it: 64 bytes. */
function bytesToSign(config: JsonObject, document: JsonObject): Uint8Array {
  return Buffer.concat([sha256OfCanonical(config), sha256OfCanonical(document)])
}

function sha256OfCanonical(value: JsonObject): Uint8Array {
  const canonical = canonicalize(value)
  if (canonical === undefined) throw new TypeError('only JSON can be signed')
  return createHash('sha256').update(canonical).digest()
}

/**
 * A document may gain contexts after it was signed, at the end of its list; it is checked with those it had.
 *
 * @see https://www.w3.org/TR/vc-di-eddsa/#verify-proof-eddsa-jcs-2022
 */
function withContextOf(config: JsonObject, document: JsonObject): JsonObject | undefined {
  if (!('@context' in config)) return document
  const signed = asArray(config['@context'])
  const present = asArray(document['@context'])
  const startsAlike = signed.every((context, i) => canonicalize(context) === canonicalize(present[i]))
  return startsAlike ? { ...document, '@context': config['@context'] } : undefined
}

const asArray = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [value])
