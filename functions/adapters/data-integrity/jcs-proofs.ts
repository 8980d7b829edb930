import { encodeBase58 } from '../../domain/shared/multikey.ts'
import type { Now } from '../../ports/clock.ts'
import type { JsonProofReader, JsonProofWriter } from '../../ports/proofs.ts'
import { systemNow } from '../clock/system-clock.ts'
import { hashFor, jcsSuiteFor, signatureBytes, suiteOf } from './cryptosuites.ts'
import { failure } from './document-refused.ts'
import { jcsBytesSigned, jcsBytesToSign, withContextOf } from './jcs-hash.ts'
import { controllerOf } from './key-place.ts'
import { checkProofMembers, listProofs, signatureOf, toProofConfig } from './proof-members.ts'
import { checkedSign, verifySignature } from './signature.ts'
import { resolveMethod } from './verification-method.ts'

/** Signs plain JSON with `eddsa-jcs-2022` and `ecdsa-jcs-2019`: no JSON-LD, every member covered as it stands. */
export function jcsProofWriter(): JsonProofWriter {
  return {
    async signJson(document, options) {
      if (document['proof'] !== undefined) throw new TypeError('the document already has a proof')
      const { algorithm, sign } = checkedSign(options)
      const config = {
        ...toProofConfig(jcsSuiteFor(algorithm), options),
        ...('@context' in document ? { '@context': document['@context'] } : {}),
      }
      const signature = await sign(jcsBytesToSign(config, document, hashFor(algorithm)))
      return { ...document, proof: { ...config, proofValue: `z${encodeBase58(signature)}` } }
    },
  }
}

/** Verifies `eddsa-jcs-2022` and `ecdsa-jcs-2019` proofs of plain JSON. */
export function jcsProofReader({ now = systemNow }: { readonly now?: Now } = {}): JsonProofReader {
  return {
    async verifyJson(document, controller, resolveDid) {
      const proofs = listProofs(document)
      if (!proofs) return failure('PROOF_INVALID', 'the proof is not an object')
      const [proof, second] = proofs
      if (!proof) return failure('PROOF_MISSING', 'the document has no proof')
      if (second) return failure('PROOF_TYPE_UNKNOWN', 'sets of proofs over plain JSON are not verified')
      const suite = suiteOf(proof)
      if (suite?.transform !== 'jcs') return failure('PROOF_TYPE_UNKNOWN', 'it is no proof over plain JSON')
      if (proof['previousProof'] !== undefined)
        return failure('PROOF_INVALID', 'it builds on a proof that is not there')
      const use = { relation: 'assertionMethod', now: now() } as const
      const malformed = checkProofMembers(proof, { proofPurpose: use.relation, now: use.now })
      if (malformed) return malformed
      const named = controllerOf(proof['verificationMethod'])
      if (named !== undefined && named !== controller) {
        return failure('ISSUER_KEY_UNBOUND', `the proof is not by a key of ${controller}`)
      }
      const method = await resolveMethod(proof['verificationMethod'], use, resolveDid, controller)
      if (!method.ok) return method
      const { algorithm } = method.publicKey
      if (!suite.algorithms.includes(algorithm)) {
        return failure('PROOF_INVALID', `its suite does not go with a key of ${algorithm}`)
      }

      const { proofValue: _, ...config } = proof
      const { proof: __, ...unsecured } = document
      const asSigned = withContextOf(config, unsecured)
      if (!asSigned) return failure('PROOF_INVALID', 'the proof was made under other contexts')
      const signature = signatureOf(proof, signatureBytes(algorithm))
      const bytes = jcsBytesSigned(config, asSigned, hashFor(algorithm))
      if (!signature || !bytes || !verifySignature(method.publicKey, bytes, signature)) {
        return failure('PROOF_INVALID', 'the signature does not fit the document')
      }
      const created = proof['created']
      return {
        ok: true,
        proofs: [{ verificationMethod: method.id, ...(typeof created === 'string' ? { created } : {}) }],
        skipped: [],
      }
    },
  }
}
