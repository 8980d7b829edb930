import { z } from 'zod'
import { IdSchema, InstantSchema, text } from './text.ts'

/** What an objection is about; a code, so that it can be public. */
const GroundsSchema = z.enum([
  'not-own-work',
  'evidence-not-genuine',
  'criteria-not-met',
  'endorsers-not-independent',
  'conduct',
  'other',
])
export type Grounds = z.infer<typeof GroundsSchema>

export const ObjectionStatusSchema = z.enum(['raised', 'upheld', 'dismissed'])
export type ObjectionStatus = z.infer<typeof ObjectionStatusSchema>

export const VoteSchema = z.enum(['upheld', 'dismissed'])
export type Vote = z.infer<typeof VoteSchema>

const REASON = text(4000)

export const RaiseObjectionSchema = z
  .strictObject({
    objector: IdSchema.optional().meta({ description: 'Who objects; only with an API key' }),
    reason: REASON.meta({ description: 'The learner and the panel read it, without a name' }),
    grounds: GroundsSchema.optional(),
  })
  .meta({ id: 'RaiseObjection' })
export type RaiseObjection = z.infer<typeof RaiseObjectionSchema>

export const RaiseAppealSchema = z.strictObject({ reason: REASON }).meta({ id: 'RaiseAppeal' })
export type RaiseAppeal = z.infer<typeof RaiseAppealSchema>

export const CastVoteSchema = z
  .strictObject({
    member: IdSchema.optional().meta({ description: 'Who votes; only with an API key' }),
    vote: z.enum([...VoteSchema.options, 'decline']).meta({
      description:
        'Whether the objection, or the appeal, is right; or that the member will not settle it, so that someone else is drawn',
    }),
    reason: REASON.meta({
      description: 'The learner reads it once it is settled, without a name; why a member declines, nobody else reads',
    }),
  })
  .meta({ id: 'CastVote' })
export type CastVote = z.infer<typeof CastVoteSchema>

/** What became of those whose lots came up, in their order. */
const CandidateSchema = z.strictObject({
  pseudonym: z.string(),
  code: z
    .enum([
      'drawn',
      'drawn-leader',
      'learner',
      'collaborator',
      'endorser',
      'objector',
      'earlier-panel',
      'mutual-pair',
      'same-person',
      'joined-later',
      'not-eligible',
    ])
    .meta({ description: '`drawn`, or why not' }),
})

export const PanelDrawSchema = z.strictObject({
  number: z.int().min(1),
  at: InstantSchema,
  members: z.int().min(0).meta({ description: 'How many members of the community have a lot' }),
  candidates: z.array(CandidateSchema).meta({ description: 'The lowest lots first, up to the last that was drawn' }),
})

const SettlementSchema = z.strictObject({
  status: z.enum(['upheld', 'dismissed']),
  basis: z.enum(['votes', 'no-votes', 'no-panel', 'withdrawn']),
  upheld: z.int().min(0).meta({ description: 'Votes for it' }),
  dismissed: z.int().min(0).meta({ description: 'Votes against it' }),
  at: InstantSchema,
})

/** An objection or appeal as one of its community sees it. */
export const ObjectionSchema = z
  .strictObject({
    id: IdSchema,
    claim: IdSchema,
    kind: z.enum(['objection', 'appeal']),
    status: ObjectionStatusSchema,
    against: IdSchema.optional().meta({ description: 'Of an appeal: the objection that was upheld' }),
    raisedAt: InstantSchema,
    decideBy: InstantSchema.optional().meta({ description: 'When those who were drawn must have voted' }),
    reasons: z
      .array(
        z.strictObject({
          reason: z.string().optional(),
          grounds: GroundsSchema.optional(),
          at: InstantSchema,
          objector: IdSchema.optional(),
        }),
      )
      .optional()
      .meta({
        description:
          'Shown to the learner, the panel, and owners and facilitators; `objector` to the last two roles and to themself alone. A reason whose writer was erased is left out.',
      }),
    seed: z.string(),
    draws: z.array(PanelDrawSchema),
    voted: z
      .int()
      .min(0)
      .meta({ description: 'How many of the panel have voted; how, nobody sees until it is settled' }),
    panel: z.int().min(0).meta({ description: 'How many sit on the panel now' }),
    seat: z
      .strictObject({ vote: VoteSchema.optional(), declined: z.boolean(), replaced: z.boolean() })
      .optional()
      .meta({ description: 'The place of the member who reads, with their own vote' }),
    settlement: SettlementSchema.optional(),
    votes: z
      .array(z.strictObject({ vote: VoteSchema, reason: z.string().optional(), at: InstantSchema }))
      .optional()
      .meta({
        description: 'Once it is settled, to those who see the reasons; in the order of the votes, without names',
      }),
    outcomeUrl: z.url().meta({ description: 'Where the signed outcome is once it is settled' }),
  })
  .meta({ id: 'Objection' })
export type ObjectionView = z.infer<typeof ObjectionSchema>

export const PanelSeatSchema = z
  .strictObject({
    id: IdSchema,
    claim: IdSchema,
    kind: z.enum(['objection', 'appeal']),
    drawnAt: InstantSchema,
  })
  .meta({ id: 'PanelSeat' })

/** The signed public outcome: ids, pseudonyms of this claim's disputes, codes, numbers and instants only. */
export const DisputeOutcomeSchema = z
  .strictObject({
    id: z.url(),
    type: z.literal('DisputeOutcome'),
    outcomeVersion: z.literal(1),
    issuer: z.string(),
    kind: z.enum(['objection', 'appeal']),
    claim: IdSchema,
    against: z.url().optional().meta({ description: 'Of an appeal: the outcome it was made against' }),
    achievement: z.url(),
    policyDigest: z.string(),
    evidenceDigest: z.string(),
    decidedAt: InstantSchema.optional().meta({ description: 'When the rule was met that is disputed' }),
    learner: z.string(),
    objectors: z.array(z.strictObject({ pseudonym: z.string(), grounds: GroundsSchema.optional(), at: InstantSchema })),
    raisedAt: InstantSchema,
    lots: z.strictObject({
      seed: z.string(),
      method: z.literal('lowest-sha256-of-seed-and-pseudonym'),
      draws: z.array(
        PanelDrawSchema.extend({
          digest: z.string().meta({ description: 'SHA-256 of `candidates` as canonical JSON (RFC 8785), base64url' }),
        }),
      ),
    }),
    panel: z.array(
      z.strictObject({
        pseudonym: z.string(),
        draw: z.int(),
        vote: VoteSchema.optional(),
        votedAt: InstantSchema.optional(),
        declinedAt: InstantSchema.optional(),
        replacedAt: InstantSchema.optional(),
      }),
    ),
    settlement: SettlementSchema,
    proof: z.record(z.string(), z.unknown()).optional(),
  })
  .meta({ id: 'DisputeOutcome' })
export type DisputeOutcome = z.infer<typeof DisputeOutcomeSchema>
