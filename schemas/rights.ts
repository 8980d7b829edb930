import { z } from 'zod'
import { IdSchema, InstantSchema } from './text.ts'

/** What a member agreed to, or did not. */
const ConsentSchema = z.strictObject({
  kind: z.literal('consent'),
  to: z.enum(['public-page', 'text-published', 'be-named', 'be-thanked', 'be-licensed']).meta({
    description:
      '`public-page`: of the badge to come, by opening the claim. `text-published`: of an `endorse`, with the badge. `be-named`: as its endorser. `be-thanked`: for careful reviewing, with a badge that has a public page. `be-licensed`: by a calibration, with such a badge when it is passed',
  }),
  given: z.boolean(),
  at: InstantSchema,
  claim: IdSchema.optional(),
  challenge: IdSchema.optional(),
  endorsement: IdSchema.optional(),
  version: z.int().min(1).optional().meta({ description: 'Of the endorsement: a later version takes the place of it' }),
})

/** One thing kept about a member; `kind` says what, and the other members are those of that kind. */
export const PersonalRecordSchema = z
  .looseObject({ kind: z.string() })
  .meta({ id: 'PersonalRecord', description: 'docs/your-data.md describes every kind' })
export type PersonalRecord = z.infer<typeof PersonalRecordSchema>

/** How far the erasure of a member came. */
export const MemberErasedSchema = z
  .strictObject({ member: IdSchema, done: z.boolean().meta({ description: 'Whether nothing is left' }) })
  .meta({ id: 'MemberErased' })

export const ConsentRecordSchema = ConsentSchema.meta({ id: 'ConsentRecord' })
export type ConsentRecord = z.infer<typeof ConsentRecordSchema>
