import { z } from 'zod'
import { sealedKeysConfig } from './keys.config.ts'

/** What `verification` reads from its environment. */
export const ConfigSchema = z.object({
  PEERBADGE_TABLE: z.string().min(1),
  PEERBADGE_PUBLIC_URL: z.url({ protocol: /^https?$/ }).regex(/[^/]$/, 'must not end with a slash'),
  ...sealedKeysConfig,
  /** SHA-256 of the administrator's token, lower-case hexadecimal. */
  PEERBADGE_ADMIN_TOKEN_SHA256: z.string().regex(/^[0-9a-f]{64}$/),
})
