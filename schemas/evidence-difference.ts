import { z } from 'zod'
import { EvidenceInputSchema } from './claim.ts'
import { RatingsSchema, VerdictSchema } from './endorsement.ts'
import { IdSchema, InstantSchema } from './text.ts'

const TextDifferenceSchema = z
  .array(z.strictObject({ kind: z.enum(['same', 'added', 'removed']), text: z.string() }))
  .meta({
    id: 'TextDifference',
    description: 'Two texts in one: without the added pieces it is the earlier, without the removed ones the later',
  })

/** What changed between two evidence versions, and what became of judgements of the earlier one. */
export const EvidenceDifferenceSchema = z
  .strictObject({
    claim: IdSchema,
    from: z.int().min(1),
    to: z.int().min(2),
    narrative: TextDifferenceSchema.optional().meta({ description: 'Absent when it is the same' }),
    added: z.array(EvidenceInputSchema),
    removed: z.array(EvidenceInputSchema),
    changed: z.array(
      z.strictObject({
        before: EvidenceInputSchema,
        after: EvidenceInputSchema,
        fields: z.array(z.enum(['description', 'genre', 'id', 'name', 'narrative'])),
        narrative: TextDifferenceSchema.optional(),
      }),
    ),
    unchanged: z.int().min(0).meta({ description: 'How many entries are as they were' }),
    yours: z
      .strictObject({
        endorsement: IdSchema,
        verdict: VerdictSchema,
        ratings: RatingsSchema,
        criterion: z.string().optional(),
        fix: z.string().optional(),
        comment: z.string().optional(),
        changedAt: InstantSchema,
        counts: z.boolean(),
      })
      .optional()
      .meta({ description: 'How the caller judged version `from`; it no longer counts once there is a newer one' }),
    text: z.string().meta({ description: 'What became of judgements of version `from`, in words to the caller' }),
    judgements: z
      .strictObject({ endorse: z.int().min(0), notYet: z.int().min(0) })
      .optional()
      .meta({ description: 'How peers judged version `from`; absent where that is kept from the caller' }),
  })
  .meta({ id: 'EvidenceDifference' })
export type EvidenceDifferenceView = z.infer<typeof EvidenceDifferenceSchema>
