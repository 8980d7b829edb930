import { z } from 'zod'
import { RoleSchema } from './member.ts'
import { IdSchema } from './text.ts'

/** How sure the community is who gave an endorsement, weakest first. */
export const AssuranceSchema = z.enum(['asserted', 'signed-in', 'own-key'])
export type Assurance = z.infer<typeof AssuranceSchema>

/** One way to be eligible; an endorser needs any one of those a policy lists. */
const EligibilitySchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('any-member') }),
  z.strictObject({ kind: z.literal('role'), roles: z.array(RoleSchema).min(1).max(3) }),
  z.strictObject({ kind: z.literal('holds'), achievement: IdSchema }),
  z.strictObject({ kind: z.literal('member-for'), days: z.int().min(1).max(36500) }),
])
export type Eligibility = z.infer<typeof EligibilitySchema>

const clauses = {
  minEndorsers: z.int().min(1).max(1000),
  eligibility: z.array(EligibilitySchema).min(1).max(10),
  minAssurance: AssuranceSchema,
  disagreement: z.strictObject({
    notYetForRevision: z.int().min(1).max(1000).meta({
      description: 'How many `not-yet` on the current evidence version ask the learner for a revision',
    }),
  }),
  claimDays: z.int().min(1).max(3650),
  endorsementDays: z.int().min(1).max(3650),
}

/** The rule as a facilitator drafts it: every clause optional, defaults written out at publication. */
export const PolicyInputSchema = z.strictObject(clauses).partial().meta({ id: 'PolicyInput' })
export type PolicyInput = z.infer<typeof PolicyInputSchema>

/**
 * The rule as a published version carries it. `decisionVersion` names the decision procedure it was published
 * under; a clause absent from the stored document does not exist for it.
 */
export const ThresholdPolicySchema = z
  .strictObject({
    decisionVersion: z.literal(1),
    ...clauses,
    disagreement: clauses.disagreement.optional(),
    claimDays: clauses.claimDays.optional(),
    endorsementDays: clauses.endorsementDays.optional(),
    minAssurance: clauses.minAssurance.optional(),
  })
  .meta({ id: 'ThresholdPolicy' })
export type ThresholdPolicy = z.infer<typeof ThresholdPolicySchema>
