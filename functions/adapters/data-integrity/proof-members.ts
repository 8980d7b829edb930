import { type Instant, toEpochMilliseconds } from '../../domain/shared/instant.ts'
import { decodeBase58 } from '../../domain/shared/multikey.ts'
import type { DataIntegrityProof, JsonObject, ProofFailure, ProofOptions, ProofPurpose } from '../../ports/proofs.ts'
import { failure } from './document-refused.ts'
import { isJsonObject } from './json-object.ts'

/** XSD dateTimeStamp: the zone is part of it. */
const DATE_TIME_STAMP = /^\d{4,}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/

/** An instant as proofs write it: UTC, whole seconds, the fraction cut off. */
const toProofInstant = (at: Date): string => `${at.toISOString().slice(0, 19)}Z`

/** What a new proof says of itself: all its members but `proofValue`. */
export const toProofConfig = <Suite extends string>(
  cryptosuite: Suite,
  options: ProofOptions,
): Omit<DataIntegrityProof<Suite>, 'proofValue'> => ({
  ...(options.id === undefined ? {} : { id: options.id }),
  type: 'DataIntegrityProof',
  cryptosuite,
  created: toProofInstant(options.created),
  verificationMethod: options.verificationMethod,
  proofPurpose: options.proofPurpose ?? 'assertionMethod',
  ...(options.challenge === undefined ? {} : { challenge: options.challenge }),
  ...(options.domain === undefined ? {} : { domain: options.domain }),
  ...(options.previousProof === undefined ? {} : { previousProof: options.previousProof }),
})

/** The proofs of a document, single or in an array; `undefined` when one of them is not even an object. */
export function listProofs(document: JsonObject): readonly JsonObject[] | undefined {
  const proof = document['proof']
  if (proof === undefined) return []
  const proofs: readonly unknown[] = Array.isArray(proof) ? proof : [proof]
  return proofs.every(isJsonObject) ? proofs : undefined
}

/** The id of the issuer or the holder, given as text or as an object with an `id`. */
export function idOf(document: JsonObject, role: 'issuer' | 'holder'): string | undefined {
  const party = document[role]
  const id = isJsonObject(party) ? party['id'] : party
  return typeof id === 'string' ? id : undefined
}

/** What a proof is asked to say of itself, and when it is asked. */
export interface AskedOfProof {
  readonly proofPurpose: ProofPurpose
  readonly challenge?: string | undefined
  readonly domain?: string | undefined
  readonly now: Instant
}

/**
 * Checks what a proof must say of itself before its signature is looked at: the purpose, the challenge and the domain asked
 * for, instants with a zone if any, and that it has not ended.
 */
export function checkProofMembers(proof: JsonObject, asked: AskedOfProof): ProofFailure | undefined {
  if (proof['proofPurpose'] !== asked.proofPurpose) {
    return failure('PROOF_INVALID', `the proof was not made for ${asked.proofPurpose}`)
  }
  if (asked.challenge !== undefined && proof['challenge'] !== asked.challenge) {
    return failure('PROOF_INVALID', 'the proof does not answer the challenge')
  }
  const domains: readonly unknown[] = [proof['domain']].flat()
  if (asked.domain !== undefined && !domains.includes(asked.domain)) {
    return failure('PROOF_INVALID', 'the proof was made for another domain')
  }
  for (const member of ['created', 'expires']) {
    const instant = proof[member]
    if (instant !== undefined && !isDateTimeStamp(instant)) {
      return failure('PROOF_INVALID', `${member} of the proof is not an instant with a time zone`)
    }
  }
  const expires = proof['expires']
  return typeof expires === 'string' && Date.parse(expires) < toEpochMilliseconds(asked.now)
    ? failure('PROOF_EXPIRED', `the proof ended at ${expires}`)
    : undefined
}

const isDateTimeStamp = (value: unknown): boolean =>
  typeof value === 'string' && DATE_TIME_STAMP.test(value) && !Number.isNaN(Date.parse(value))

/** The signature in `proofValue`, of that many bytes in base58btc. */
export function signatureOf(proof: JsonObject, length: number): Uint8Array | undefined {
  const value = proof['proofValue']
  // Base58 takes 1.37 characters a byte; longer text is not worth decoding.
  if (typeof value !== 'string' || !value.startsWith('z') || value.length > 1.4 * length + 1) return undefined
  const bytes = decodeBase58(value.slice(1))
  return bytes?.length === length ? bytes : undefined
}
