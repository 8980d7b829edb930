import { z } from 'zod'
import type { Id } from '../../domain/shared/ids.ts'
import type { StatusChange } from '../../domain/status/credential-status.ts'
import { LostSupportSchema } from './claim-items.ts'
import { CredentialStatusSchema } from './status-items.ts'
import { stored } from './stored-fields.ts'
import { StoredJwtSchema } from './stored-jwt.ts'
import { textFields } from './stored-texts.ts'

/** Which endorsements a badge embeds: endorsement id → version. */
export const EmbeddedSchema = z
  .record(z.string(), stored.version)
  .transform((embedded): ReadonlyMap<Id, number> => new Map(Object.entries(embedded)))

/** What a badge that was revoked before there were suspensions holds of its one change of status, which nothing else does. */
const EarlyRevocationSchema = z.object({
  revokedAt: stored.instant.optional(),
  revocationReason: z.string().optional(),
})

/** How a badge stands. */
export const StandingSchema = z.object({
  status: CredentialStatusSchema,
  statusVersion: z.int().min(1),
  statusBy: z.literal('rule').optional(),
  ...EarlyRevocationSchema.shape,
})

/** The revocation of a badge of which no item of its own was kept. */
export const earlyRevocation = ({
  status,
  statusVersion,
  revokedAt: at,
  revocationReason: reason,
}: z.infer<typeof StandingSchema>): StatusChange | undefined =>
  at === undefined || reason === undefined ? undefined : { statusVersion, status, reason, at }

/** The item of a badge: its current version and its status. */
export const HeadSchema = z
  .object({
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
    support: LostSupportSchema.optional(),
    embedded: EmbeddedSchema,
  })
  .transform(
    ({ revokedAt, revocationReason, statusChangedAt = revokedAt, statusReason = revocationReason, ...head }) => ({
      ...head,
      ...(statusChangedAt === undefined ? {} : { statusChangedAt }),
      ...(statusReason === undefined ? {} : { statusReason }),
    }),
  )
