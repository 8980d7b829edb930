import { type Instant, toEpochMilliseconds } from '../../domain/shared/instant.ts'
import { parsePublicJwk, toRawPublicKey } from '../../domain/shared/jwk.ts'
import { decodeBase58, decodeMultikey, type RawPublicKey } from '../../domain/shared/multikey.ts'
import type { JsonObject, ProofFailure } from '../../ports/proofs.ts'
import { keyFailure } from './document-refused.ts'
import { isPublicKey } from './signature.ts'

/** 32 bytes take at most 44 characters. */
const MAX_BASE58 = 44

/** Types whose key is a JWK; the second is how the first was called before. */
const JWK_TYPES: readonly unknown[] = ['JsonWebKey', 'JsonWebKey2020']

/** Whether a verification method describes its key as a JWK. */
export const isJwkMethod = ({ type }: JsonObject): boolean => JWK_TYPES.includes(type)

/**
 * The key that a verification method describes: as a Multikey or a JWK, or in one of the ways that came before these.
 *
 * @see https://www.w3.org/TR/controller-document/#verification-methods
 */
export function publicKeyOf(method: JsonObject): RawPublicKey | undefined {
  const { type, publicKeyMultibase, publicKeyBase58 } = method
  if (isJwkMethod(method)) {
    const jwk = parsePublicJwk(method['publicKeyJwk'])
    return jwk && isPublicKey(jwk) ? toRawPublicKey(jwk) : undefined
  }
  if (type === 'Ed25519VerificationKey2018') return bareEd25519(publicKeyBase58)
  const key = typeof publicKeyMultibase === 'string' ? decodeMultikey(publicKeyMultibase) : undefined
  if (type === 'Multikey') return key
  return type === 'Ed25519VerificationKey2020' && key?.algorithm === 'Ed25519' ? key : undefined
}

function bareEd25519(base58: unknown): RawPublicKey | undefined {
  const bytes = typeof base58 === 'string' && base58.length <= MAX_BASE58 ? decodeBase58(base58) : undefined
  return bytes?.length === 32 ? { algorithm: 'Ed25519', bytes } : undefined
}

/**
 * Whether a verification method counts no more (KEY-09): it says since when it is revoked, or when it ended. A date that
 * is none counts as one that has passed.
 *
 * @returns `KEY_REVOKED` or `KEY_EXPIRED`; `undefined` for a method that counts.
 * @see https://www.w3.org/TR/controller-document/#verification-methods
 */
export function checkStillCounts(method: JsonObject, now: Instant): ProofFailure | undefined {
  for (const [member, code] of [['revoked', 'KEY_REVOKED'] as const, ['expires', 'KEY_EXPIRED'] as const]) {
    const date = method[member]
    if (date === undefined) continue
    const milliseconds = typeof date === 'string' ? Date.parse(date) : Number.NaN
    if (milliseconds > toEpochMilliseconds(now)) continue
    const since = Number.isNaN(milliseconds) ? undefined : new Date(milliseconds).toISOString().slice(0, 10)
    return keyFailure(code, `the key counts no more: ${member}`, { trouble: 'unlisted', since })
  }
  return undefined
}
