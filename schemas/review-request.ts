import { z } from 'zod'
import { IdSchema, InstantSchema, LanguageSchema, text } from './text.ts'

export const AskForReviewSchema = z
  .strictObject({
    count: z.int().min(1).max(10).optional().meta({
      description:
        'How many peers the queue is to draw. Left out: as many as the decision still lacks; none when members are named',
    }),
    languages: z.array(LanguageSchema).min(1).max(5).optional().meta({
      description: 'Peers who read one of these; the language of the claim when left out',
    }),
    members: z.array(IdSchema).min(1).max(10).optional().meta({
      description:
        'Members to ask by name. Their endorsements count as any other, but not as drawn by the queue. Whoever declines or lets it lapse is replaced by somebody the queue draws',
    }),
  })
  .meta({ id: 'AskForReview' })
export type AskForReview = z.infer<typeof AskForReviewSchema>

export const DeclineReviewSchema = z
  .strictObject({ reason: text(1000).optional().meta({ description: 'Shown to the learner only' }) })
  .meta({ id: 'DeclineReview' })

const words = { text: z.string().meta({ description: 'In words, in the language asked for' }) }

const ReviewReasonSchema = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('challenge'), challenge: IdSchema, ...words }),
    z.strictObject({ kind: z.literal('neighbour-challenge'), challenge: IdSchema, ...words }),
    z.strictObject({ kind: z.literal('licensed'), ...words }),
    z.strictObject({ kind: z.literal('skills'), skills: z.array(z.string()), ...words }),
    z.strictObject({ kind: z.literal('language'), language: z.string(), ...words }),
    z.strictObject({ kind: z.literal('load'), open: z.int().min(0), ...words }),
    z.strictObject({ kind: z.literal('asked-by-name'), ...words }),
  ])
  .meta({ id: 'ReviewReason' })
export type ReviewReasonView = z.infer<typeof ReviewReasonSchema>

const AssignmentStateSchema = z
  .enum(['offered', 'taken', 'answered', 'retracted', 'declined', 'lapsed', 'expired', 'withdrawn'])
  .meta({ description: '`retracted`: they answered, and took that back' })

/** One peer of a request, as learner and leaders see them. */
const AskedPeerSchema = z.strictObject({
  member: IdSchema.optional().meta({ description: 'Absent where those who judge stay unnamed' }),
  drawn: z.boolean(),
  state: AssignmentStateSchema,
  offeredAt: InstantSchema,
  endedAt: InstantSchema.optional(),
  reasons: z.array(ReviewReasonSchema).optional(),
  declineReason: z.string().optional().meta({ description: 'For the learner only' }),
})

export const ReviewRequestSchema = z
  .strictObject({
    id: IdSchema,
    claim: IdSchema,
    source: z.enum(['learner', 'rule']).meta({
      description: '`rule`: nobody asked; the decision lacked an opinion that the queue could bring',
    }),
    state: z.enum(['open', 'closed']),
    closedAs: z.enum(['answered', 'claim-ended', 'expired', 'withdrawn']).optional(),
    wanted: z.int().min(1),
    answered: z.int().min(0).optional().meta({
      description:
        'How many peers have judged; this and how many have it now is kept from who has yet to judge a `sealed` claim',
    }),
    waiting: z.int().min(0).optional().meta({ description: 'How many peers have it now' }),
    languages: z.array(z.string()),
    widened: z.array(z.strictObject({ what: z.enum(['languages', 'neighbours', 'load']), ...words })),
    askedAt: InstantSchema,
    widensAt: InstantSchema.optional().meta({ description: 'When more people may be asked, if it still waits' }),
    endsAt: InstantSchema.meta({ description: 'When it ends at the latest' }),
    closedAt: InstantSchema.optional(),
    firstAnsweredAt: InstantSchema.optional(),
    expectedWait: z
      .strictObject({
        p50Hours: z.number(),
        p90Hours: z.number(),
        requests: z.int().meta({ description: 'From how many requests of this month and the one before' }),
      })
      .optional()
      .meta({ description: 'Hours until the first answer; absent while too few were answered to say' }),
    peers: z.array(AskedPeerSchema).optional().meta({
      description: 'Everyone asked; for the learner, for owners and facilitators, and for keys that act for nobody',
    }),
  })
  .meta({ id: 'ReviewRequest' })
export type ReviewRequestView = z.infer<typeof ReviewRequestSchema>

const budget = {
  asksLeft: z.int().min(0).meta({ description: 'How many judgements the member may still ask for' }),
  freeAskFrom: InstantSchema.optional().meta({
    description: 'With nothing left, when one may be asked for all the same; absent when that is now',
  }),
}

export const AskedForReviewSchema = z
  .strictObject({ ...ReviewRequestSchema.shape, ...budget })
  .meta({ id: 'AskedForReview' })

/** What a member is asked to judge. */
export const ReviewAssignmentSchema = z
  .strictObject({
    request: IdSchema,
    claim: IdSchema,
    achievement: IdSchema,
    achievementVersion: z.int().min(1),
    learner: IdSchema,
    language: z.string().optional(),
    evidenceVersion: z.int().min(1),
    drawn: z.boolean(),
    reasons: z.array(ReviewReasonSchema),
    state: AssignmentStateSchema,
    offeredAt: InstantSchema,
    takenAt: InstantSchema.optional(),
    dueAt: InstantSchema.optional().meta({
      description: 'When it goes to somebody else: three days after the offer, or eight hours after it was taken',
    }),
    declineReason: z.string().optional(),
  })
  .meta({ id: 'ReviewAssignment' })
export type ReviewAssignmentView = z.infer<typeof ReviewAssignmentSchema>

export const ReviewingSchema = z
  .strictObject({
    pausedUntil: InstantSchema.optional().meta({ description: 'No requests come before that; absent when they do' }),
    waiting: z.int().min(0).meta({ description: 'How many requests wait for the member' }),
    ...budget,
  })
  .meta({ id: 'Reviewing' })

export const ChangeReviewingSchema = z
  .strictObject({
    pausedUntil: InstantSchema.nullable().meta({
      description: 'Until when no requests are to come; `null` when they may come at once',
    }),
  })
  .meta({ id: 'ChangeReviewing' })
