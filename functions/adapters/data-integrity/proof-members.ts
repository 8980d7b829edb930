import { decodeBase58 } from '../../domain/shared/multikey.ts'
import type { JsonObject, ProofFailure } from '../../ports/proofs.ts'
import { failure } from './document-refused.ts'
import { isJsonObject } from './json-object.ts'

const SIGNATURE_BYTES = 64
/** XSD dateTimeStamp: the zone is part of it. */
const DATE_TIME_STAMP = /^\d{4,}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/

/** An instant as proofs write it: UTC, whole seconds, the fraction cut off. */
export const toProofInstant = (at: Date): string => `${at.toISOString().slice(0, 19)}Z`

/** The proofs of a document, single or in an array; `undefined` when one of them is not even an object. */
export function listProofs(document: JsonObject): readonly JsonObject[] | undefined {
  const proof = document['proof']
  if (proof === undefined) return []
  const proofs: readonly unknown[] = Array.isArray(proof) ? proof : [proof]
  return proofs.every(isJsonObject) ? proofs : undefined
}

/** The issuer's id, given as text or as an object with an `id`. */
export function issuerId(document: JsonObject): string | undefined {
  const issuer = document['issuer']
  const id = isJsonObject(issuer) ? issuer['id'] : issuer
  return typeof id === 'string' ? id : undefined
}

/**
 * Checks what a proof must say of itself before its signature is looked at: made for assertion, an instant with a zone
 * if any, 64 signature bytes in base58btc, and no earlier proof it depends on (proof chains are not verified here).
 */
export function checkProofMembers(proof: JsonObject): ProofFailure | undefined {
  if (proof['proofPurpose'] !== 'assertionMethod') {
    return failure('PROOF_INVALID', 'the proof was not made for assertionMethod')
  }
  if (proof['previousProof'] !== undefined) return failure('PROOF_TYPE_UNKNOWN', 'proof chains are not verified')
  for (const member of ['created', 'expires']) {
    const instant = proof[member]
    if (instant !== undefined && !(typeof instant === 'string' && DATE_TIME_STAMP.test(instant))) {
      return failure('PROOF_INVALID', `${member} of the proof is not an instant with a time zone`)
    }
  }
  return signatureOf(proof) ? undefined : failure('PROOF_INVALID', 'proofValue is not 64 bytes in base58btc')
}

/** The 64 signature bytes of `proofValue`. */
export function signatureOf(proof: JsonObject): Uint8Array | undefined {
  const value = proof['proofValue']
  // 90 characters hold any 64 bytes; longer text is not worth decoding.
  if (typeof value !== 'string' || !value.startsWith('z') || value.length > 90) return undefined
  const bytes = decodeBase58(value.slice(1))
  return bytes?.length === SIGNATURE_BYTES ? bytes : undefined
}
