import type { JsonObject } from '../ports/proofs.ts'

export const isJsonObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** A value that may stand alone or in a list, as a list. */
export const asList = (value: unknown): readonly unknown[] =>
  value === undefined ? [] : Array.isArray(value) ? value : [value]

export const asText = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined)

/** Whether a text has the form of a compact JWS; a payload that is detached leaves its part empty. */
export const isCompactJws = (text: string): boolean => COMPACT_JWS.test(text)

/** One without a signature has nothing behind its last point, and is told from prose by the brace its header begins with. */
const COMPACT_JWS = /^(?:[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*\.[A-Za-z0-9_-]+|ey[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*\.)$/

/** The id of an issuer, given as an object or as its id alone (CMP-02). */
export const issuerIdOf = (document: JsonObject): string | undefined => {
  const issuer = document['issuer']
  return asText(isJsonObject(issuer) ? issuer['id'] : issuer)
}

/** A JSON object from its text; `undefined` for anything else. */
export function parseJsonObject(text: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return isJsonObject(value) ? value : undefined
  } catch {
    return undefined
  }
}
