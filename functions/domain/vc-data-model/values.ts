import { canParseUrl } from '../shared/can-parse-url.ts'
/** A JSON object whose members are not known yet. */
export type JsonObject = { readonly [member: string]: unknown }

export const isJsonObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** What may stand alone or in a list, each with its place; nothing when it is absent. */
export function listed(value: unknown, path: readonly (string | number)[]): readonly Placed[] {
  if (value === undefined) return []
  return Array.isArray(value)
    ? value.map((entry: unknown, index) => ({ value: entry, path: [...path, index] }))
    : [{ value, path }]
}

export interface Placed {
  readonly value: unknown
  readonly path: readonly (string | number)[]
}

/** An absolute URL: a scheme, and no character that RFC 3986 leaves out of URLs. */
const ABSOLUTE_URL = /^[A-Za-z][A-Za-z0-9+.-]*:[^\s<>"{}|\\^`\p{Cc}]+$/u

/**
 * Whether a value is a URL as the data model means it: absolute. DIDs and URNs are such URLs.
 *
 * @see https://www.w3.org/TR/vc-data-model-2.0/#identifiers
 */
export const isUrl = (value: unknown): value is string =>
  typeof value === 'string' && ABSOLUTE_URL.test(value) && (!/^https?:/i.test(value) || isWebUrl(value))

const isWebUrl = (text: string): boolean => /^https?:\/\/[^/]/i.test(text) && canParseUrl(text)
