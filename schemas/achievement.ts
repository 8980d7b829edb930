import { z } from 'zod'
import { ImageInputSchema } from './image.ts'
import { ACHIEVEMENT_TYPES } from './open-badges/terms.ts'
import { PolicyInputSchema, ThresholdPolicySchema } from './policy.ts'
import { IdSchema, InstantSchema, LanguageSchema, SlugSchema, text, WebUrlSchema } from './text.ts'

/** OB 3.0 `achievementType` (ACH-05): the published list, or an extension term. */
const AchievementTypeSchema = z.union([
  z.enum(ACHIEVEMENT_TYPES),
  z
    .string()
    .max(100)
    .regex(/^ext:[A-Za-z0-9]+$/, 'must be a published type or start with "ext:"'),
])

/** OB 3.0 Criteria: a text, a page, or both (CRI-01). */
const CriteriaInputSchema = z
  .strictObject({ id: WebUrlSchema.optional(), narrative: text(10000).optional() })
  .refine((criteria) => criteria.id !== undefined || criteria.narrative !== undefined, {
    message: 'must hold a narrative or the id of a page that states the criteria',
  })

/** One step of a criterion; levels are listed lowest first. */
const RubricLevelSchema = z.strictObject({
  id: SlugSchema,
  name: text(200),
  description: text(2000).optional(),
  points: text(20).optional(),
})

/** A criterion judged by level. Without `requiredLevel` it is rated but decides nothing. */
const RubricCriterionSchema = z
  .strictObject({
    id: SlugSchema,
    name: text(200),
    description: text(2000).optional(),
    levels: z.array(RubricLevelSchema).min(1).max(20),
    requiredLevel: SlugSchema.optional(),
  })
  .superRefine((criterion, context) => {
    const ids = criterion.levels.map((level) => level.id)
    ids.forEach((id, index) => {
      if (ids.indexOf(id) !== index)
        context.addIssue({ code: 'custom', path: ['levels', index, 'id'], message: `level "${id}" is listed twice` })
    })
    if (criterion.requiredLevel !== undefined && !ids.includes(criterion.requiredLevel))
      context.addIssue({ code: 'custom', path: ['requiredLevel'], message: 'must be the id of one of the levels' })
  })
export type RubricCriterion = z.infer<typeof RubricCriterionSchema>

const RubricSchema = z
  .array(RubricCriterionSchema)
  .min(1)
  .max(30)
  .superRefine((rubric, context) => {
    const ids = rubric.map((criterion) => criterion.id)
    ids.forEach((id, index) => {
      if (ids.indexOf(id) !== index)
        context.addIssue({ code: 'custom', path: [index, 'id'], message: `criterion "${id}" is listed twice` })
    })
  })

/** OB 3.0 Alignment (ALI-01). */
const AlignmentInputSchema = z.strictObject({
  targetName: text(300),
  targetUrl: WebUrlSchema,
  targetCode: text(200).optional(),
  targetDescription: text(2000).optional(),
  targetFramework: text(300).optional(),
})

const TranslationSchema = z.strictObject({
  inLanguage: LanguageSchema,
  name: text(200),
  description: text(5000),
  criteria: text(10000).optional(),
})

/** How often one learner may earn it: once, once per `periodDays`, or as often as they like. */
const RepeatableSchema = z.enum(['once', 'per-period', 'many'])
export type Repeatable = z.infer<typeof RepeatableSchema>

const fields = {
  name: text(200),
  description: text(5000),
  criteria: CriteriaInputSchema,
  achievementType: AchievementTypeSchema.optional(),
  image: ImageInputSchema.optional(),
  inLanguage: LanguageSchema.optional(),
  tag: z.array(text(100)).min(1).max(30).optional(),
  alignment: z.array(AlignmentInputSchema).min(1).max(30).optional(),
  translations: z.array(TranslationSchema).min(1).max(30).optional(),
  rubric: RubricSchema.optional(),
  challenge: IdSchema.optional().meta({ description: 'The challenge it belongs to: who works on that is a peer' }),
  repeatable: RepeatableSchema.optional(),
  periodDays: z.int().min(1).max(3650).optional(),
}

type PeriodFields = { readonly repeatable?: Repeatable | undefined; readonly periodDays?: number | undefined }
const checkPeriod = (value: PeriodFields, context: z.RefinementCtx) => {
  if ((value.repeatable === 'per-period') !== (value.periodDays !== undefined))
    context.addIssue({
      code: 'custom',
      path: ['periodDays'],
      message: 'goes with repeatable "per-period", which needs it, and with nothing else',
    })
}

/** An achievement as it is drafted and edited. */
export const AchievementDraftSchema = z
  .strictObject({ ...fields, policy: PolicyInputSchema.optional() })
  .superRefine(checkPeriod)
  .meta({ id: 'AchievementDraft' })
export type AchievementDraft = z.infer<typeof AchievementDraftSchema>

/** An immutable published version: the draft with every default written out. */
export const AchievementVersionSchema = z
  .strictObject({
    achievement: IdSchema,
    version: z.int().min(1),
    url: z.url(),
    publishedAt: InstantSchema,
    ...fields,
    repeatable: RepeatableSchema,
    policy: ThresholdPolicySchema,
    policyDigest: z.string().meta({ description: 'SHA-256 of the policy in canonical JSON (RFC 8785), base64url' }),
  })
  .meta({ id: 'AchievementVersion' })
export type AchievementVersionView = z.infer<typeof AchievementVersionSchema>

export const AchievementSchema = z
  .strictObject({
    id: IdSchema,
    status: z.enum(['draft', 'published']),
    version: z.int().min(1).optional().meta({ description: 'The newest published version' }),
    url: z.url().optional().meta({ description: 'Where the newest published version is public' }),
    draft: AchievementDraftSchema,
    createdAt: InstantSchema,
    changedAt: InstantSchema,
  })
  .meta({ id: 'Achievement' })
export type AchievementView = z.infer<typeof AchievementSchema>
