import { compactVerify, errors, importJWK } from 'jose'
import type { JwtFailureCode } from '../../ports/credential-jwt.ts'
import type { JsonObject } from '../../ports/proofs.ts'
import { isJsonObject } from '../data-integrity/json-object.ts'
import { type JwsAlgorithm, parseVerificationJwk } from './verification-jwk.ts'

/** A compact JWS taken apart; its signature is not checked yet. */
export interface CompactJws {
  readonly ok: true
  readonly text: string
  readonly header: JsonObject
  readonly algorithm: JwsAlgorithm
  readonly payload: Uint8Array
}

/** Why a JWS does not hold. */
export interface JwsFailure {
  readonly ok: false
  readonly code: JwtFailureCode | 'PROOF_INVALID'
  readonly detail: string
}

const ALGORITHMS: readonly string[] = ['RS256', 'ES256', 'ES384', 'EdDSA'] satisfies readonly JwsAlgorithm[]

/**
 * Takes a compact JWS apart: three parts of base64url without padding, stray characters or bits that stand for nothing; a
 * JSON object as header; an algorithm known here; nothing that the reader would have to understand (`crit`).
 *
 * @see https://www.rfc-editor.org/rfc/rfc7515#section-5.2
 */
export function parseCompactJws(text: string): CompactJws | JwsFailure {
  const [header, payload, signature, ...more] = text.split('.').map(decodeStrictly)
  if (!header || !payload || !signature || more.length > 0) return malformed('it is not three parts of base64url')
  const protectedHeader = parseJsonObject(header)
  if (!protectedHeader) return malformed('its header is not a JSON object')
  if ('crit' in protectedHeader) return malformed('its header asks for extensions to be understood')
  const { alg } = protectedHeader
  if (typeof alg !== 'string') return malformed('its header names no algorithm')
  if (!isKnown(alg)) return jwsFailure('ALG_UNSUPPORTED', `its algorithm is ${alg.slice(0, 50)}`)
  return { ok: true, text, header: protectedHeader, algorithm: alg, payload }
}

/** What header and payload say where they can be read, whatever else is wrong with a JWS. */
export function peekCompactJws(text: string): { readonly header?: JsonObject; readonly payload?: JsonObject } {
  const [header, payload] = text.split('.', 2).map(decodeStrictly)
  return { ...given('header', header), ...given('payload', payload) }
}

function given(part: 'header' | 'payload', bytes: Uint8Array | undefined) {
  const value = bytes && parseJsonObject(bytes)
  return value ? { [part]: value } : {}
}

/**
 * Whether a JWS was signed with a key, which must be fit for its algorithm and, where it says so, meant for it.
 *
 * @returns `undefined` when it was; `KEY_UNFIT` or `PROOF_INVALID` otherwise.
 */
export async function checkJwsSignature(jws: CompactJws, jwk: unknown): Promise<JwsFailure | undefined> {
  const fit = parseVerificationJwk(jwk, jws.algorithm)
  if (!fit) return jwsFailure('KEY_UNFIT', `the key is not one for ${jws.algorithm}`)
  try {
    await compactVerify(jws.text, await importJWK({ ...fit }, jws.algorithm), { algorithms: [jws.algorithm] })
    return undefined
  } catch (error) {
    if (error instanceof errors.JWSSignatureVerificationFailed) {
      return jwsFailure('PROOF_INVALID', 'the signature does not fit the content')
    }
    throw error
  }
}

/** As the domain's own base64url, and fast on content of megabytes. */
function decodeStrictly(text: string): Uint8Array | undefined {
  const bytes = Buffer.from(text, 'base64url')
  return bytes.toString('base64url') === text ? bytes : undefined
}

/** The JSON object that bytes spell in UTF-8; `undefined` for anything else. */
export function parseJsonObject(bytes: Uint8Array): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes))
    return isJsonObject(value) ? value : undefined
  } catch {
    return undefined
  }
}

/** A verdict of one failure. */
export const jwsFailure = (code: JwsFailure['code'], detail: string): JwsFailure => ({ ok: false, code, detail })

const malformed = (detail: string) => jwsFailure('JWT_MALFORMED', detail)

const isKnown = (alg: string): alg is JwsAlgorithm => ALGORITHMS.includes(alg)
