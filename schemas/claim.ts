import { z } from 'zod'
import { DecisionSchema } from './decision.ts'
import { EndorsementSchema } from './endorsement.ts'
import { IdSchema, InstantSchema, LanguageSchema, text, WebUrlSchema } from './text.ts'

export const ClaimStatusSchema = z.enum([
  'open',
  'revision',
  'met',
  'contested',
  'issued',
  'refused',
  'withdrawn',
  'expired',
])
export type ClaimStatus = z.infer<typeof ClaimStatusSchema>

/** OB 3.0 Evidence as a learner offers it (EVI-01): a link, a text, or both. */
const EvidenceInputSchema = z
  .strictObject({
    id: WebUrlSchema.optional(),
    name: text(300).optional(),
    description: text(2000).optional(),
    narrative: text(10000).optional(),
    genre: text(200).optional(),
  })
  .refine((evidence) => evidence.id !== undefined || evidence.narrative !== undefined, {
    message: 'must hold the id (URL) of the work or a narrative',
  })
export type EvidenceInput = z.infer<typeof EvidenceInputSchema>

const evidenceFields = {
  narrative: text(10000).optional(),
  evidence: z.array(EvidenceInputSchema).min(1).max(20),
}

/** Identifiers of the learner that go into the badge as salted hashes (ID-03). */
export const IdentifySchema = z.array(z.enum(['emailAddress'])).max(1)

export const OpenClaimSchema = z
  .strictObject({
    achievement: IdSchema,
    learner: IdSchema.optional(),
    collaborators: z.array(IdSchema).max(50).optional(),
    identify: IdentifySchema.optional(),
    language: LanguageSchema.optional().meta({
      description: 'The language the evidence is in; that of the achievement when left out',
    }),
    ...evidenceFields,
    evidence: evidenceFields.evidence.optional(),
  })
  .superRefine((claim, context) => {
    if (claim.evidence === undefined && claim.narrative === undefined)
      context.addIssue({ code: 'custom', path: ['evidence'], message: 'a claim holds a narrative, evidence, or both' })
  })
  .meta({ id: 'OpenClaim' })
export type OpenClaim = z.infer<typeof OpenClaimSchema>

export const AddEvidenceSchema = z.strictObject(evidenceFields).meta({ id: 'AddEvidence' })
export type AddEvidence = z.infer<typeof AddEvidenceSchema>

/** One immutable version of what a learner offers as evidence. */
const EvidenceVersionSchema = z
  .strictObject({
    version: z.int().min(1),
    narrative: z.string().optional(),
    evidence: z.array(EvidenceInputSchema).optional(),
    addedAt: InstantSchema,
    digest: z.string().meta({ description: 'SHA-256 of the stored bytes of this version, base64url' }),
  })
  .meta({ id: 'EvidenceVersion' })
export type EvidenceVersionView = z.infer<typeof EvidenceVersionSchema>

const claimFields = {
  id: IdSchema,
  community: z.string(),
  achievement: IdSchema,
  achievementVersion: z.int().min(1),
  learner: IdSchema,
  status: ClaimStatusSchema,
  openedAt: InstantSchema,
}

export const ClaimSummarySchema = z.strictObject(claimFields).meta({ id: 'ClaimSummary' })
export type ClaimSummaryView = z.infer<typeof ClaimSummarySchema>

export const ClaimSchema = z
  .strictObject({
    ...claimFields,
    collaborators: z.array(IdSchema),
    challenge: IdSchema.optional(),
    language: LanguageSchema.optional(),
    evidenceVersion: z.int().min(1),
    evidence: z.array(EvidenceVersionSchema),
    endorsements: z.array(EndorsementSchema),
    expiresAt: InstantSchema.optional(),
    decidedAt: InstantSchema.optional(),
    issuedAt: InstantSchema.optional(),
    subjectDid: z.string().optional().meta({
      description:
        'The DID that the badge will be given to (its `credentialSubject.id`): the one the learner had proven last when the claim was opened. Absent when they had proven none; the badge then has a `urn:uuid` of its own.',
    }),
    credentialUrl: z.url(),
    awardUrl: z.url(),
    decision: DecisionSchema,
  })
  .meta({ id: 'Claim' })
export type ClaimView = z.infer<typeof ClaimSchema>

/** The stored bytes of one evidence version, once parsed. */
export const EvidenceDocumentSchema = z.object({
  version: z.int().min(1),
  addedAt: InstantSchema,
  narrative: z.string().optional(),
  evidence: z.array(EvidenceInputSchema).optional(),
})
