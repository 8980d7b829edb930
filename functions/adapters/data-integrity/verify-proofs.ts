import type { Now } from '../../ports/clock.ts'
import type { JsonObject, ProofExpectations, ProofFailure, ProofVerdict, ResolveDid } from '../../ports/proofs.ts'
import { Unavailable } from '../../ports/unavailable.ts'
import { securedDocument } from './bytes-to-sign.ts'
import { suiteOf } from './cryptosuites.ts'
import { type DocumentRefused, failure, keyFailure, toDocumentRefused } from './document-refused.ts'
import { bindProofs, type Signers } from './proof-binding.ts'
import { linkProofs, type ProofLinks } from './proof-chain.ts'
import { listProofs } from './proof-members.ts'
import type { RdfcCanonizer } from './rdfc-canonize.ts'
import { type KnownProof, type ProofContext, verifyOneProof } from './verify-one-proof.ts'
import { assertBounded } from './work-limits.ts'

/** Each proof may ask for a document elsewhere; a document with more of them is refused. */
const MAX_PROOFS = 50

/** Graphs with blank nodes that are hard to tell apart are rare; more than a few are made to take long. */
const MAX_HARDER_TRIES = 3

/** What verifying proofs touches. */
export interface VerifyProofsDeps {
  readonly canonizer: RdfcCanonizer
  readonly now: Now
  readonly resolveDid: ResolveDid
}

/**
 * Verifies every proof of a known kind, and that one of them is by whom it is to be. It ends with the first proof that does
 * not hold, and says of that one and of the document all that is wrong.
 *
 * A proof that builds on one of an unknown kind is looked at as well; when all hold, that one still says nothing, since what
 * it builds on may not hold.
 *
 * @throws Unavailable when a key could not be had and nothing else is wrong.
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
  const secured = securedDocument(deps.canonizer, document, { tries: MAX_HARDER_TRIES })
  const unreadable = await refusalOf(() => secured.assertJsonLd())
  const context: ProofContext = {
    ...deps,
    now: deps.now(),
    document,
    secured,
    expectations,
    unreadable: unreadable?.code,
  }
  const refusals = [unreadable, await findUndefined(deps.canonizer, document, proofs, isLookedAtHere)]
  const failed = await findFailure(context, document, proofs, known)
  if (failed) refusals.push(await findUndefined(deps.canonizer, document, proofs, (proof) => !isLookedAtHere(proof)))

  const [first, ...further] = [
    ...toFailures(refusals),
    ...(isSignedUnread(unreadable, known) && !isInvalid(failed) ? [signedUnread] : []),
    ...(failed ? [toReason(failed)] : []),
  ]
  if (first) {
    if (failed instanceof Unavailable && further.length === 0) throw failed
    return further.length === 0 ? first : { ...first, further }
  }
  return { ok: true, proofs: known.map(toNamedProof), skipped: unknown.map(toSkippedProof) }
}

/** The first proof, or set of them, that does not hold, as far as can be told; what could not be had as it was thrown. */
async function findFailure(
  context: ProofContext,
  document: JsonObject,
  proofs: readonly JsonObject[],
  known: readonly KnownProof[],
): Promise<ProofFailure | Unavailable | undefined> {
  if (known.length === 0) return failure('PROOF_TYPE_UNKNOWN', 'no proof of a known kind among them')
  try {
    const links = linkProofs(proofs)
    if ('ok' in links) return links
    const signers = await bindProofs(known, document, context)
    if ('ok' in signers) return signers
    return (await verifyAll(context, known, links, signers)) ?? findUnfounded(known, links)
  } catch (error) {
    if (error instanceof Unavailable) return error
    throw error
  }
}

async function verifyAll(
  context: ProofContext,
  known: readonly KnownProof[],
  links: ProofLinks,
  signers: Signers,
): Promise<ProofFailure | undefined> {
  for (const one of known) {
    const previous = links.get(one.proof) ?? []
    const failed = await verifyOneProof(context, { ...one, previous }, signers.get(one.proof))
    if (failed) return failed
  }
  return undefined
}

