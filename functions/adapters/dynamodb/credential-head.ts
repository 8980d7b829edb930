import { z } from 'zod'
import type { Id } from '../../domain/shared/ids.ts'
import { CredentialStatusSchema } from './status-items.ts'
import { stored } from './stored-fields.ts'
import { StoredJwtSchema } from './stored-jwt.ts'
import { textFields } from './stored-texts.ts'

/** Which endorsements a badge embeds: endorsement id → version. */
export const EmbeddedSchema = z
  .record(z.string(), stored.version)
  .transform((embedded): ReadonlyMap<Id, number> => new Map(Object.entries(embedded)))

/** How a badge stands. */
export const StandingSchema = z.object({ status: CredentialStatusSchema, statusVersion: z.int().min(1) })

/** The item of a badge: its current version and its status. */
export const HeadSchema = z.object({
  credentialId: z.string(),
  claimId: z.string(),
  community: stored.slug,
  version: stored.version,
  ...textFields,
  jwt: StoredJwtSchema.optional(),
  storedAt: stored.instant,
  ...StandingSchema.shape,
  statusChangedAt: stored.instant.optional(),
  statusReason: z.string().optional(),
  embedded: EmbeddedSchema,
})
