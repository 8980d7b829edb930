import { z } from 'zod'
import { IdSchema, InstantSchema, LanguageSchema, text } from './text.ts'

const fields = {
  name: text(200),
  description: text(5000).optional(),
  language: LanguageSchema.optional().meta({ description: 'The language people mostly work in' }),
  neighbours: z.array(IdSchema).max(10).optional().meta({
    description:
      'Challenges of the same community that are alike: who has worked on one of them is a peer for work on this one too. It holds in this direction only',
  }),
}

export const CreateChallengeSchema = z.strictObject(fields).meta({ id: 'CreateChallenge' })
export type CreateChallenge = z.infer<typeof CreateChallengeSchema>

/** Changes to a challenge; what is left out stays. */
export const ChangeChallengeSchema = z
  .strictObject({
    ...fields,
    name: fields.name.optional(),
    description: fields.description.nullable().meta({ description: '`null` takes it away' }),
    language: fields.language.nullable().meta({ description: '`null` takes it away' }),
  })
  .meta({ id: 'ChangeChallenge' })
export type ChangeChallenge = z.infer<typeof ChangeChallengeSchema>

export const ChallengeSchema = z
  .strictObject({
    id: IdSchema,
    name: z.string(),
    description: z.string().optional(),
    language: LanguageSchema.optional(),
    neighbours: z.array(IdSchema),
    createdAt: InstantSchema,
    changedAt: InstantSchema,
  })
  .meta({ id: 'Challenge' })
export type ChallengeView = z.infer<typeof ChallengeSchema>

export const RecordParticipationSchema = z
  .strictObject({ member: IdSchema.optional().meta({ description: 'The acting member when left out' }) })
  .meta({ id: 'RecordParticipation' })

/** How a member stands with a challenge. */
export const ParticipantSchema = z
  .strictObject({
    member: IdSchema,
    claims: z.int().min(0).meta({ description: 'How many claims they opened in it and did not withdraw' }),
    recordedAt: InstantSchema.optional().meta({ description: 'When their taking part was recorded without a claim' }),
    holdsBadge: z.boolean().meta({ description: 'Whether they hold a valid badge of it' }),
  })
  .meta({ id: 'Participant' })
export type ParticipantView = z.infer<typeof ParticipantSchema>
