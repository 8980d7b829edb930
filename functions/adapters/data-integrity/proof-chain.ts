import type { JsonObject, ProofFailure } from '../../ports/proofs.ts'
import { failure } from './document-refused.ts'

/** The proofs that each proof builds on, in the order in which the document holds them. */
export type ProofLinks = ReadonlyMap<JsonObject, readonly JsonObject[]>

/**
 * Follows `previousProof` through the proofs of one document.
 *
 * @returns `PROOF_INVALID` when two proofs share an id, one names a proof that is not there, or names itself over others.
 * @see https://www.w3.org/TR/vc-data-integrity/#proof-chains
 */
export function linkProofs(proofs: readonly JsonObject[]): ProofLinks | ProofFailure {
  const byId = new Map<unknown, JsonObject>()
  for (const proof of proofs) {
    if (proof['id'] === undefined) continue
    if (byId.has(proof['id'])) return failure('PROOF_INVALID', 'two proofs have the same id')
    byId.set(proof['id'], proof)
  }
  const links = new Map<JsonObject, readonly JsonObject[]>()
  for (const proof of proofs) {
    const ids = previousIds(proof['previousProof'])
    if (!ids) return failure('PROOF_INVALID', 'previousProof is not an id, or a list of different ids')
    const missing = ids.find((id) => !byId.has(id))
    if (missing !== undefined) return failure('PROOF_INVALID', `there is no proof ${missing.slice(0, 200)}`)
    links.set(
      proof,
      proofs.filter(({ id }) => typeof id === 'string' && ids.includes(id)),
    )
  }
  return hasCycle(links) ? failure('PROOF_INVALID', 'a proof comes before itself') : links
}

/** The ids that `previousProof` names; `undefined` for what is neither an id nor a list of different ones. */
export function previousIds(previousProof: unknown): readonly string[] | undefined {
  if (previousProof === undefined) return []
  const ids: readonly unknown[] = Array.isArray(previousProof) ? previousProof : [previousProof]
  const areIds = ids.every((id): id is string => typeof id === 'string')
  return areIds && ids.length > 0 && new Set(ids).size === ids.length ? ids : undefined
}

/** Takes away proofs that build on none that is left, until nothing changes; what stays goes round in a circle. */
function hasCycle(links: ProofLinks): boolean {
  let rest = [...links.keys()]
  for (;;) {
    const left = rest.filter((proof) => links.get(proof)?.some((previous) => rest.includes(previous)))
    if (left.length === rest.length) return left.length > 0
    rest = left
  }
}
