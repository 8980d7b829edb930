/** The contexts of every badge and endorsement given out (CTX-01, CTX-02), in this order (GEN-16). */
export const OPEN_BADGES_CONTEXTS: readonly string[] = [
  'https://www.w3.org/ns/credentials/v2',
  'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json',
]

/** The context of a status list credential (BSL-01). */
export const CREDENTIALS_CONTEXT = 'https://www.w3.org/ns/credentials/v2'

const EXTENSIONS_CONTEXT = 'https://purl.imsglobal.org/spec/ob/v3p0/extensions.json'

/** The types that only the extensions context defines. */
const EXTENSION_TYPES: readonly unknown[] = [
  '1EdTechJsonSchemaValidator2019',
  '1EdTechRevocationList',
  '1EdTechCredentialRefresh',
]

/**
 * The contexts of a badge or endorsement that holds these members: those of Open Badges, and the one of its extensions
 * when a type of theirs occurs (EXTCTX-1). What is inside of embedded endorsements does not count: each names its own.
 *
 * @see https://www.imsglobal.org/spec/ob/v3p0/#extending
 */
export const contextsFor = (members: Readonly<Record<string, unknown>>): string[] =>
  usesExtension(members) ? [...OPEN_BADGES_CONTEXTS, EXTENSIONS_CONTEXT] : [...OPEN_BADGES_CONTEXTS]

function usesExtension(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false
  return Object.entries(value).some(([member, inner]) =>
    member === 'type'
      ? [inner].flat().some((type) => EXTENSION_TYPES.includes(type))
      : member !== 'endorsement' && usesExtension(inner),
  )
}
