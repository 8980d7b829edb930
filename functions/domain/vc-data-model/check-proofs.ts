import { instantOf } from './check-validity.ts'
import { type Finding, finding, type Path } from './finding.ts'
import { isJsonObject, listed } from './values.ts'

/** What a Data Integrity proof must say besides its type. */
const DATA_INTEGRITY_MEMBERS = ['cryptosuite', 'verificationMethod', 'proofPurpose', 'proofValue'] as const

/**
 * Whether the proofs of a document, if there are any, are objects that say what kind they are and when they were made.
 * Whether they hold is another matter.
 *
 * @see https://www.w3.org/TR/vc-data-integrity/#proofs
 */
export function checkProofs(value: unknown, path: Path): readonly Finding[] {
  if (Array.isArray(value) && value.length === 0) return [finding('PROOF_MALFORMED', path, 'must not be an empty list')]
  return listed(value, path).flatMap(({ value: proof, path: at }) => {
    if (!isJsonObject(proof)) return [finding('PROOF_MALFORMED', at, 'must be an object')]
    const { type } = proof
    if (typeof type !== 'string' || type === '')
      return [finding('PROOF_MALFORMED', [...at, 'type'], 'is required: a text')]
    const missing = type === 'DataIntegrityProof' ? DATA_INTEGRITY_MEMBERS : []
    return [
      ...missing
        .filter((member) => typeof proof[member] !== 'string')
        .map((member) => finding('PROOF_MALFORMED', [...at, member], 'is required: a text')),
      ...['created', 'expires']
        .filter((member) => proof[member] !== undefined && instantOf(proof[member]) === undefined)
        .map((member) => finding('PROOF_MALFORMED', [...at, member], 'must be a date and time with a time zone')),
    ]
  })
}
