import { jwkThumbprint, parsePublicJwk } from '../../domain/shared/jwk.ts'
import type { JwtKeySources } from '../../ports/credential-jwt.ts'
import type { JsonObject, ProofFailure } from '../../ports/proofs.ts'
import { failure } from '../data-integrity/document-refused.ts'
import { isJsonObject } from '../data-integrity/json-object.ts'
import { rawKeyToJwk } from '../data-integrity/signature.ts'
import { describedMethods, publicKeyOf, resolveDocument } from '../data-integrity/verification-method.ts'
import { sha256Digests } from '../digests/sha256.ts'

/** A key that may be meant, under every name it goes by. */
export interface CandidateKey {
  readonly names: readonly string[]
  /** The key as published, with what it says of its use. */
  readonly jwk: JsonObject
  readonly thumbprint: string
  /** Whether the issuer lists it for assertions; a key that is only described proves nothing. */
  readonly isListed: boolean
}

/**
 * The keys that an issuer publishes: those of its DID document; for an https issuer those of its own document and of the
 * JWK set of its authority.
 *
 * @returns `KEY_UNRESOLVABLE` when nothing is found.
 */
export async function loadIssuerKeys(
  issuer: string,
  sources: JwtKeySources,
): Promise<readonly CandidateKey[] | ProofFailure> {
  if (issuer.startsWith('did:')) {
    const document = await resolveDocument(issuer, sources.resolveDid)
    const keys = ofDocument(document, issuer)
    return keys ?? failure('KEY_UNRESOLVABLE', `${issuer} does not resolve`)
  }
  if (!URL.canParse(issuer) || new URL(issuer).protocol !== 'https:') {
    return failure('KEY_UNRESOLVABLE', `no keys are looked for under ${issuer.slice(0, 200)}`)
  }
  const address = new URL('/.well-known/jwks.json', issuer).href
  const ofSet = ofKeySet(await sources.resolveKey(address), issuer)
  const ofItself = ofDocument(await sources.resolveKey(issuer), issuer)
  return ofSet || ofItself
    ? [...(ofSet ?? []), ...(ofItself ?? [])]
    : failure('KEY_UNRESOLVABLE', `${issuer} publishes no keys`)
}

/** The thumbprint of a JWK; `undefined` when it is no public key of a kind known here. */
export function thumbprintOf(jwk: unknown): string | undefined {
  const key = parsePublicJwk(jwk)
  return key && jwkThumbprint(key, sha256Digests)
}

function ofDocument(document: unknown, controller: string): readonly CandidateKey[] | undefined {
  if (!isJsonObject(document) || document['id'] !== controller) return undefined
  return describedMethods(document, controller, 'assertionMethod').flatMap((method) => {
    const jwk = jwkOf(method.described)
    if (method.controller !== controller || !jwk) return []
    return toCandidate(jwk, [method.id], method.isListed)
  })
}

/** The key of a verification method as JWK, whichever way it is described. */
function jwkOf(method: JsonObject): JsonObject | undefined {
  const { type, publicKeyJwk } = method
  if (type === 'JsonWebKey') return isJsonObject(publicKeyJwk) ? publicKeyJwk : undefined
  const key = publicKeyOf(method)
  const jwk = key && rawKeyToJwk(key)
  return jwk && { ...jwk }
}

/** A set counts for the issuer it names, or for any of its authority when it names none (KEY-03). */
function ofKeySet(set: unknown, issuer: string): readonly CandidateKey[] | undefined {
  if (!isJsonObject(set) || !Array.isArray(set['keys']) || (set['iss'] ?? issuer) !== issuer) return undefined
  const keys: readonly unknown[] = set['keys']
  return keys.flatMap((jwk) => (isJsonObject(jwk) ? toCandidate(jwk, [], true) : []))
}

function toCandidate(jwk: JsonObject, names: readonly string[], isListed: boolean): readonly CandidateKey[] {
  const thumbprint = thumbprintOf(jwk)
  if (thumbprint === undefined) return []
  const { kid } = jwk
  return [{ names: [...names, ...(typeof kid === 'string' ? [kid] : []), thumbprint], jwk, thumbprint, isListed }]
}
