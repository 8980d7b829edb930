import { DataIntegrityProof } from '@digitalbazaar/data-integrity'
import { cryptosuite } from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite'
import jsigs from 'jsonld-signatures'
import { type ContextTable, ISSUING_CONTEXTS, VERIFYING_CONTEXTS } from '../../../schemas/contexts.ts'
import type {
  JsonObject,
  DataIntegrityProof as Proof,
  ProofReader,
  ProofVerdict,
  ProofWriter,
  ResolveDid,
} from '../../ports/proofs.ts'
import { DocumentRefused, failure, toDocumentRefused } from './document-refused.ts'
import { checkProofMembers, issuerId, listProofs } from './proof-members.ts'
import { rdfcCanonize } from './rdfc-canonize.ts'
import { checkedSign } from './signature.ts'
import { type BoundMethod, resolveMethod } from './verification-method.ts'

const CRYPTOSUITE = 'eddsa-rdfc-2022'

const suiteOver = (contexts: ContextTable) => ({ ...cryptosuite, canonize: rdfcCanonize(contexts) })

/**
 * Signs credentials with `eddsa-rdfc-2022` through Digital Bazaar's libraries, under the contexts as published on npm.
 *
 * The one proof is written as an array: the 1EdTech schema demands it, JSON-LD gives it the same meaning as a bare
 * object, and `@digitalbazaar/vc` and `@digitalcredentials/verifier-core` read both.
 */
export function rdfcProofWriter(): ProofWriter {
  const issuing = suiteOver(ISSUING_CONTEXTS)
  return {
    async sign(document, { verificationMethod, publicKeyMultibase, sign, created }) {
      if (document['proof'] !== undefined) throw new TypeError('the document already has a proof')
      const checked = checkedSign(sign, publicKeyMultibase)
      const suite = new DataIntegrityProof({
        cryptosuite: issuing,
        date: created,
        signer: { id: verificationMethod, algorithm: 'Ed25519', sign: ({ data }) => checked(data) },
      })
      try {
        const purpose = new jsigs.purposes.AssertionProofPurpose()
        const options = { suite, purpose, documentLoader: refuseToLoad, addSuiteContext: false }
        const { proof } = await jsigs.sign({ ...document }, options)
        // The library writes just these members.
        return { ...document, proof: [proof as Proof<'eddsa-rdfc-2022'>] as const }
      } catch (error) {
        throw toDocumentRefused(error) ?? error
      }
    },
  }
}

/** Verifies `eddsa-rdfc-2022` proofs through Digital Bazaar's libraries, with published contexts only. */
export function rdfcProofReader(): ProofReader {
  const verifying = suiteOver(VERIFYING_CONTEXTS)
  return {
    async verify(document, resolveDid) {
      const proofs = listProofs(document)
      if (!proofs) return failure('PROOF_INVALID', 'a proof is not an object')
      if (proofs.length === 0) return failure('PROOF_MISSING', 'the document has no proof')
      const known = proofs.filter(isOfKnownKind)
      const unknown = proofs.filter((proof) => !isOfKnownKind(proof))
      const undefinedTerm = await checkSafeMode(verifying, document, unknown)
      if (undefinedTerm) return undefinedTerm
      if (known.length === 0) return failure('PROOF_TYPE_UNKNOWN', `no ${CRYPTOSUITE} proof among them`)
      const issuer = issuerId(document)
      if (issuer === undefined) return failure('ISSUER_MISSING', 'the document names no issuer')

      for (const proof of known) {
        const verdict = await verifyOne(verifying, document, proof, issuer, resolveDid)
        if (!verdict.ok) return verdict
      }
      return { ok: true, proofs: known.map(toNamedProof), skipped: unknown.map(toSkippedProof) }
    },
  }
}

async function verifyOne(
  suiteParts: typeof cryptosuite,
  document: JsonObject,
  proof: JsonObject,
  issuer: string,
  resolveDid: ResolveDid,
): Promise<ProofVerdict> {
  const malformed = checkProofMembers(proof)
  if (malformed) return malformed
  const method = await resolveMethod(proof['verificationMethod'], issuer, resolveDid)
  if (!method.ok) return method
  const { verified, results, error } = await jsigs.verify(
    { ...document, proof },
    {
      suite: new DataIntegrityProof({ cryptosuite: suiteParts }),
      purpose: new jsigs.purposes.AssertionProofPurpose({ controller: method.controller }),
      documentLoader: serveMethod(method),
    },
  )
  if (verified && results?.length === 1) return { ok: true, proofs: [], skipped: [] }
  const refused = toDocumentRefused(results?.[0]?.error ?? error)
  return failure(refused?.code ?? 'PROOF_INVALID', refused?.message ?? 'the signature does not fit the document')
}

/** A skipped proof is part of the document all the same: it may not hold what no context defines. */
async function checkSafeMode(
  { canonize }: typeof cryptosuite,
  document: JsonObject,
  skipped: readonly JsonObject[],
): Promise<ProofVerdict | undefined> {
  try {
    for (const proof of skipped) await canonize({ '@context': document['@context'], ...proof }, {})
  } catch (error) {
    const refused = toDocumentRefused(error)
    if (!refused) throw error
    return failure(refused.code, refused.message)
  }
  return undefined
}

const isOfKnownKind = (proof: JsonObject): boolean =>
  proof['type'] === 'DataIntegrityProof' && proof['cryptosuite'] === CRYPTOSUITE

const serveMethod =
  ({ method }: BoundMethod) =>
  async (url: string) => {
    if (url !== method.id) throw new DocumentRefused('CONTEXT_UNKNOWN', `nothing is loaded from ${url.slice(0, 200)}`)
    const document = { '@context': 'https://w3id.org/security/multikey/v1', ...method }
    return { contextUrl: null, documentUrl: url, document }
  }

const refuseToLoad = async (url: string): Promise<never> => {
  throw new DocumentRefused('CONTEXT_UNKNOWN', `nothing is loaded from ${url.slice(0, 200)}`)
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '')

const toNamedProof = (proof: JsonObject) => ({
  verificationMethod: text(proof['verificationMethod']),
  ...(typeof proof['created'] === 'string' ? { created: proof['created'] } : {}),
})

const toSkippedProof = (proof: JsonObject) => ({
  type: text(proof['type']),
  ...(typeof proof['cryptosuite'] === 'string' ? { cryptosuite: proof['cryptosuite'] } : {}),
})
