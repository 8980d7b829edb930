import { z } from 'zod'
import { IDENTIFIER_TYPES } from './open-badges/terms.ts'
import { InstantSchema } from './text.ts'
import {
  AwardReportSchema,
  IssuerFactsSchema,
  OutcomeSchema,
  PresentedSchema,
  VerificationCheckSchema,
} from './verification-report.ts'

/** The unguessable last part of a receipt's address: 16 random bytes, base64url. */
export const ReceiptIdSchema = z.string().regex(/^[A-Za-z0-9_-]{22}$/, 'must be the id of a receipt')

/** An address, DID or URN that names no mailbox. */
const NameSchema = z
  .string()
  .max(2048)
  .regex(/^(?:https?:\/\/|did:|urn:)[^\s@]+$/, 'must be an address, a DID or a URN')

/** A date as a credential states it. */
const StatedDateSchema = z
  .string()
  .max(40)
  .regex(/^\d{4}-\d\d-\d\d(?:T[\d:.]+(?:Z|[+-]\d\d:?\d\d)?)?$/, 'must be a date')

/** A check without its sentence: codes stay the same, and a sentence could quote what it is about. */
const ReceiptCheckSchema = VerificationCheckSchema.omit({ message: true, englishMessage: true }).extend({
  pointer: z.string().max(300).optional(),
})

const ReceiptEndorsementSchema = z.strictObject({
  pointer: z.string().max(300).optional(),
  id: NameSchema.optional(),
  issuer: NameSchema.optional(),
  outcome: OutcomeSchema,
  checks: z.array(ReceiptCheckSchema),
})

/** The standard's own ways to name a recipient. */
export const RecipientTypeSchema = z.enum(['id', ...IDENTIFIER_TYPES])

const receipt = {
  id: z.url(),
  type: z.literal('VerificationReceipt'),
  receiptVersion: z.literal(1),
  issuer: z
    .string()
    .regex(/^did:web:/, 'must be a did:web')
    .meta({ description: 'The DID of the service itself' }),
  verifiedAt: InstantSchema,
  validUntil: InstantSchema.meta({ description: 'Until when the receipt is kept; no date of the badge' }),
  outcome: OutcomeSchema,
  standard: z.enum(['open-badges-3.0', 'open-badges-2.0']).optional(),
  presented: z.strictObject({
    form: PresentedSchema.shape.form,
    url: NameSchema.optional().meta({ description: 'The address it was read from, without query and fragment' }),
    digest: z.string().max(64).meta({ description: 'SHA-256 of the JSON or JWT text that was verified, base64url' }),
  }),
  checks: z.array(ReceiptCheckSchema),
  checksLeftOut: z.int().min(1).optional().meta({ description: 'How many checks found no room here' }),
  credential: z.strictObject({
    id: NameSchema.optional(),
    issuer: NameSchema.optional(),
    achievement: NameSchema.optional(),
    achievementName: z.string().max(300).optional(),
    awardedDate: StatedDateSchema.optional(),
    validFrom: StatedDateSchema.optional(),
    validUntil: StatedDateSchema.optional(),
  }),
  refreshed: z.strictObject({ from: StatedDateSchema, to: StatedDateSchema }).optional(),
  endorsements: z.array(ReceiptEndorsementSchema).meta({
    description:
      'Of a badge with very many, only the checks that found something; with even more, none at all. `endorsementCounts` counts every one',
  }),
  endorsementCounts: z.strictObject({
    verified: z.int().min(0),
    'not-verified': z.int().min(0),
    undetermined: z.int().min(0),
  }),
  recipient: z
    .strictObject({
      outcome: z.enum(['matched', 'not-matched', 'undetermined']),
      type: RecipientTypeSchema.optional(),
    })
    .optional()
    .meta({
      description:
        'Whether the recipient was the one asked for, who is not named here, only the way in which the caller named them',
    }),
  award: AwardReportSchema.optional(),
  issuerFacts: IssuerFactsSchema.omit({ name: true }).optional(),
}

/** A receipt before it is signed. */
export const UnsignedReceiptSchema = z.strictObject(receipt)
export type UnsignedReceipt = z.infer<typeof UnsignedReceiptSchema>

/**
 * What a verification found, signed by this service: ids, codes, dates and digests, and nothing about a person. Secured with an
 * `eddsa-jcs-2022` Data Integrity proof.
 */
export const VerificationReceiptSchema = z
  .strictObject({
    ...receipt,
    proof: z.strictObject({
      type: z.literal('DataIntegrityProof'),
      cryptosuite: z.literal('eddsa-jcs-2022'),
      created: z.string(),
      verificationMethod: z.string(),
      proofPurpose: z.literal('assertionMethod'),
      proofValue: z.string(),
    }),
  })
  .meta({ id: 'VerificationReceipt' })
export type VerificationReceipt = z.infer<typeof VerificationReceiptSchema>
