import { z } from 'zod'

const DecisionKindSchema = z.enum(['contested', 'revise', 'met', 'pending'])

/** Why an endorsement does not count. */
export const UncountedReasonSchema = z.enum([
  'own_claim',
  'collaborator',
  'withdrawn',
  'other_evidence_version',
  'verdict_not_endorse',
  'not_eligible',
  'assurance_too_low',
  'too_old',
  'criterion_not_rated',
  'below_required_level',
])
export type UncountedReason = z.infer<typeof UncountedReasonSchema>

/** What is still missing, by the clause that asks for it. */
const MissingSchema = z.discriminatedUnion('clause', [
  z.strictObject({ clause: z.literal('minEndorsers'), endorsers: z.int().min(1) }),
  z.strictObject({
    clause: z.literal('eligibility'),
    endorsers: z.int().min(1).meta({ description: 'Endorsements given that this clause keeps from counting' }),
  }),
  z.strictObject({ clause: z.literal('minAssurance'), endorsers: z.int().min(1) }),
  z.strictObject({ clause: z.literal('endorsementDays'), endorsers: z.int().min(1) }),
  z.strictObject({ clause: z.literal('requiredLevel'), criterion: z.string(), endorsers: z.int().min(1) }),
  z.strictObject({
    clause: z.literal('disagreement'),
    notYet: z.int().min(1),
    criteria: z.array(z.string()),
  }),
])
export type Missing = z.infer<typeof MissingSchema>

/** The decision so far, as data and in words. */
export const DecisionSchema = z
  .strictObject({
    kind: DecisionKindSchema,
    evidenceVersion: z.int().min(1),
    counted: z.int().min(0),
    required: z.int().min(1),
    notYet: z.int().min(0),
    missing: z.array(MissingSchema),
    text: z.string(),
  })
  .meta({ id: 'Decision' })
export type DecisionView = z.infer<typeof DecisionSchema>
