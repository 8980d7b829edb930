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
  z
    .strictObject({ kind: z.literal('same-challenge') })
    .meta({ description: 'Has worked on the challenge of the achievement, or on one that it names as a neighbour' }),
  z
    .strictObject({ kind: z.literal('challenge-badge') })
    .meta({ description: 'Holds a badge of the challenge of the achievement' }),
  z
    .strictObject({ kind: z.literal('licence') })
    .meta({ description: 'Holds an assessor licence for the challenge of the achievement that has not expired' }),
])
export type Eligibility = z.infer<typeof EligibilitySchema>

/** Ready-made rules; whatever a draft states beside one takes the place of what it would say. */
const PresetSchema = z.enum(['study-group', 'open-community', 'high-stakes'])

/** Whose endorsement may not count, or not alone, though they are eligible. */
const IndependenceSchema = z.strictObject({
  reciprocityWindowDays: z.int().min(1).max(3650).optional().meta({
    description: 'Of two people who endorse each other within so many days, the later endorsement does not count',
  }),
  ringSize: z.int().min(3).max(6).optional().meta({
    description: 'An endorsement that closes a ring of up to so many people does not count',
  }),
  minCircles: z.int().min(2).max(50).optional().meta({
    description: 'How many circles those who count must come from, each standing for one circle',
  }),
  maxSharePerEndorser: z.number().gt(0).lt(1).optional().meta({
    description:
      'The largest share of the community’s endorsements of the last quarter that one endorser may have given and still count; twice an even share where fewer than ten endorse',
  }),
  shareFromEndorsements: z.int().min(1).max(1_000_000).optional().meta({
    description: 'How many endorsements the community must have given in the quarter before shares matter',
  }),
  minEffectiveEndorsers: z.number().min(1).max(1000).optional().meta({
    description: 'Inverse Simpson index over all endorsements that the learner received in 365 days',
  }),
  minDrawn: z.int().min(1).max(1000).optional().meta({
    description: 'How many of those who count must have been drawn by the review queue, not chosen by the learner',
  }),
})

/** How judging protects those who judge. */
const BlindnessSchema = z.enum(['open', 'sealed', 'anonymous'])

const clauses = {
  minEndorsers: z.int().min(1).max(1000).meta({
    description:
      'How many distinct endorsers must count: by an `endorse` on the current evidence version that rates every required criterion at or above its required level',
  }),
  eligibility: z.array(EligibilitySchema).min(1).max(10).meta({
    description: 'Who may endorse: whoever fits any one of these; never the learner, nor who shares the work',
  }),
  minAssurance: AssuranceSchema.meta({
    description:
      'How sure it must be who endorsed: an API key said so (`asserted`), they signed in (`signed-in`), they signed with a key of their own (`own-key`)',
  }),
  disagreement: z.strictObject({
    notYetForRevision: z.int().min(1).max(1000).meta({
      description: 'How many `not-yet` on the current evidence version ask the learner for a revision',
    }),
    maxSpread: z.int().min(1).max(19).optional().meta({
      description: 'Ratings of a required criterion further apart than so many levels ask for one more opinion',
    }),
  }),
  revisions: z.int().min(0).max(99).meta({
    description:
      'How many evidence versions a claim may be given after its first, so that nobody is asked about the same work until somebody errs; 99 where this is not stated',
  }),
  independence: IndependenceSchema.meta({
    description: 'Where it stands, all accounts that share an identifier are one person',
  }),
  anchored: z.int().min(0).max(1000).meta({
    description: 'How many of those who count must be reached from the founding panel',
  }),
  blindness: BlindnessSchema.meta({
    description:
      '`sealed`: nobody sees what others judged before they have judged; `anonymous`: the learner does not learn who judged',
  }),
  objectionHours: z.int().min(0).max(2160).meta({
    description: 'Hours between met and issued in which an eligible member may object',
  }),
  living: z.enum(['keep', 'suspend', 'revoke']).meta({
    description: 'What becomes of the badge when, later, its endorsements do not meet the rule any more',
  }),
  livingGraceDays: z.int().min(0).max(365).meta({
    description: 'Days between that being found and anything being done',
  }),
  attainment: z.enum(['calibration', 'careful-reviewing']).meta({
    description:
      'Given for what this service itself has recorded of the learner, and not by endorsement; goes with no other clause',
  }),
  claimDays: z.int().min(1).max(3650).meta({ description: 'Days after which an open claim expires' }),
  endorsementDays: z.int().min(1).max(3650).meta({
    description: 'How old an endorsement may be, in days, when the decision is made',
  }),
}

/** The rule as a facilitator drafts it: every clause optional, defaults written out at publication. */
export const PolicyInputSchema = z
  .strictObject({ preset: PresetSchema, ...clauses })
  .omit({ attainment: true })
  .partial()
  .meta({
    id: 'PolicyInput',
    description:
      'What it states takes the place of what its `preset` says, and that of the defaults, clause by clause; inside `independence`, field by field. Written out at publication where nothing else is said: `minEndorsers` 3, `eligibility` any member, `minAssurance` `asserted`, `disagreement` 2 `not-yet` and a spread of 1 level, `independence` with `reciprocityWindowDays` 90, `ringSize` 3, `maxSharePerEndorser` 0.2 and `shareFromEndorsements` 50, `anchored` 0, `blindness` `open`, `objectionHours` 0, `living` `suspend` and `livingGraceDays` 7, `claimDays` 90, `endorsementDays` 365. All other clauses exist only where they are stated.',
  })
export type PolicyInput = z.infer<typeof PolicyInputSchema>

/**
 * The rule as a published version carries it. `decisionVersion` names the decision procedure it was published
 * under; a clause absent from the stored document does not exist for it.
 */
export const ThresholdPolicySchema = z
  .strictObject({
    decisionVersion: z.literal(1),
    ...z.strictObject(clauses).partial().shape,
    minEndorsers: z.int().min(0).max(1000).meta({ description: '0 only with `attainment`' }),
    eligibility: clauses.eligibility,
  })
  .meta({ id: 'ThresholdPolicy' })
export type ThresholdPolicy = z.infer<typeof ThresholdPolicySchema>
