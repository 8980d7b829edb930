import type { Now } from '../../ports/clock.ts'
import type { JsonObject, ProofExpectations, ProofFailure, ProofVerdict, ResolveDid } from '../../ports/proofs.ts'
import { type SecuredDocument, securedDocument } from './bytes-to-sign.ts'
import { type Cryptosuite, signatureBytes, suiteOf } from './cryptosuites.ts'
import { verifyDerivedProof } from './derived-proof.ts'
import { failure } from './document-refused.ts'
import { linkProofs, type ProofLinks } from './proof-chain.ts'
import { checkProofMembers, idOf, listProofs, signatureOf } from './proof-members.ts'
import type { RdfcCanonizer } from './rdfc-canonize.ts'
import { verifySignature } from './signature.ts'
import { controllerOf, resolveMethod } from './verification-method.ts'
import { assertBounded } from './work-limits.ts'

/** Each proof may ask for a DID document elsewhere; a document with more of them is refused. */
const MAX_PROOFS = 50

/** Graphs with blank nodes that are hard to tell apart are rare; more than a few are made to take long. */
const MAX_HARDER_TRIES = 3

/** What verifying proofs touches. */
export interface VerifyProofsDeps {
  readonly canonizer: RdfcCanonizer
  readonly now: Now
  readonly resolveDid: ResolveDid
}

interface KnownProof {
  readonly proof: JsonObject
  readonly suite: Cryptosuite
}

/**
 * Verifies every proof of a known kind, and that one of them is by whom it is to be.
 *
 * A proof that builds on one of an unknown kind is looked at as well; when all hold, that one still says nothing, since what
 * it builds on may not hold.
 *
 * @throws What canonicalisation throws over a document that is at fault.
 * @see https://www.w3.org/TR/vc-data-integrity/#verify-proof-sets-and-chains
 */
export async function verifyProofs(
  deps: VerifyProofsDeps,
  document: JsonObject,
  expectations: ProofExpectations,
): Promise<ProofVerdict> {
  const proofs = listProofs(document)
  if (!proofs) return failure('PROOF_INVALID', 'a proof is not an object')
  if (proofs.length === 0) return failure('PROOF_MISSING', 'the document has no proof')
  assertBounded(document)
  if (proofs.length > MAX_PROOFS) return failure('DOCUMENT_TOO_COMPLEX', `more than ${MAX_PROOFS} proofs`)
  const known = proofs.flatMap((proof): KnownProof[] => {
    const suite = suiteOf(proof)
    return suite ? [{ proof, suite }] : []
  })
  const unknown = proofs.filter((proof) => !suiteOf(proof))
  await assertDefined(deps.canonizer, document, proofs)
  if (known.length === 0) return failure('PROOF_TYPE_UNKNOWN', 'no proof of a known kind among them')
  const unbound = checkBinding(known, document, expectations)
  if (unbound) return unbound
  const links = linkProofs(proofs)
  if ('ok' in links) return links

  const secured = securedDocument(deps.canonizer, document, { tries: MAX_HARDER_TRIES })
  for (const { proof, suite } of known) {
    const failed = await verifyOne(deps, secured, { proof, suite, previous: links.get(proof) ?? [] }, expectations)
    if (failed) return failed
  }
  await secured.assertJsonLd()
  return buildsOn(known, unknown, links)
    ? failure('PROOF_TYPE_UNKNOWN', 'a proof builds on one of an unknown kind')
    : { ok: true, proofs: known.map(({ proof }) => toNamedProof(proof)), skipped: unknown.map(toSkippedProof) }
}

/**
 * A proof is part of the document: it may not hold what no context defines. Those signed over RDF are looked at when their
 * signatures are; the others here.
 */
async function assertDefined(canonizer: RdfcCanonizer, document: JsonObject, proofs: readonly JsonObject[]) {
  for (const proof of proofs) {
    if (suiteOf(proof)?.transform !== 'rdfc') {
      await canonizer.toDataset({ '@context': document['@context'] ?? [], ...proof })
    }
  }
}

/** Whether one of the proofs is by the party asked for. Whose the others are is for whoever relies on them. */
function checkBinding(
  known: readonly KnownProof[],
  document: JsonObject,
  { binding = 'issuer' }: ProofExpectations,
): ProofFailure | undefined {
  if (binding === 'none') return undefined
  const party = idOf(document, binding)
  if (party === undefined) {
    if (binding === 'holder' && document['holder'] === undefined) return undefined
    return failure('ISSUER_MISSING', `the document names no ${binding}`)
  }
  const controllers = known.map(({ proof }) => controllerOf(proof['verificationMethod']))
  if (controllers.includes(party)) return undefined
  return controllers.includes(undefined)
    ? failure('KEY_UNRESOLVABLE', 'the proof names no verification method by DID URL with a fragment')
    : failure('ISSUER_KEY_UNBOUND', `no proof is by a key of the ${binding} ${party}`)
}

async function verifyOne(
  { canonizer, now, resolveDid }: VerifyProofsDeps,
  secured: SecuredDocument,
  { proof, suite, previous }: KnownProof & { readonly previous: readonly JsonObject[] },
  { binding, proofPurpose = 'assertionMethod', challenge, domain }: ProofExpectations,
): Promise<ProofFailure | undefined> {
  const malformed = checkProofMembers(proof, { proofPurpose, challenge, domain, now })
  if (malformed) return malformed
  const use = { relation: proofPurpose, isLegacy: suite.isLegacy, allowsHttps: binding === 'none' }
  const method = await resolveMethod(proof['verificationMethod'], use, resolveDid)
  if (!method.ok) return method
  const { algorithm } = method.publicKey
  if (!suite.algorithms.includes(algorithm)) {
    return failure('PROOF_INVALID', `its suite does not go with a key of ${algorithm}`)
  }
  if (suite.transform === 'sd') {
    return verifyDerivedProof(canonizer, secured.withPrevious(previous), proof, method)
  }
  const signature = signatureOf(proof, signatureBytes(algorithm))
  if (!signature) return failure('PROOF_INVALID', `proofValue is not ${signatureBytes(algorithm)} bytes in base58btc`)
  const { proofValue: _, ...config } = proof
  const bytes = await secured.bytesToSign(suite.transform, algorithm, config, previous)
  if (!bytes) return failure('PROOF_INVALID', 'the proof was made under other contexts, or over no JSON')
  return verifySignature(method.publicKey, bytes, signature)
    ? undefined
    : failure('PROOF_INVALID', 'the signature does not fit the document')
}

const buildsOn = (known: readonly KnownProof[], unknown: readonly JsonObject[], links: ProofLinks): boolean =>
  known.some(({ proof }) => links.get(proof)?.some((previous) => unknown.includes(previous)))

const text = (value: unknown): string => (typeof value === 'string' ? value : '')

const toNamedProof = (proof: JsonObject) => ({
  verificationMethod: text(proof['verificationMethod']),
  ...(typeof proof['created'] === 'string' ? { created: proof['created'] } : {}),
})

const toSkippedProof = (proof: JsonObject) => ({
  type: text(proof['type']),
  ...(typeof proof['cryptosuite'] === 'string' ? { cryptosuite: proof['cryptosuite'] } : {}),
})
