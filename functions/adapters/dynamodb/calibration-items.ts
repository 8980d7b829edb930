import { z } from 'zod'
import { EvidenceInputSchema } from '../../../schemas/claim.ts'
import type { Calibration, GoldSample } from '../../domain/challenge/calibration.ts'
import type { CalibrationAttempt, CalibrationRecord } from '../../domain/challenge/calibration-attempt.ts'
import { keys } from './keys.ts'
import { CriterionItemSchema, PlantedRuleItemSchema } from './licence-items.ts'
import { stored } from './stored-fields.ts'
import type { TransactItem } from './transact.ts'
import { type Condition, IF_NEW, ifVersion, put } from './writes.ts'

const RatingsSchema = z.record(z.string(), z.string())

/** A stored calibration. */
export const CalibrationItemSchema = z
  .object({
    challengeId: z.string(),
    community: stored.slug,
    achievementId: z.string(),
    achievementVersion: stored.version,
    criteria: z.array(CriterionItemSchema),
    samplesPerAttempt: stored.version,
    requiredInside: stored.version,
    attempts: stored.version,
    waitHours: stored.count,
    answerHours: stored.version,
    licenceDays: stored.version,
    planted: PlantedRuleItemSchema.optional(),
    samples: z.array(z.string()),
    authors: z.array(z.string()),
    licenceAchievement: z.string(),
    changedAt: stored.instant,
    version: stored.version,
  })
  .transform((item): Calibration => item)

/** A stored sample. */
export const SampleItemSchema = z
  .object({
    sampleId: z.string(),
    challengeId: z.string(),
    narrative: z.string().optional(),
    evidence: z.array(EvidenceInputSchema).optional(),
    gold: RatingsSchema,
    authorId: z.string().optional(),
    addedAt: stored.instant,
  })
  .transform(({ sampleId, ...rest }): GoldSample => ({ id: sampleId, ...rest }))

const ResultSchema = z.object({
  passed: z.boolean(),
  inside: z.int(),
  required: z.int(),
  samples: z.array(
    z.object({
      sample: z.string(),
      criteria: z.array(
        z.object({
          criterion: z.string(),
          rated: z.string(),
          gold: z.string(),
          levelsOff: z.int(),
          inside: z.boolean(),
        }),
      ),
    }),
  ),
})

/** A stored attempt. */
export const AttemptItemSchema = z
  .object({
    attemptId: z.string(),
    memberId: z.string(),
    community: stored.slug,
    challengeId: z.string(),
    criteria: z.array(CriterionItemSchema),
    samples: z.array(z.string()),
    requiredInside: z.int(),
    startedAt: stored.instant,
    answerBy: stored.instant,
    answeredAt: stored.instant.optional(),
    result: ResultSchema.optional(),
    version: stored.version,
  })
  .transform(({ attemptId, ...rest }): CalibrationAttempt => ({ id: attemptId, ...rest }))

/** What a member did in the calibration of a challenge, as stored. */
export const RecordItemSchema = z
  .object({
    memberId: z.string(),
    challengeId: z.string(),
    attempts: z.int().min(0),
    newest: z.object({ id: z.string(), startedAt: stored.instant, openUntil: stored.instant }).optional(),
    seen: z.record(z.string(), stored.instant),
    version: stored.version,
  })
  .transform((item): CalibrationRecord => item)

/** Something that is put in place of the version before it, if there was one. */
const following = (version: number): Condition => (version === 1 ? IF_NEW : ifVersion(version - 1))

export const putCalibration = (calibration: Calibration): TransactItem =>
  put(
    { ...keys.calibration(calibration.challengeId), entity: 'calibration', ...calibration },
    following(calibration.version),
  )

export const putSample = ({ id, ...sample }: GoldSample): TransactItem =>
  put({ ...keys.goldSample(sample.challengeId, id), entity: 'gold-sample', sampleId: id, ...sample }, IF_NEW)

export const putAttempt = ({ id, ...attempt }: CalibrationAttempt): TransactItem =>
  put(
    {
      ...keys.calibrationAttempt(attempt.memberId, attempt.challengeId, id),
      entity: 'calibration-attempt',
      attemptId: id,
      ...attempt,
    },
    following(attempt.version),
  )

export const putRecord = (record: CalibrationRecord): TransactItem =>
  put(
    { ...keys.calibrationRecord(record.memberId, record.challengeId), entity: 'calibration-record', ...record },
    following(record.version),
  )
