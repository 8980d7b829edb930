import { z } from 'zod'
import { IDENTIFIER_TYPES } from './open-badges/terms.ts'

export const VerificationCheckSchema = z.strictObject({
  id: z
    .enum([
      'parse',
      'conformance',
      'proof',
      'issuer',
      'refresh',
      'status',
      'dates',
      'recipient',
      'endorsements',
      'award',
    ])
    .meta({ description: 'The step of the algorithm, in whose order checks are listed' }),
  status: z.enum(['pass', 'fail', 'warn', 'skip']),
  code: z.string().meta({ description: 'A stable code; `OK` when there is nothing to say' }),
  message: z.string().meta({ description: 'A plain sentence, in the language of the answer' }),
  englishMessage: z.string().optional().meta({
    description: 'The same in English, with dates and names, when `message` is in another language',
  }),
  pointer: z.string().optional(),
  spec: z.string().meta({ description: 'The section of the standard the check comes from' }),
})
export type VerificationCheck = z.infer<typeof VerificationCheckSchema>

export const OutcomeSchema = z.enum(['verified', 'not-verified', 'undetermined'])
export type Outcome = z.infer<typeof OutcomeSchema>

const EndorsementReportSchema = z.strictObject({
  outcome: OutcomeSchema,
  pointer: z.string().optional().meta({ description: 'Where the endorsement stands in the badge, as a JSON Pointer' }),
  id: z.string().optional(),
  issuer: z.string().optional(),
  name: z.string().optional(),
  checks: z.array(VerificationCheckSchema),
})
export type EndorsementReport = z.infer<typeof EndorsementReportSchema>

/** What a page shows of a credential, whatever the outcome. */
const CredentialSummarySchema = z.strictObject({
  id: z.string().optional(),
  name: z.string().optional(),
  issuer: z.string().optional(),
  issuerName: z.string().optional(),
  achievement: z.string().optional(),
  achievementName: z.string().optional(),
  awardedDate: z.string().optional(),
  validFrom: z.string().optional(),
  validUntil: z.string().optional(),
})

/** What was given to be verified. */
export const PresentedSchema = z.strictObject({
  form: z.enum(['json', 'jwt', 'png', 'svg']).meta({ description: 'The form it came in' }),
  url: z.string().optional().meta({ description: 'The address it was read from' }),
  digest: z.string().meta({ description: 'SHA-256 of the JSON or JWT text that was verified, base64url' }),
})

/** Whether what the caller knows of the recipient is what the badge says; apart from whether the badge is valid. */
const RecipientReportSchema = z.strictObject({
  outcome: z.enum(['matched', 'not-matched', 'undetermined']),
  checks: z.array(VerificationCheckSchema),
})

/** Of a badge of this service: what came of deciding once more on its award record. */
export const AwardReportSchema = z.strictObject({
  id: z.string().meta({ description: 'The address of the award record' }),
  met: z.boolean().meta({ description: 'Whether the rule of that policy version was met' }),
  counted: z.int().min(0).meta({ description: 'How many endorsements counted' }),
  required: z.int().min(0).meta({ description: 'How many the rule asks for' }),
  firstGivenAt: z.string().optional().meta({ description: 'When the first of the counted endorsements was given' }),
  lastGivenAt: z.string().optional().meta({ description: 'When the last of them was given' }),
  decidedAt: z.string(),
  policyDigest: z.string(),
})

/** What is known of an issuer; facts, and no part of the outcome. */
export const IssuerFactsSchema = z.strictObject({
  id: z.string(),
  name: z.string().optional(),
  domain: z
    .string()
    .optional()
    .meta({ description: 'The host that the issuer has shown to control by publishing its key there' }),
  listedIn: z
    .array(
      z.strictObject({
        name: z.string(),
        url: z.string().optional(),
        listedAs: z
          .strictObject({ name: z.string().optional(), url: z.string().optional(), location: z.string().optional() })
          .optional()
          .meta({ description: 'What it says of the issuer' }),
      }),
    )
    .meta({ description: 'The registries that list it; none means that none of those asked does' }),
  unreachedRegistries: z.array(z.string()).meta({ description: 'Names of registries that could not be asked' }),
  firstSeenAt: z.string().optional(),
  badgesIssued: z
    .int()
    .min(0)
    .optional()
    .meta({ description: 'How many badges a community of this service has issued, those revoked since among them' }),
})

