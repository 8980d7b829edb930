import { z } from 'zod'
import { IdSchema, InstantSchema } from './text.ts'
import { VerificationCheckSchema } from './verification-report.ts'

const CryptosuiteSchema = z.enum(['eddsa-rdfc-2022', 'ecdsa-rdfc-2019'])
const CurveSchema = z.enum(['P-256', 'P-384'])
const MethodSchema = z.enum(['did:key', 'did:web'])

export const CreateVcIssuerSchema = z
  .strictObject({
    method: MethodSchema,
    cryptosuite: CryptosuiteSchema,
    curve: CurveSchema.optional().meta({ description: 'Of `ecdsa-rdfc-2019` only; P-256 when left out' }),
    credentialStatus: z
      .boolean()
      .optional()
      .meta({ description: 'Whether what it issues can be revoked: each credential then gets a `credentialStatus`' }),
  })
  .meta({ id: 'CreateVcIssuer' })
export type CreateVcIssuer = z.infer<typeof CreateVcIssuerSchema>

export const VcIssuerSchema = z
  .strictObject({
    id: z.string().meta({ description: 'Its DID: the `issuer` of what it issues' }),
    name: IdSchema,
    method: MethodSchema,
    cryptosuite: CryptosuiteSchema,
    curve: CurveSchema.optional(),
    verificationMethod: z.string(),
    credentialStatus: z.boolean(),
    createdAt: InstantSchema,
  })
  .meta({ id: 'VcIssuer' })
export type VcIssuerView = z.infer<typeof VcIssuerSchema>

/** A JSON object whose members are somebody else's business. */
const DocumentSchema = z.looseObject({})

const WarningSchema = z.strictObject({ code: z.string(), message: z.string() })
export type VcApiWarning = z.infer<typeof WarningSchema>

const ExpectationSchema = z.string().min(1).max(2048).optional()

/** Proofs write years with four digits, in UTC. */
function isInFourDigitYear(date: string): boolean {
  const at = Date.parse(date)
  return at >= Date.parse('0000-01-01T00:00:00Z') && at < Date.UTC(10_000, 0)
}

export const IssueCredentialSchema = z
  .strictObject({
    credential: DocumentSchema,
    options: z
      .strictObject({
        credentialId: z.string().max(2048).optional().meta({ description: 'Becomes the `id` of a credential without' }),
        created: z.iso
          .datetime({ offset: true })
          .refine(isInFourDigitYear, 'must be within the years 0 to 9999')
          .optional()
          .meta({ description: 'The `created` of the proof; now when left out' }),
        challenge: ExpectationSchema.meta({ description: 'The `challenge` that the proof answers' }),
        domain: ExpectationSchema.meta({ description: 'The `domain` that the proof is made for' }),
        mandatoryPointers: z
          .array(z.string().max(2048))
          .max(1000)
          .optional()
          .meta({ description: 'For selective disclosure, which no issuer here offers; left out with a warning' }),
      })
      .optional(),
  })
  .meta({ id: 'IssueCredential' })
export type IssueCredential = z.infer<typeof IssueCredentialSchema>

export const IssuedCredentialSchema = z
  .strictObject({
    verifiableCredential: DocumentSchema,
    warnings: z.array(WarningSchema).optional(),
  })
  .meta({ id: 'IssuedCredential' })

/** What a caller may ask of a verification; what is not known here changes nothing, and is said so. */
const VerifyOptionsSchema = z.looseObject({
  checks: z.array(z.string().max(100)).max(20).optional().meta({
    description: 'Every check is made whatever is listed here; the query `checks=proof` checks the proof alone',
  }),
  challenge: ExpectationSchema.meta({ description: 'The `challenge` the proof must name' }),
  domain: ExpectationSchema.meta({ description: 'The `domain` the proof must name' }),
})

export const VerifyCredentialSchema = z
  .strictObject({ verifiableCredential: DocumentSchema, options: VerifyOptionsSchema.optional() })
  .meta({ id: 'VerifyVerifiableCredential' })
export type VerifyCredential = z.infer<typeof VerifyCredentialSchema>

export const VerifyPresentationSchema = z
  .strictObject({
    verifiablePresentation: DocumentSchema,
    options: VerifyOptionsSchema.optional(),
  })
  .meta({ id: 'VerifyVerifiablePresentation' })
export type VerifyPresentation = z.infer<typeof VerifyPresentationSchema>

/** Only `proof` may be asked for by itself. */
export const ChecksQuerySchema = z.strictObject({
  checks: z
    .literal('proof', 'must be "proof", the one check that may be asked for by itself')
    .optional()
    .meta({ description: '`proof`: whether the signature holds, whoever made it; nothing else is looked at' }),
})

export const VcApiVerificationSchema = z
  .strictObject({
    verified: z.literal(true),
    checks: z.array(VerificationCheckSchema),
    warnings: z.array(WarningSchema),
  })
  .meta({ id: 'VcApiVerification' })
export type VcApiVerification = z.infer<typeof VcApiVerificationSchema>

export const ChangeVcStatusSchema = z
  .strictObject({
    credentialId: z.string().min(1).max(2048).meta({ description: 'The `id` the credential was issued under' }),
    credentialStatus: z
      .strictObject({
        type: z.literal('BitstringStatusListEntry'),
        statusPurpose: z.literal('revocation').optional(),
      })
      .optional(),
    status: z
      .union([z.boolean(), z.enum(['0', '1'])])
      .optional()
      .meta({
        description:
          '`1` and `true` revoke, for good; `0` and `false` only find out that it is not revoked. Revokes when left out',
      }),
  })
  .meta({ id: 'ChangeVcStatus' })

export const VcStatusSchema = z
  .strictObject({ credentialId: z.string(), status: z.enum(['valid', 'revoked']) })
  .meta({ id: 'VcStatus' })
