import type { Instant } from '../../domain/shared/instant.ts'
import type { JsonObject, ProofExpectations, ProofFailure, ResolveDid } from '../../ports/proofs.ts'
import { failure } from './document-refused.ts'
import { controllerOf } from './key-place.ts'
import { findListedMethod } from './listed-method.ts'
import { idOf } from './proof-members.ts'
import type { BoundMethod } from './verification-method.ts'
import type { KnownProof } from './verify-one-proof.ts'

/** Keys that were already found, by the proof they are to have made. */
export type Signers = ReadonlyMap<JsonObject, BoundMethod>

const NONE: Signers = new Map()

/** What binding proofs touches. */
interface BindingContext {
  readonly resolveDid: ResolveDid
  readonly now: Instant
  readonly expectations: ProofExpectations
}

/**
 * Whether one of the proofs is by the party asked for. Nothing is looked up when one names a key under the party's own id;
 * whether that one holds is seen when it is verified. Whose the others are is for whoever relies on them.
 *
 * @returns the key found to be the party's where it is named under another id; or why none is.
 */
export async function bindProofs(
  known: readonly KnownProof[],
  document: JsonObject,
  { resolveDid, now, expectations }: BindingContext,
): Promise<Signers | ProofFailure> {
  const { binding = 'issuer', proofPurpose = 'assertionMethod' } = expectations
  if (binding === 'none') return NONE
  const party = idOf(document, binding)
  if (party === undefined) {
    if (binding === 'holder' && document['holder'] === undefined) return NONE
    return failure('ISSUER_MISSING', `the document names no ${binding}`)
  }
  const methodIds = known.map(({ proof }) => proof['verificationMethod'])
  if (methodIds.some((id) => controllerOf(id) === party)) return NONE
  const found = await findListedMethod(methodIds, party, { relation: proofPurpose, now }, resolveDid)
  if (!found.ok) return found
  return new Map(
    known.filter(({ proof }) => proof['verificationMethod'] === found.id).map(({ proof }) => [proof, found]),
  )
}
