import { z } from 'zod'
import { IdSchema, InstantSchema } from './text.ts'

const seconds = z.int().min(0)

const WaitSchema = z.strictObject({ claims: z.int().min(1), p50Seconds: seconds, p90Seconds: seconds })

const AgreementSchema = z.strictObject({
  achievement: IdSchema,
  version: z.int().min(1),
  criterion: z.string(),
  alpha: z.number().meta({
    description:
      'Krippendorff’s alpha for ordered levels, rounded to a hundredth: 1 is perfect agreement, 0 what chance would give',
  }),
  claims: z.int().min(1),
  raters: z.int().min(1),
})

/** How a community judges, in numbers that say nothing about one person. */
export const CommunityStatisticsSchema = z
  .strictObject({
    at: InstantSchema,
    claims: z.int().min(0).meta({
      description:
        'How many of its newest claims were looked at; badges that the service gives by itself are none of them',
    }),
    firstAnswer: WaitSchema.optional().meta({ description: 'From a claim being opened to the first judgement of it' }),
    award: WaitSchema.optional().meta({ description: 'From a claim being opened to its badge' }),
    effectiveEndorsers: z.number().min(1).optional().meta({
      description:
        'Inverse Simpson index over who gave the endorsements, rounded to a tenth; without those who endorse anonymously',
    }),
    endorsers: z.int().min(1).optional(),
    agreement: z.array(AgreementSchema),
    suppressed: z.array(z.enum(['firstAnswer', 'award', 'effectiveEndorsers', 'agreement'])).meta({
      description:
        'What is left out, or left out in part: too few people stand behind it, or all ratings are alike, so that agreement means nothing',
    }),
  })
  .meta({ id: 'CommunityStatistics' })
export type CommunityStatistics = z.infer<typeof CommunityStatisticsSchema>
