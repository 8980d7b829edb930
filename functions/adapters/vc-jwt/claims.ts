import type { JwtClaim } from '../../ports/credential-jwt.ts'
import type { JsonObject } from '../../ports/proofs.ts'
import { isJsonObject } from '../data-integrity/json-object.ts'
import { type JwsFailure, jwsFailure } from './compact-jws.ts'

/** Claims that RFC 7519 registers; none of them is a member of a credential. */
const REGISTERED = ['iss', 'sub', 'aud', 'exp', 'nbf', 'iat', 'jti']
const V1 = 'https://www.w3.org/2018/credentials/v1'
const V2 = 'https://www.w3.org/ns/credentials/v2'
/** XSD dateTimeStamp in whole seconds: what fits a claim without loss. */
const WHOLE_SECONDS = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(Z|[+-]\d{2}:\d{2})$/

/** The claims of a credential, or what cannot be made into one. */
export type Claims = { readonly ok: true; readonly claims: Readonly<Record<string, string | number>> } | JwsFailure

/**
 * The claims that a credential of VCDM 2.0 needs as JWT.
 *
 * @returns `JWT_MALFORMED` for another version, or when a member stands where a claim goes; `CLAIM_…_MISSING` when there is
 *   nothing to make it from; `CLAIM_…_MISMATCH` for a date that is not in whole seconds.
 * @see https://www.imsglobal.org/spec/ob/v3p0/#jwt-proof
 */
export function toClaims(credential: JsonObject): Claims {
  if (firstContext(credential) !== V2) return malformed('it is not a credential of VCDM 2.0')
  const taken = [...REGISTERED, 'vc', 'vp'].find((member) => member in credential)
  if (taken !== undefined) return malformed(`the credential has a member ${taken}, where a claim goes`)
  const { iss, sub, jti, validFrom, validUntil } = named(credential, V2)
  if (typeof iss !== 'string') return missing('iss')
  if (typeof sub !== 'string') return missing('sub')
  if (typeof jti !== 'string') return missing('jti')
  if (validFrom === undefined) return missing('nbf')
  const nbf = wholeSeconds(validFrom)
  if (nbf === undefined) return jwsFailure('CLAIM_NBF_MISMATCH', 'validFrom is not an instant in whole seconds')
  if (validUntil === undefined) return { ok: true, claims: { iss, sub, jti, nbf } }
  const exp = wholeSeconds(validUntil)
  if (exp === undefined) return jwsFailure('CLAIM_EXP_MISMATCH', 'validUntil is not an instant in whole seconds')
  return { ok: true, claims: { iss, sub, jti, nbf, exp } }
}

/** The credential in a JWT's payload, and what is wrong with it; without a credential when there is none. */
export interface ReadPayload {
  readonly credential?: JsonObject
  readonly failures: readonly JwsFailure[]
}

/**
 * Takes the credential out of a payload and compares it with the claims (VER-01, VER-02): `iss`, `sub`, `jti` and `nbf` must
 * be there, `exp` whenever the credential ends. VCDM 2.0 has its members at the root, VCDM 1.1 under `vc`, where claims
 * stand for members that are left out; in either, `exp` alone sets the end.
 *
 * @see https://www.imsglobal.org/spec/ob/v3p0/#jwt-proof
 * @see https://www.w3.org/TR/vc-data-model-1.1/#jwt-decoding
 */
export function readPayload(payload: JsonObject): ReadPayload {
  const isFirst = 'vc' in payload
  const content = isFirst ? payload['vc'] : Object.fromEntries(Object.entries(payload).filter(isMember))
  if (!isJsonObject(content) || 'vp' in payload) return { failures: [malformed('it holds no credential')] }
  const version = isFirst ? V1 : V2
  if (firstContext(content) !== version || (isFirst && '@context' in payload)) {
    const detail = 'a credential of VCDM 2.0 stands at the root, one of VCDM 1.1 under vc'
    return { credential: content, failures: [malformed(detail)] }
  }
  const { claims, failures } = claimsOf(payload)
  const credential = isFirst ? fill(content, claims) : content
  const says = named(credential, version)
  const differing = (['iss', 'sub', 'jti'] as const).filter(
    (claim) => claims[claim] !== undefined && says[claim] !== claims[claim],
  )
  const isDateWrong = claims.nbf !== undefined && seconds(says.validFrom) !== Math.floor(claims.nbf)
  return {
    credential:
      says.validUntil === undefined && claims.exp !== undefined ? withEnd(credential, version, claims.exp) : credential,
    failures: [
      ...failures,
      ...differing.map((claim) => mismatched(claim)),
      ...(isDateWrong ? [mismatched('nbf')] : []),
      ...checkEnd(says.validUntil, payload['exp'], claims.exp),
    ],
  }
}

