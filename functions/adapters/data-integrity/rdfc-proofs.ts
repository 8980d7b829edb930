import { type ContextTable, ISSUING_CONTEXTS, VERIFYING_CONTEXTS } from '../../../schemas/contexts.ts'
import { encodeBase58 } from '../../domain/shared/multikey.ts'
import type { Now } from '../../ports/clock.ts'
import type { JsonLdReader } from '../../ports/json-ld.ts'
import type {
  DataIntegrityProof,
  JsonObject,
  ProofOptions,
  ProofReader,
  ProofWriter,
  RdfcCryptosuite,
} from '../../ports/proofs.ts'
import { systemNow } from '../clock/system-clock.ts'
import { securedDocument } from './bytes-to-sign.ts'
import { rdfcSuiteFor } from './cryptosuites.ts'
import { toDocumentRefused } from './document-refused.ts'
import { previousIds } from './proof-chain.ts'
import { listProofs, toProofConfig } from './proof-members.ts'
import { type RdfcCanonizer, rdfcCanonizer } from './rdfc-canonize.ts'
import { checkedSign } from './signature.ts'
import { verifyProofs } from './verify-proofs.ts'

/**
 * Signs credentials with `eddsa-rdfc-2022` and `ecdsa-rdfc-2019`, under the contexts as published on npm.
 *
 * Proofs are written as an array: the 1EdTech schema demands it, JSON-LD gives it the same meaning as a bare object, and
 * `@digitalbazaar/vc` and `@digitalcredentials/verifier-core` read both.
 */
export function rdfcProofWriter({
  contexts = ISSUING_CONTEXTS,
}: {
  /** @default those this service issues under */
  readonly contexts?: ContextTable | undefined
} = {}): ProofWriter {
  const canonizer = rdfcCanonizer(contexts)
  return {
    async sign(document, options) {
      if (document['proof'] !== undefined) throw new TypeError('the document already has a proof')
      const proof = await makeProof(canonizer, document, [], options)
      return { ...document, proof: [proof] }
    },
    async addProof(document, options) {
      const proofs = listProofs(document)
      if (!proofs) throw new TypeError('a proof of the document is not an object')
      const proof = await makeProof(canonizer, document, proofs, options)
      return { ...document, proof: [...proofs, proof] }
    },
  }
}

async function makeProof(
  canonizer: RdfcCanonizer,
  document: JsonObject,
  proofs: readonly JsonObject[],
  options: ProofOptions,
): Promise<DataIntegrityProof<RdfcCryptosuite>> {
  const { algorithm, sign } = checkedSign(options)
  const config = toProofConfig(rdfcSuiteFor(algorithm), options)
  const previous = findPrevious(proofs, options)
  try {
    const bytes = await securedDocument(canonizer, document).bytesToSign('rdfc', algorithm, { ...config }, previous)
    if (!bytes) throw new TypeError('only proofs over plain JSON carry contexts')
    return { ...config, proofValue: `z${encodeBase58(await sign(bytes))}` }
  } catch (error) {
    throw toDocumentRefused(error) ?? error
  }
}

/** The proofs that the new one builds on. @throws TypeError when one is missing, or the new id is taken. */
function findPrevious(proofs: readonly JsonObject[], { id, previousProof }: ProofOptions): readonly JsonObject[] {
  if (id !== undefined && proofs.some((proof) => proof['id'] === id)) throw new TypeError(`there is a proof ${id}`)
  const ids = previousIds(previousProof)
  if (!ids) throw new TypeError('previousProof names no proof, or one twice')
  const previous = proofs.filter((proof) => typeof proof['id'] === 'string' && ids.includes(proof['id']))
  if (previous.length !== ids.length) throw new TypeError('previousProof names a proof that is not there')
  return previous
}

/** Verifies the proofs and the terms of credentials and presentations, with published contexts only. */
export function rdfcProofReader({
  now = systemNow,
  contexts = VERIFYING_CONTEXTS,
}: {
  readonly now?: Now | undefined
  /** @default those that badges by others are verified under */
  readonly contexts?: ContextTable | undefined
} = {}): ProofReader & JsonLdReader {
  const canonizer = rdfcCanonizer(contexts)
  return {
    async verify(document, resolveDid, expectations = {}) {
      try {
        return await verifyProofs({ canonizer, now, resolveDid }, document, expectations)
      } catch (error) {
        const refused = toDocumentRefused(error)
        if (!refused) throw error
        return { ok: false, code: refused.code, detail: refused.message }
      }
    },
    async findUndefined(document) {
      try {
        await canonizer.toDataset(document)
        return undefined
      } catch (error) {
        const refused = toDocumentRefused(error)
        if (!refused) throw error
        return { code: refused.code, detail: refused.message }
      }
    },
  }
}
