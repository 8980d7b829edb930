import { z } from 'zod'
import { UncountedReasonSchema } from './decision.ts'
import { AssuranceSchema, ThresholdPolicySchema } from './policy.ts'
import { InstantSchema } from './text.ts'

/** What the decision knew of one endorser; only what the policy version reads is present. */
const AwardFactsSchema = z.strictObject({
  role: z.string().optional(),
  memberDays: z.int().min(0).optional(),
  holds: z.array(z.string()).optional(),
  assurance: AssuranceSchema,
})

/** One `endorse` as the decision saw it. The endorser is a pseudonym of this claim alone. */
const AwardEndorsementSchema = z.strictObject({
  id: z.url(),
  endorser: z.string(),
  version: z.int().min(1),
  givenAt: InstantSchema,
  ratings: z.record(z.string(), z.string()),
  facts: AwardFactsSchema,
  form: z.enum(['embedded', 'jwt']).optional().meta({
    description:
      'Of an endorsement signed with the endorser’s own key: `embedded` in the badge, or a `jwt` that only stands at `id`',
  }),
  digest: z.string().optional().meta({ description: 'SHA-256 of what such an endorser signed, base64url' }),
  counted: z.boolean(),
  reasons: z.array(UncountedReasonSchema),
})

/**
 * The public statement of why a badge was given: ids, digests, codes, numbers and instants only. Signed with an
 * `eddsa-jcs-2022` Data Integrity proof of the community.
 */
export const AwardRecordSchema = z
  .strictObject({
    id: z.url(),
    type: z.literal('AwardRecord'),
    recordVersion: z.literal(1),
    issuer: z.string(),
    credential: z.url(),
    achievement: z.url(),
    policy: ThresholdPolicySchema,
    policyDigest: z.string(),
    rubric: z.array(
      z.strictObject({
        id: z.string(),
        levels: z.array(z.string()),
        requiredLevel: z.string().optional(),
      }),
    ),
    learner: z.string().optional().meta({
      description: 'The learner, and who shares the work, under pseudonyms as of endorsers: none of them may count',
    }),
    collaborators: z.array(z.string()).optional(),
    evidenceVersion: z.strictObject({ number: z.int().min(1), digest: z.string(), url: z.url() }),
    openedAt: InstantSchema,
    decidedAt: InstantSchema,
    decision: z.strictObject({ kind: z.literal('met'), counted: z.int(), required: z.int() }),
    endorsements: z.array(AwardEndorsementSchema),
    proof: z.record(z.string(), z.unknown()).optional(),
  })
  .meta({ id: 'AwardRecord' })
export type AwardRecord = z.infer<typeof AwardRecordSchema>
