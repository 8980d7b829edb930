import { isDid } from '../../domain/shared/did.ts'
import type { Instant } from '../../domain/shared/instant.ts'
import { jwkThumbprint, parsePublicJwk } from '../../domain/shared/jwk.ts'
import type { JwtKeySources } from '../../ports/credential-jwt.ts'
import type { JsonObject, ProofFailure } from '../../ports/proofs.ts'
import { Unavailable } from '../../ports/unavailable.ts'
import { describedMethods, listsAny, resolveDocument } from '../data-integrity/controller-document.ts'
import { keyFailure } from '../data-integrity/document-refused.ts'
import { isJsonObject } from '../data-integrity/json-object.ts'
import { checkStillCounts, isJwkMethod, publicKeyOf } from '../data-integrity/key-description.ts'
import { isHttps } from '../data-integrity/key-place.ts'
import { rawKeyToJwk } from '../data-integrity/signature.ts'
import { nothingAt } from '../data-integrity/verification-method.ts'
import { sha256Digests } from '../digests/sha256.ts'

/** A key that may be meant, under every name it goes by. */
export interface CandidateKey {
  readonly names: readonly string[]
  /** The key as published, with what it says of its use. */
  readonly jwk: JsonObject
  readonly thumbprint: string
  /** Whether the issuer lists it for assertions; a key that is only described proves nothing. */
  readonly isListed: boolean
  /** Why it counts no more, when it says so. */
  readonly endedAt?: (now: Instant) => ProofFailure | undefined
}

/** The keys that an issuer publishes. */
export interface IssuerKeys {
  readonly keys: readonly CandidateKey[]
  /** Whether the issuer says which keys are theirs, so that no other is. */
  readonly isList: boolean
  /** The place that could not be looked at, where there may be more. */
  readonly unavailable?: Unavailable | undefined
}

/**
 * The keys of a DID document; for an https issuer those of its own document and of the JWK set of its authority.
 *
 * @returns `KEY_UNRESOLVABLE` when a DID has no document, `ISSUER_KEY_UNBOUND` for an issuer under which no keys are
 *   published.
 * @throws Unavailable when the document of a DID could not be had.
 */
export async function loadIssuerKeys(issuer: string, sources: JwtKeySources): Promise<IssuerKeys | ProofFailure> {
  if (isDid(issuer)) {
    const keys = ofDocument(await resolveDocument(issuer, sources.resolveDid), issuer)
    return keys ? { keys, isList: true } : nothingAt(issuer)
  }
  if (!isHttps(issuer)) {
    const detail = `no keys are published under ${issuer.slice(0, 200)}`
    return keyFailure('ISSUER_KEY_UNBOUND', detail, { trouble: 'other_signer' })
  }
  const set = await reached(sources.resolveKey(new URL('/.well-known/jwks.json', issuer).href))
  const own = await reached(sources.resolveKey(issuer))
  const ofSet = ofKeySet(set, issuer)
  const isList = ofSet !== undefined || (isJsonObject(own) && own['id'] === issuer && listsAny(own, 'assertionMethod'))
  const unavailable = [set, own].find((answer) => answer instanceof Unavailable)
  return { keys: [...(ofSet ?? []), ...(ofDocument(own, issuer) ?? [])], isList, unavailable }
}

/** One of two places may be out of reach while the key stands in the other. */
const reached = (answer: Promise<unknown>): Promise<unknown> =>
  answer.catch((error: unknown) => {
    if (error instanceof Unavailable) return error
    throw error
  })

/** The thumbprint of a JWK; `undefined` when it is no public key of a kind known here. */
export function thumbprintOf(jwk: unknown): string | undefined {
  const key = parsePublicJwk(jwk)
  return key && jwkThumbprint(key, sha256Digests)
}

/** The key of a verification method as JWK, whichever way it is described. */
export function jwkOf(method: JsonObject): JsonObject | undefined {
  const { publicKeyJwk } = method
  if (isJwkMethod(method)) return isJsonObject(publicKeyJwk) ? publicKeyJwk : undefined
  const key = publicKeyOf(method)
  const jwk = key && rawKeyToJwk(key)
  return jwk && { ...jwk }
}

/** More keys in one place would only cost time. */
const MAX_KEYS = 250

/** By what they were read from: one issuer may have signed thousands of endorsements in a badge. */
const read = new WeakMap<JsonObject, readonly CandidateKey[]>()

function readOnce(from: JsonObject, readKeys: () => readonly CandidateKey[]): readonly CandidateKey[] {
  const keys = read.get(from) ?? readKeys()
  read.set(from, keys)
  return keys
}

function ofDocument(document: unknown, controller: string): readonly CandidateKey[] | undefined {
  if (!isJsonObject(document) || document['id'] !== controller) return undefined
  return readOnce(document, () =>
    describedMethods(document, controller, 'assertionMethod')
      .slice(0, MAX_KEYS)
      .flatMap(({ id, isListed, described, ...method }) => {
        const jwk = jwkOf(described)
        if (method.controller !== controller || !jwk) return []
        const endedAt = (now: Instant) => checkStillCounts(described, now)
        return toCandidate(jwk, [id], isListed).map((candidate) => ({ ...candidate, endedAt }))
      }),
  )
}

/** A set counts for the issuer it names, or for any of its authority when it names none (KEY-03). */
function ofKeySet(set: unknown, issuer: string): readonly CandidateKey[] | undefined {
  if (!isJsonObject(set) || !Array.isArray(set['keys']) || (set['iss'] ?? issuer) !== issuer) return undefined
  const keys: readonly unknown[] = set['keys']
  return readOnce(set, () =>
    keys.slice(0, MAX_KEYS).flatMap((jwk) => (isJsonObject(jwk) ? toCandidate(jwk, [], true) : [])),
  )
}

function toCandidate(jwk: JsonObject, names: readonly string[], isListed: boolean): readonly CandidateKey[] {
  const thumbprint = thumbprintOf(jwk)
  if (thumbprint === undefined) return []
  const { kid } = jwk
  return [{ names: [...names, ...(typeof kid === 'string' ? [kid] : []), thumbprint], jwk, thumbprint, isListed }]
}
