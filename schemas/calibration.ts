import { z } from 'zod'
import { EvidenceInputSchema } from './claim.ts'
import { IdSchema, InstantSchema, SlugSchema, text } from './text.ts'

const RatingsSchema = z.record(SlugSchema, SlugSchema).meta({ description: 'Criterion id → level id' })

const PlantedSchema = z.strictObject({
  everyDays: z.int().min(1).max(365).meta({ description: 'How long after an answer the next sample comes' }),
  answerDays: z.int().min(1).max(60).meta({ description: 'Days to answer it' }),
  graceDays: z.int().min(0).max(90).meta({
    description: 'How long a licence still lasts after a sample was missed or failed; another sample comes at once',
  }),
})

export const SetCalibrationSchema = z
  .strictObject({
    achievement: IdSchema,
    achievementVersion: z.int().min(1).meta({ description: 'The published version whose rubric is rated' }),
    tolerance: z.record(SlugSchema, z.int().min(0).max(19)).optional().meta({
      description:
        'Criterion id → by how many levels a rating may be off; 1 where left out, 0 for criteria of two or three levels',
    }),
    samplesPerAttempt: z.int().min(1).max(20),
    requiredInside: z.int().min(1).max(600).meta({
      description: 'How many ratings of an attempt must be inside, of samples × criteria',
    }),
    attempts: z.int().min(1).max(20).optional().meta({ description: 'How many may be begun until one is passed; 3' }),
    waitHours: z.int().min(0).max(2160).optional().meta({ description: 'Between two attempts; 24' }),
    answerHours: z.int().min(1).max(720).optional().meta({ description: 'How long an attempt may take; 72' }),
    licenceDays: z.int().min(1).max(3650).optional().meta({ description: 'How long the licence lasts; 365' }),
    planted: PlantedSchema.optional().meta({ description: 'Samples that keep a licence alive; none come without it' }),
  })
  .meta({ id: 'SetCalibration' })
export type SetCalibration = z.infer<typeof SetCalibrationSchema>

const CriterionSchema = z.strictObject({
  id: z.string(),
  levels: z.array(z.string()).meta({ description: 'Level ids, lowest first' }),
  tolerance: z.int().min(0),
})
/** A criterion as calibrations rate it. */
export type CalibrationCriterion = z.infer<typeof CriterionSchema>

export const CalibrationSchema = z
  .strictObject({
    challenge: IdSchema,
    achievement: IdSchema,
    achievementVersion: z.int().min(1),
    criteria: z.array(CriterionSchema),
    samplesPerAttempt: z.int(),
    requiredInside: z.int(),
    attempts: z.int(),
    waitHours: z.int(),
    answerHours: z.int(),
    licenceDays: z.int(),
    planted: PlantedSchema.optional(),
    samples: z.int().meta({ description: 'How many samples there are to draw from' }),
    licenceAchievement: IdSchema.meta({ description: 'The achievement whose badge is the licence' }),
    changedAt: InstantSchema,
  })
  .meta({ id: 'Calibration' })
export type CalibrationView = z.infer<typeof CalibrationSchema>

const sampleFields = {
  narrative: text(10000).optional(),
  evidence: z.array(EvidenceInputSchema).min(1).max(20).optional(),
}

export const AddGoldSampleSchema = z
  .strictObject({ ...sampleFields, gold: RatingsSchema })
  .superRefine((sample, context) => {
    if (sample.evidence === undefined && sample.narrative === undefined)
      context.addIssue({ code: 'custom', path: ['evidence'], message: 'a sample holds a narrative, evidence, or both' })
  })
  .meta({ id: 'AddGoldSample' })
export type AddGoldSample = z.infer<typeof AddGoldSampleSchema>

export const GoldSampleSchema = z
  .strictObject({
    id: IdSchema,
    ...sampleFields,
    gold: RatingsSchema.optional().meta({
      description: 'Shown to whoever wrote the sample, and to a key that acts for nobody',
    }),
    writtenBy: IdSchema.optional().meta({ description: 'Absent when a key of the community wrote it' }),
    addedAt: InstantSchema,
  })
  .meta({ id: 'GoldSample' })
export type GoldSampleView = z.infer<typeof GoldSampleSchema>

const ShownSampleSchema = z.strictObject({ id: IdSchema, ...sampleFields })

const RatedCriterionSchema = z.strictObject({
  criterion: z.string(),
  rated: z.string(),
  gold: z.string(),
  levelsOff: z.int().meta({ description: 'Above the gold level when positive, below it when negative' }),
  inside: z.boolean(),
})
/** One rating beside what it should have been. */
export type RatedCriterion = z.infer<typeof RatedCriterionSchema>

const ResultSchema = z.strictObject({
  passed: z.boolean(),
  inside: z.int().min(0),
  required: z.int().min(1),
  samples: z.array(z.strictObject({ sample: IdSchema, criteria: z.array(RatedCriterionSchema) })),
})
/** What became of ratings, with the gold levels. */
export type CalibrationResult = z.infer<typeof ResultSchema>

export const CalibrationAttemptSchema = z
  .strictObject({
    id: IdSchema,
    challenge: IdSchema,
    startedAt: InstantSchema,
    answerBy: InstantSchema,
    criteria: z.array(CriterionSchema),
    samples: z.array(ShownSampleSchema),
    answeredAt: InstantSchema.optional(),
    result: ResultSchema.optional().meta({ description: 'Once it is answered' }),
  })
  .meta({ id: 'CalibrationAttempt' })
export type CalibrationAttemptView = z.infer<typeof CalibrationAttemptSchema>

export const AnswerAttemptSchema = z
  .strictObject({ ratings: z.record(IdSchema, RatingsSchema).meta({ description: 'Sample id → ratings' }) })
  .meta({ id: 'AnswerAttempt' })

export const AssessorLicenceSchema = z
  .strictObject({
    challenge: IdSchema,
    member: IdSchema,
    valid: z.boolean(),
    grantedAt: InstantSchema,
    expiresAt: InstantSchema,
    claim: IdSchema,
    credentialUrl: z.url().meta({ description: 'Where the badge is, seconds after the licence was given' }),
  })
  .meta({ id: 'AssessorLicence' })
export type AssessorLicenceView = z.infer<typeof AssessorLicenceSchema>
