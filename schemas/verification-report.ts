import { z } from 'zod'

export const VerificationCheckSchema = z.strictObject({
  id: z.enum(['parse', 'conformance', 'proof', 'issuer', 'status', 'dates', 'endorsements', 'award']),
  status: z.enum(['pass', 'fail', 'warn', 'skip']),
  code: z.string().meta({ description: 'A stable code; `OK` when there is nothing to say' }),
  message: z.string(),
  pointer: z.string().optional(),
  spec: z.string().meta({ description: 'The section of the standard the check comes from' }),
})
export type VerificationCheck = z.infer<typeof VerificationCheckSchema>

const OutcomeSchema = z.enum(['verified', 'not-verified', 'undetermined'])
export type Outcome = z.infer<typeof OutcomeSchema>

const EndorsementReportSchema = z.strictObject({
  outcome: OutcomeSchema,
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
  awardedDate: z.string().optional(),
  validFrom: z.string().optional(),
  validUntil: z.string().optional(),
})

export const VerificationReportSchema = z
  .strictObject({
    outcome: OutcomeSchema,
    checks: z.array(VerificationCheckSchema),
    credential: CredentialSummarySchema,
    endorsements: z.array(EndorsementReportSchema),
  })
  .meta({ id: 'VerificationReport' })
export type VerificationReport = z.infer<typeof VerificationReportSchema>

/** What to verify: the URL of a badge of this service, or the credential itself. */
export const VerifySchema = z
  .strictObject({
    url: z.url().max(2048).optional(),
    credential: z.unknown().optional(),
  })
  .superRefine((body, context) => {
    if ((body.url === undefined) === (body.credential === undefined))
      context.addIssue({ code: 'custom', path: [], message: 'give either "url" or "credential"' })
  })
  .meta({ id: 'Verify' })
