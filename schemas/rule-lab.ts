import { z } from 'zod'
import { DecisionSchema } from './decision.ts'
import { PolicyInputSchema } from './policy.ts'
import { IdSchema, InstantSchema } from './text.ts'

/** A rule that is still being thought about, and which claims it is to be tried on. */
export const DryRunPolicySchema = z
  .strictObject({
    achievement: IdSchema,
    policy: PolicyInputSchema,
    limit: z.int().min(1).max(50).optional().meta({
      description: 'How many claims of the community to look at, whichever achievement they are for; 50 when left out',
    }),
    cursor: z.string().min(1).max(2000).optional().meta({ description: '`next` of the call before' }),
  })
  .meta({ id: 'DryRunPolicy' })
export type DryRunPolicy = z.infer<typeof DryRunPolicySchema>

/** What a rule would have changed for a claim. */
const DryRunOutcomeSchema = z.enum(['keeps', 'earns', 'loses', 'waits', 'unknown']).meta({
  description:
    '`keeps`: earned, and would have; `earns`: did not earn, and would have; `loses`: earned, and would not have; `waits`: did not earn, and would not have; `unknown`: endorsements given before the service kept a fact that the rule reads could decide either way',
})
export type DryRunOutcome = z.infer<typeof DryRunOutcomeSchema>

/** Facts that endorsements given before they were kept do not have. */
const MissingFactSchema = z.enum([
  'endorsedByLearner',
  'ring',
  'share',
  'received',
  'reach',
  'drawn',
  'holds',
  'workedOnChallenge',
  'holdsChallengeBadge',
  'licensed',
])
export type MissingFact = z.infer<typeof MissingFactSchema>

const DryRunClaimSchema = z.strictObject({
  claim: IdSchema,
  learner: IdSchema,
  achievementVersion: z.int().min(1),
  status: z.string().meta({ description: 'The status of the claim, which is what happened' }),
  outcome: DryRunOutcomeSchema,
  decidedAt: InstantSchema.meta({ description: 'The instant that ages were measured at' }),
  decision: DecisionSchema.meta({ description: 'What the rule says, on the facts as they are stored' }),
  missingFacts: z.array(MissingFactSchema).meta({ description: 'Which facts are not known, where that matters' }),
})

/** What a rule would have meant for the claims looked at. */
export const DryRunSchema = z
  .strictObject({
    policyDigest: z.string().meta({ description: 'Of the policy with every default written out' }),
    looked: z.int().min(0).meta({ description: 'Claims of the community looked at, for whatever achievement' }),
    claims: z.int().min(0).meta({ description: 'Of those, how many are for this one' }),
    sealed: z.int().min(0).meta({
      description:
        'How many of these are left out, since their judgements are sealed from the caller until they have judged themself or the claim is settled',
    }),
    counts: z.record(DryRunOutcomeSchema, z.int().min(0)),
    items: z.array(DryRunClaimSchema),
    next: z.string().optional().meta({ description: 'Cursor of the claims not looked at yet; absent when all were' }),
  })
  .meta({ id: 'DryRun' })
export type DryRun = z.infer<typeof DryRunSchema>
