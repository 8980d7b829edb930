import { z } from 'zod'
import { AlignmentSchema } from './parts.ts'
import { extensible, some, typed, UriSchema } from './terms.ts'

/** RES-08. */
const RubricCriterionLevelSchema = z.looseObject({
  id: UriSchema,
  type: typed('RubricCriterionLevel'),
  name: z.string(),
  description: z.string().optional(),
  level: z.string().optional(),
  points: z.string().optional(),
  alignment: some(AlignmentSchema).optional(),
})

/** RES-05 … RES-07. */
export const ResultDescriptionSchema = z.looseObject({
  id: UriSchema,
  type: typed('ResultDescription'),
  name: z.string(),
  resultType: extensible([
    'GradePointAverage',
    'LetterGrade',
    'Percent',
    'PerformanceLevel',
    'PredictedScore',
    'RawScore',
    'Result',
    'RubricCriterion',
    'RubricCriterionLevel',
    'RubricScore',
    'ScaledScore',
    'Status',
  ]),
  allowedValue: some(z.string()).optional(),
  requiredValue: z.string().optional(),
  requiredLevel: UriSchema.optional(),
  valueMin: z.string().optional(),
  valueMax: z.string().optional(),
  rubricCriterionLevel: some(RubricCriterionLevelSchema).optional(),
  alignment: some(AlignmentSchema).optional(),
})
export type ResultDescription = z.infer<typeof ResultDescriptionSchema>

/** RES-01, RES-02. */
export const ResultSchema = z.looseObject({
  type: typed('Result'),
  resultDescription: UriSchema.optional(),
  achievedLevel: UriSchema.optional(),
  status: z.enum(['Completed', 'Enrolled', 'Failed', 'InProgress', 'OnHold', 'Provisional', 'Withdrew']).optional(),
  value: z.string().optional(),
  alignment: some(AlignmentSchema).optional(),
})
export type OpenBadgesResult = z.infer<typeof ResultSchema>