function findUnfounded(known: readonly KnownProof[], links: ProofLinks): ProofFailure | undefined {
  const isUnfounded = known.some(({ proof }) => links.get(proof)?.some((previous) => !suiteOf(previous)))
  return isUnfounded ? failure('PROOF_TYPE_UNKNOWN', 'a proof builds on one of an unknown kind') : undefined
}

/**
 * What no context defines in proofs, which are part of the document. Those signed over RDF are looked at with their
 * signatures, and here only when it did not come to that.
 */
async function findUndefined(
  canonizer: RdfcCanonizer,
  document: JsonObject,
  proofs: readonly JsonObject[],
  isWanted: (proof: JsonObject) => boolean,
): Promise<DocumentRefused | undefined> {
  const contexts = { '@context': document['@context'] ?? [] }
  for (const proof of proofs.filter(isWanted)) {
    // What a type means decides what its members mean, so that an undefined one is to be named first.
    const { type } = proof
    const refused =
      (type === undefined ? undefined : await refusalOf(() => canonizer.toDataset({ ...contexts, type }))) ??
      (await refusalOf(() => canonizer.toDataset({ ...contexts, ...proof })))
    if (refused) return refused
  }
  return undefined
}

const isLookedAtHere = (proof: JsonObject): boolean => suiteOf(proof)?.transform !== 'rdfc'

/** Why work over a document was refused. What takes too long ends the whole, and is thrown on. */
async function refusalOf(work: () => Promise<unknown>): Promise<DocumentRefused | undefined> {
  try {
    await work()
    return undefined
  } catch (error) {
    const refused = toDocumentRefused(error)
    if (!refused || refused.code === 'DOCUMENT_TOO_COMPLEX') throw error
    return refused
  }
}

/** Nothing can have been signed over the meaning of a document that has none; with a context not known here, that is open. */
const isSignedUnread = (unreadable: DocumentRefused | undefined, known: readonly KnownProof[]): boolean =>
  unreadable !== undefined &&
  unreadable.code !== 'CONTEXT_UNKNOWN' &&
  known.some(({ suite }) => suite.transform !== 'jcs')

const signedUnread = failure('PROOF_INVALID', 'nothing can be signed over a document that is not JSON-LD')

const isInvalid = (failed: ProofFailure | Unavailable | undefined): boolean =>
  failed !== undefined && !(failed instanceof Unavailable) && failed.code === 'PROOF_INVALID'

/** One of each kind: document and proofs stand under the same contexts, and one example is enough. */
function toFailures(refusals: readonly (DocumentRefused | undefined)[]): readonly ProofFailure[] {
  const byCode = new Map<string, ProofFailure>()
  for (const refused of refusals) {
    if (refused && !byCode.has(refused.code)) byCode.set(refused.code, failure(refused.code, refused.message))
  }
  return [...byCode.values()]
}

/** What could not be had as one of several reasons. */
const toReason = (failed: ProofFailure | Unavailable): ProofFailure =>
  failed instanceof Unavailable
    ? keyFailure('KEY_UNRESOLVABLE', failed.message, { trouble: 'unavailable', at: failed.host })
    : failed

const text = (value: unknown): string => (typeof value === 'string' ? value : '')

const toNamedProof = ({ proof, suite }: KnownProof) => ({
  verificationMethod: text(proof['verificationMethod']),
  ...(typeof proof['created'] === 'string' ? { created: proof['created'] } : {}),
  ...(suite.isLegacy ? { legacySuite: text(proof['cryptosuite'] ?? proof['type']) } : {}),
})

const toSkippedProof = (proof: JsonObject) => ({
  type: text(proof['type']),
  ...(typeof proof['cryptosuite'] === 'string' ? { cryptosuite: proof['cryptosuite'] } : {}),
})
