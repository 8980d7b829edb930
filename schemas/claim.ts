import { z } from 'zod'
import { ShownDecisionSchema } from './decision.ts'
import { EndorsementSchema, RatingsSchema } from './endorsement.ts'
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
export const EvidenceInputSchema = z
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
  selfRatings: RatingsSchema.optional().meta({
    description:
      'How the learner rates this evidence themself, criterion id → level id; shown to whoever has judged it, and never part of the badge',
  }),
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
    selfRatings: RatingsSchema.optional(),
    addedAt: InstantSchema,
    digest: z.string().meta({ description: 'SHA-256 of the stored bytes of this version, base64url' }),
  })
  .meta({ id: 'EvidenceVersion' })
export type EvidenceVersionView = z.infer<typeof EvidenceVersionSchema>

/** What stands between the learner and the badge after `not-yet`, criterion by criterion. */
const RevisionSchema = z
  .strictObject({
    evidenceVersion: z.int().min(1),
    criteria: z.array(
      z.strictObject({
        criterion: z.string().optional().meta({ description: 'Absent when the achievement has no rubric' }),
        name: z.string().optional(),
        fixes: z.array(z.strictObject({ endorsement: IdSchema, fix: z.string() })),
      }),
    ),
  })
  .meta({ id: 'Revision' })
export type RevisionView = z.infer<typeof RevisionSchema>

/** One criterion as the learner and their peers rate the current evidence. */
const ComparedCriterionSchema = z
  .strictObject({
    criterion: z.string(),
    name: z.string(),
    self: z.string().optional().meta({ description: 'The level the learner gives themself' }),
    peers: z.array(z.strictObject({ level: z.string(), endorsers: z.int().min(1) })),
  })
  .meta({ id: 'ComparedCriterion' })
export type ComparedCriterionView = z.infer<typeof ComparedCriterionSchema>

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
    statusText: z.string().meta({ description: 'What the status means, in the language of `Accept-Language`' }),
    collaborators: z.array(IdSchema),
    challenge: IdSchema.optional(),
    planted: z.literal(true).optional().meta({
      description:
        'It is a sample whose right levels are known, sent to a licensed reviewer: nothing comes of it, and its learner is made up. Told to keys that act for nobody, and to nobody else',
    }),
    language: LanguageSchema.optional(),
    evidenceVersion: z.int().min(1),
    evidence: z.array(EvidenceVersionSchema),
    endorsements: z.array(EndorsementSchema),
    judgements: z.int().min(0).optional().meta({
      description: 'How many peers have judged the current evidence; absent where that is kept from the caller',
    }),
    changedAfterSeeing: z.int().min(0).optional().meta({
      description: 'Of a `sealed` claim: how many of them changed their judgement after they saw the others',
    }),
    comparison: z.array(ComparedCriterionSchema).optional(),
    revision: RevisionSchema.optional().meta({ description: 'While a revision is asked for' }),
    expiresAt: InstantSchema.optional(),
    decidedAt: InstantSchema.optional(),
    objectableUntil: InstantSchema.optional().meta({
      description:
        'While the claim is `met` under a rule with an objection window: until when members may object. The badge is made after that.',
    }),
    dispute: IdSchema.optional().meta({
      description: 'The objection or appeal that is being settled, or was settled last',
    }),
    refusedAt: InstantSchema.optional(),
    appealableUntil: InstantSchema.optional().meta({
      description: 'Of a refused claim: until when the learner may appeal',
    }),
    support: z
      .strictObject({
        state: z.enum(['lost', 'settled']),
        since: InstantSchema,
        until: InstantSchema,
        action: z.enum(['keep', 'suspend', 'revoke']),
      })
      .optional()
      .meta({
        description:
          'The endorsements that stand do not meet the rule of this badge any more. `lost` until the instant `until`: the learner may gather others, and the badge is left as it is. Then `settled`: the badge was kept, suspended or revoked.',
      }),
    issuedAt: InstantSchema.optional(),
    subjectDid: z.string().optional().meta({
      description:
        'The DID that the badge will be given to (its `credentialSubject.id`): the one the learner had proven last when the claim was opened. Absent when they had proven none; the badge then has a `urn:uuid` of its own.',
    }),
    credentialUrl: z.url(),
    awardUrl: z.url(),
    decision: ShownDecisionSchema,
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
