/** The contexts of every badge and endorsement given out (CTX-01, CTX-02), in this order (GEN-16). */
export const OPEN_BADGES_CONTEXTS: readonly string[] = [
  'https://www.w3.org/ns/credentials/v2',
  'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json',
]

/** The context of a status list credential (BSL-01). */
export const CREDENTIALS_CONTEXT = 'https://www.w3.org/ns/credentials/v2'
