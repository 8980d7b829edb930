import { z } from 'zod'
import { IdSchema, InstantSchema, text } from './text.ts'

/** Why a badge is revoked; shown to whoever opens it. */
export const RevokeCredentialSchema = z.strictObject({ reason: text(500) }).meta({ id: 'RevokeCredential' })

export const RevokedCredentialSchema = z
  .strictObject({
    id: IdSchema,
    status: z.literal('revoked'),
    revokedAt: InstantSchema,
    reason: z.string(),
  })
  .meta({ id: 'RevokedCredential' })
