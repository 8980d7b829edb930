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
  /** The learner endorsed them shortly before. */
  'mutual_pair',
  /** It closes a ring of people who endorse each other. */
  'closed_ring',
  /** They gave too large a share of the community's endorsements. */
  'share_exceeded',
  /** They are the learner, or another who endorsed, under a second account. */
  'same_person',
  /** One of the four before, where it is not told which. */
  'not_independent',
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
    revisionsLeft: z.int().min(0).optional().meta({
      description: 'How many evidence versions the claim may still be given, where `revisions` of its rule says so',
    }),
  }),
  z.strictObject({
    clause: z.literal('independence'),
    reason: z.enum(['mutual_pair', 'closed_ring', 'share_exceeded', 'same_person', 'not_independent']),
    endorsers: z.int().min(1),
  }),
  z.strictObject({ clause: z.literal('minCircles'), circles: z.int().min(1) }),
  z.strictObject({ clause: z.literal('minDrawn'), endorsers: z.int().min(1) }),
  z.strictObject({
    clause: z.literal('minEffectiveEndorsers'),
    effective: z.number().min(0).meta({ description: 'As it is now, rounded down to a tenth' }),
    required: z.number(),
  }),
  z.strictObject({ clause: z.literal('anchored'), endorsers: z.int().min(1) }),
  z
    .strictObject({ clause: z.literal('furtherOpinion'), opinions: z.int().min(1), criteria: z.array(z.string()) })
    .meta({ description: 'Ratings of these required criteria are too far apart' }),
  z.strictObject({ clause: z.literal('objection') }).meta({ description: 'An objection is being settled' }),
  z.strictObject({ clause: z.literal('attainment'), attainment: z.enum(['calibration', 'careful-reviewing']) }),
])
export type Missing = z.infer<typeof MissingSchema>

/** The decision so far, as data and in words. */
export const DecisionSchema = z
  .strictObject({
    kind: DecisionKindSchema,
    evidenceVersion: z.int().min(1),
    counted: z.int().min(0),
    required: z.int().min(0),
    notYet: z.int().min(0),
    missing: z.array(MissingSchema),
    text: z.string(),
  })
  .meta({ id: 'Decision' })
export type DecisionView = z.infer<typeof DecisionSchema>

/** The decision as far as a caller may see it: where judgements are kept from them, its kind alone. */
export const ShownDecisionSchema = z
  .union([DecisionSchema, z.strictObject({ kind: DecisionKindSchema }).meta({ id: 'DecisionKind' })])
  .meta({
    description:
      'Only its `kind` where the rule keeps judgements from the caller: of a `sealed` claim until they have judged, and in every answer to one’s own judgement under `sealed` and `anonymous`',
  })
export type ShownDecision = z.infer<typeof ShownDecisionSchema>

/** Why an endorsement does not count, as far as a caller may know. */
export const ShownReasonSchema = UncountedReasonSchema.meta({
  description:
    '`not_independent` stands for `mutual_pair`, `closed_ring`, `share_exceeded` and `same_person` where the reason would tell about people whom the caller is not to know about',
})
export type ShownReason = z.infer<typeof ShownReasonSchema>
