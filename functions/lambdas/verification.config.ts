import { z } from 'zod'
import { issuersConfig } from './issuers.config.ts'
import { sealedKeysConfig } from './keys.config.ts'

/** What `verification` reads from its environment. */
export const ConfigSchema = z.object({
  PEERBADGE_TABLE: z.string().min(1),
  PEERBADGE_PUBLIC_URL: z.url({ protocol: /^https?$/ }).regex(/[^/]$/, 'must not end with a slash'),
  ...sealedKeysConfig,
  /** How many documents one network may have verified in a minute. */
  PEERBADGE_VERIFICATIONS_PER_MINUTE: z.coerce.number().int().min(1).max(1_000_000),
  ...issuersConfig,
  /** SHA-256 of the administrator's token, lower-case hexadecimal. */
  PEERBADGE_ADMIN_TOKEN_SHA256: z.string().regex(/^[0-9a-f]{64}$/),
})
