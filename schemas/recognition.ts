import { z } from 'zod'
import { IdSchema, InstantSchema } from './text.ts'

export const SetRecognitionSchema = z.strictObject({ optIn: z.boolean() }).meta({ id: 'SetRecognition' })

export const RecognitionSchema = z
  .strictObject({
    member: IdSchema,
    optedIn: z.boolean(),
    since: InstantSchema.optional().meta({ description: 'Since when; absent while nothing was ever said' }),
    achievement: IdSchema.optional().meta({ description: 'The achievement that thanks are given with' }),
  })
  .meta({ id: 'Recognition' })
