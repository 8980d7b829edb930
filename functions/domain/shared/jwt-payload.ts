import { fromBase64Url } from './base64url.ts'

type JsonObject = { readonly [member: string]: unknown }

/** The text of the payload of a compact JWS; `undefined` when it is not base64url of UTF-8. */
export function jwtPayloadText(jws: string): string | undefined {
  const bytes = fromBase64Url(jws.split('.')[1] ?? '')
  try {
    return bytes && new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return undefined
  }
}

/**
 * What a compact JWS says, without any look at its signature: for finding out what it has to be checked against.
 *
 * @returns `undefined` when the payload is no JSON object.
 */
export function peekJwtPayload(jws: string): JsonObject | undefined {
  const text = jwtPayloadText(jws)
  if (text === undefined) return undefined
  try {
    const payload: unknown = JSON.parse(text)
    return typeof payload === 'object' && payload !== null && !Array.isArray(payload) ? { ...payload } : undefined
  } catch {
    return undefined
  }
}
