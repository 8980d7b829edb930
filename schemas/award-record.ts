import { z } from 'zod'
import { UncountedReasonSchema } from './decision.ts'
import { AssuranceSchema, ThresholdPolicySchema } from './policy.ts'
import { InstantSchema } from './text.ts'

/** What the decision knew of one endorser; only what the policy version reads is present. */
const AwardFactsSchema = z.strictObject({
  eligible: z.boolean().optional().meta({
    description: 'Under `anonymous` in place of what the clause `eligibility` reads: what came of it',
  }),
  independent: z.literal(false).optional().meta({
    description:
      'Under `anonymous` in place of what the clause `independence` reads of one endorser: that it does not count',
  }),
  role: z.string().optional(),
  memberDays: z.int().min(0).optional().meta({
    description: 'The most days of membership that the policy asks for and that they had reached, not how many in all',
  }),
  holds: z.array(z.string()).optional(),
  workedOnChallenge: z.boolean().optional(),
  holdsChallengeBadge: z.boolean().optional(),
  licensed: z.boolean().optional(),
  assurance: AssuranceSchema,
  sharesWork: z.literal(true).optional().meta({
    description: 'That another claim told that they share the work',
  }),
  person: z.string().optional().meta({
    description: 'Who they are under another account: a pseudonym of this claim, as of endorsers and of the learner',
  }),
  endorsedByLearner: z.literal(true).optional().meta({
    description: 'That the learner had endorsed them inside the window of the policy',
  }),
  closesRingOf: z.int().min(3).optional(),
  shareExceeded: z.boolean().optional().meta({
    description:
      'Whether they had given a larger share of what the community endorsed in a quarter than the policy allows',
  }),
  learnerEndorsedDaysBefore: z.int().min(0).optional().meta({
    description: 'In place of `endorsedByLearner`, in earlier records: how many whole days before',
  }),
  share: z
    .strictObject({ given: z.int().min(0), total: z.int().min(0), endorsers: z.int().min(0) })
    .optional()
    .meta({
      description:
        'In place of `shareExceeded`, in earlier records: of what the community endorsed in a quarter, and by how many members',
    }),
  circles: z.array(z.string()).optional().meta({ description: 'Under names of this claim alone' }),
  drawn: z.boolean().optional(),
  received: z
    .strictObject({ count: z.int().min(0), sumOfSquares: z.number().min(0), fromEndorser: z.int().min(0) })
    .optional()
    .meta({ description: 'What the learner had received in 365 days before, and how much of it from this endorser' }),
  anchored: z.boolean().optional().meta({ description: 'Whether the trust of the founding panel reaches them' }),
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
    learnerPerson: z.string().optional().meta({ description: 'Who the learner is under another account' }),
    collaborators: z.array(z.string()).optional(),
    attained: z.enum(['calibration', 'careful-reviewing']).optional().meta({
      description: 'What the issuing service itself recorded of the learner, when the policy asks for that',
    }),
    furtherOpinionGiven: z.literal(true).optional().meta({
      description:
        'That the further opinion which the ratings below ask for was given in a judgement that is not public',
    }),
    evidenceVersion: z.strictObject({ number: z.int().min(1), digest: z.string(), url: z.url() }),
    openedAt: InstantSchema,
    decidedAt: InstantSchema,
    decision: z.strictObject({ kind: z.literal('met'), counted: z.int(), required: z.int() }),
    endorsements: z.array(AwardEndorsementSchema),
    proof: z.record(z.string(), z.unknown()).optional(),
  })
  .meta({ id: 'AwardRecord' })
export type AwardRecord = z.infer<typeof AwardRecordSchema>
