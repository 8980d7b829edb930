import { z } from 'zod'
import { issuerKeysConfig } from './keys.config.ts'

/** What `issuance` reads from its environment. */
export const ConfigSchema = z.object({
  PEERBADGE_TABLE: z.string().min(1),
  PEERBADGE_PUBLIC_URL: z.url({ protocol: /^https?$/ }).regex(/[^/]$/, 'must not end with a slash'),
  ...issuerKeysConfig,
})
