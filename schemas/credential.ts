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

/** Why a badge is suspended; shown to whoever opens it. */
export const SuspendCredentialSchema = z.strictObject({ reason: text(500) }).meta({ id: 'SuspendCredential' })

export const SuspendedCredentialSchema = z
  .strictObject({ id: IdSchema, status: z.literal('suspended'), changedAt: InstantSchema, reason: z.string() })
  .meta({ id: 'SuspendedCredential' })

/** Why a suspension ends; kept with the badge's history. */
export const ReinstateCredentialSchema = z.strictObject({ reason: text(500) }).meta({ id: 'ReinstateCredential' })

export const ReinstatedCredentialSchema = z
  .strictObject({ id: IdSchema, status: z.literal('valid'), changedAt: InstantSchema, reason: z.string() })
  .meta({ id: 'ReinstatedCredential' })

const StatusSchema = z.enum(['valid', 'suspended', 'revoked'])

export const CredentialStatusSchema = z
  .strictObject({
    id: IdSchema,
    status: StatusSchema,
    statusVersion: z.int().min(1).meta({ description: 'Grows by one with every change.' }),
    history: z
      .array(z.strictObject({ status: StatusSchema, reason: z.string(), at: InstantSchema }))
      .meta({ description: 'Every change since the badge was issued, oldest first.' }),
  })
  .meta({ id: 'CredentialStatus' })
export type CredentialStatusView = z.infer<typeof CredentialStatusSchema>

/** The badge as it is after a refresh. */
export const RefreshedCredentialSchema = z
  .strictObject({ id: IdSchema, version: z.int().min(1), validFrom: z.iso.datetime() })
  .meta({ id: 'RefreshedCredential' })
export type RefreshedCredential = z.infer<typeof RefreshedCredentialSchema>

export const CredentialVersionsSchema = z
  .strictObject({
    items: z.array(
      z.strictObject({
        version: z.int().min(1),
        digest: z.string().meta({ description: 'SHA-256 of the bytes of the JSON form, base64url' }),
        jwtDigest: z.string().optional().meta({ description: 'SHA-256 of the bytes of the JWT form, base64url' }),
        storedAt: InstantSchema.meta({ description: 'Since when this service held exactly these bytes' }),
        erasedAt: InstantSchema.optional().meta({ description: 'When its bytes were erased' }),
        current: z.boolean(),
      }),
    ),
  })
  .meta({ id: 'CredentialVersions' })
export type CredentialVersions = z.infer<typeof CredentialVersionsSchema>
