import { fromBase64Url } from './base64url.ts'

type JsonObject = { readonly [member: string]: unknown }

/**
 * What a compact JWS says, without any look at its signature: for finding out what it has to be checked against.
 *
 * @returns `undefined` when the payload is no JSON object.
 */
export function peekJwtPayload(jws: string): JsonObject | undefined {
  const bytes = fromBase64Url(jws.split('.')[1] ?? '')
  if (!bytes) return undefined
  try {
    const payload: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
    return typeof payload === 'object' && payload !== null && !Array.isArray(payload) ? { ...payload } : undefined
  } catch {
    return undefined
  }
}