/** An end must be claimed as well, and be the same. */
function checkEnd(validUntil: unknown, claimed: unknown, exp: number | undefined): readonly JwsFailure[] {
  if (validUntil === undefined) return []
  if (claimed === undefined) return [missing('exp')]
  return exp === undefined || seconds(validUntil) === Math.floor(exp) ? [] : [mismatched('exp')]
}

/** The claims that are there and of their kind. */
interface ReadClaims {
  readonly iss?: string
  readonly sub?: string
  readonly jti?: string
  readonly nbf?: number
  readonly exp?: number
}

function claimsOf(payload: JsonObject): { readonly claims: ReadClaims; readonly failures: readonly JwsFailure[] } {
  const failures: JwsFailure[] = []
  const read: Record<string, string | number> = {}
  for (const claim of ['iss', 'sub', 'jti', 'nbf', 'exp'] as const) {
    const value = payload[claim]
    if (value === undefined && claim !== 'exp') failures.push(missing(claim))
    else if (isOfKind(claim, value)) read[claim] = value
    else if (value !== undefined) failures.push(mismatched(claim))
  }
  return { claims: read, failures }
}

const isOfKind = (claim: ClaimName, value: unknown): value is string | number =>
  claim === 'nbf' || claim === 'exp' ? typeof value === 'number' && isInstant(value) : typeof value === 'string'

/** What a credential says of that which claims repeat. */
function named(credential: JsonObject, version: typeof V1 | typeof V2) {
  const { issuer, credentialSubject, id } = credential
  const subjects: readonly unknown[] = [credentialSubject].flat()
  const [subject] = subjects
  const [from, until] = datesOf(version)
  return {
    iss: isJsonObject(issuer) ? issuer['id'] : issuer,
    sub: subjects.length === 1 && isJsonObject(subject) ? subject['id'] : undefined,
    jti: id,
    validFrom: credential[from],
    validUntil: credential[until],
  }
}

const datesOf = (version: typeof V1 | typeof V2) =>
  version === V1 ? (['issuanceDate', 'expirationDate'] as const) : (['validFrom', 'validUntil'] as const)

/** VCDM 1.1 lets claims stand for members. */
function fill(content: JsonObject, { iss, sub, jti, nbf }: ReadClaims): JsonObject {
  const { credentialSubject: subject, issuer } = content
  const from = nbf === undefined ? undefined : toDateTime(nbf)
  return {
    ...content,
    ...unlessThere(content, 'id', jti),
    ...(isJsonObject(issuer)
      ? { issuer: { ...unlessThere(issuer, 'id', iss), ...issuer } }
      : unlessThere(content, 'issuer', iss)),
    ...unlessThere(content, 'issuanceDate', from),
    ...(isJsonObject(subject) ? { credentialSubject: { ...unlessThere(subject, 'id', sub), ...subject } } : {}),
  }
}

const unlessThere = (object: JsonObject, member: string, value: unknown): JsonObject =>
  object[member] === undefined && value !== undefined ? { [member]: value } : {}

const withEnd = (credential: JsonObject, version: typeof V1 | typeof V2, exp: number): JsonObject => ({
  ...credential,
  [datesOf(version)[1]]: toDateTime(exp),
})

const isMember = ([name]: readonly [string, unknown]): boolean => !REGISTERED.includes(name)

function firstContext(credential: JsonObject): unknown {
  const contexts: readonly unknown[] = [credential['@context']].flat()
  return contexts[0]
}

const toDateTime = (epochSeconds: number): string => `${new Date(epochSeconds * 1000).toISOString().slice(0, 19)}Z`

/** Within the years 0 to 9999, which is what dates are written with. */
const isInstant = (epochSeconds: number): boolean => epochSeconds >= -62_167_219_200 && epochSeconds < 253_402_300_800

/** Seconds since 1970, the fraction cut off; `undefined` for what is no instant. */
function seconds(date: unknown): number | undefined {
  const milliseconds = typeof date === 'string' ? Date.parse(date) : Number.NaN
  return Number.isNaN(milliseconds) ? undefined : Math.floor(milliseconds / 1000)
}

const wholeSeconds = (date: unknown): number | undefined =>
  typeof date === 'string' && WHOLE_SECONDS.test(date) ? seconds(date) : undefined

const malformed = (detail: string) => jwsFailure('JWT_MALFORMED', detail)
const missing = (claim: ClaimName) =>
  jwsFailure(`CLAIM_${upper(claim)}_MISSING`, `there is no ${claim}, or nothing to make it from`)
const mismatched = (claim: ClaimName) =>
  jwsFailure(`CLAIM_${upper(claim)}_MISMATCH`, `${claim} says something else than the credential`)

type ClaimName = Lowercase<JwtClaim>

const upper = (claim: ClaimName): JwtClaim => claim.toUpperCase() as Uppercase<ClaimName>