export const VerificationReportSchema = z
  .strictObject({
    outcome: OutcomeSchema,
    standard: z
      .enum(['open-badges-3.0', 'open-badges-2.0'])
      .optional()
      .meta({ description: 'By which standard it was checked; absent when it is neither' }),
    verifiedAt: z.string().optional(),
    presented: PresentedSchema.optional(),
    checks: z.array(VerificationCheckSchema),
    credential: CredentialSummarySchema,
    endorsements: z.array(EndorsementReportSchema),
    refreshed: z.strictObject({ from: z.string(), to: z.string() }).optional().meta({
      description:
        'The issuer gave a newer version, of `to`, and the checks after that are of it; the one presented is of `from`',
    }),
    recipient: RecipientReportSchema.optional(),
    award: AwardReportSchema.optional(),
    issuer: IssuerFactsSchema.optional(),
    receipt: z.strictObject({ id: z.string() }).optional().meta({
      description: 'The address of the signed receipt that was asked for; there is none of what could not be read',
    }),
  })
  .meta({ id: 'VerificationReport' })
export type VerificationReport = z.infer<typeof VerificationReportSchema>

const UNKNOWN_TYPE = 'must be "id", a type of identifier that Open Badges names, or begin with "ext:"'

/** What the caller knows of the recipient from elsewhere: a login, an application. Compared, and never kept or repeated. */
export const KnownRecipientSchema = z
  .strictObject({
    type: z
      .union([z.enum(['id', ...IDENTIFIER_TYPES]), z.string().max(255).startsWith('ext:', UNKNOWN_TYPE)])
      .meta({ description: '`id` for the id of the recipient, otherwise the type of an identifier of theirs' }),
    value: z.string().min(1).max(2048).meta({ description: 'As plain text, such as an e-mail address' }),
  })
  .meta({ id: 'KnownRecipient' })
export type KnownRecipient = z.infer<typeof KnownRecipientSchema>

const one = {
  url: z.url().max(2048).optional().meta({ description: 'The address of a badge, in whatever form it is given out' }),
  credential: z.unknown().optional().meta({
    description: 'The badge itself: a JSON object; or a string with the JWT, the JSON, or the SVG',
  }),
}

type One = { readonly url?: string | undefined; readonly credential?: unknown }

const isOne = ({ url, credential }: One): boolean => (url === undefined) !== (credential === undefined)

/** So many badges can be verified with one request. */
export const MAX_VERIFICATIONS = 100

/** What to verify: the address of a badge, the badge itself, or a list of either. */
export const VerifySchema = z
  .strictObject({
    ...one,
    items: z
      .array(z.strictObject(one).refine(isOne, 'give either "url" or "credential"'))
      .min(1)
      .max(MAX_VERIFICATIONS)
      .optional(),
    recipient: KnownRecipientSchema.optional(),
    receipt: z.boolean().optional().meta({
      description:
        'Whether each report is kept as a signed receipt under an address of its own. Left out: nothing is kept',
    }),
  })
  .refine(
    ({ items, ...single }) =>
      items === undefined ? isOne(single) : single.url === undefined && !('credential' in single),
    'give either "url" or "credential" or "items"',
  )
  .meta({ id: 'Verify' })

/** One report for each of several badges, in their order. */
export const VerificationResultsSchema = z
  .strictObject({ results: z.array(VerificationReportSchema) })
  .meta({ id: 'VerificationResults' })
