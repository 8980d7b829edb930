import { z } from 'zod'
import { IssuerRegistriesSchema, KnownIssuersSchema } from '../../schemas/issuer-registry.ts'

const json = z.string().transform((text, context): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    context.addIssue({ code: 'custom', message: 'must be JSON' })
    return z.NEVER
  }
})

/** The issuers a verification tells as known; none by default. */
export const issuersConfig = {
  /** Published lists of issuers, as a JSON array of `{name, url, type}`. */
  PEERBADGE_ISSUER_REGISTRIES: json.pipe(IssuerRegistriesSchema).optional(),
  /** Issuers named outright, as a JSON array of `{id, name, url}`. */
  PEERBADGE_KNOWN_ISSUERS: json.pipe(KnownIssuersSchema).optional(),
}
