import type { RubricCriterion } from '../../../schemas/achievement.ts'
import type { AddGoldSample, CalibrationCriterion, SetCalibration } from '../../../schemas/calibration.ts'
import type { EvidenceInput } from '../../../schemas/claim.ts'
import type { Id, Slug } from '../shared/ids.ts'
import type { Instant } from '../shared/instant.ts'
import type { FieldError, Refusal } from '../shared/refusal.ts'
import { err, ok, type Result } from '../shared/result.ts'

/** Samples that come to whoever is licensed, so that the licence lives on. */
export interface PlantedRule {
  readonly everyDays: number
  readonly answerDays: number
  readonly graceDays: number
}

/** How a challenge tests who may assess its work. */
export interface Calibration {
  readonly challengeId: Id
  readonly community: Slug
  readonly achievementId: Id
  readonly achievementVersion: number
  readonly criteria: readonly CalibrationCriterion[]
  readonly samplesPerAttempt: number
  readonly requiredInside: number
  readonly attempts: number
  readonly waitHours: number
  readonly answerHours: number
  readonly licenceDays: number
  readonly planted?: PlantedRule | undefined
  /** Samples to draw from. */
  readonly samples: readonly Id[]
  /** Who ever wrote a sample of it: they know what the answers look like. */
  readonly authors: readonly Id[]
  readonly licenceAchievement: Id
  readonly changedAt: Instant
  readonly version: number
}

/** Something to be judged whose right levels are known. */
export interface GoldSample {
  readonly id: Id
  readonly challengeId: Id
  readonly narrative?: string | undefined
  readonly evidence?: readonly EvidenceInput[] | undefined
  /** Criterion id → level id. */
  readonly gold: Readonly<Record<string, string>>
  /** Absent when a key of the community wrote it. */
  readonly authorId?: Id | undefined
  readonly addedAt: Instant
}

/** More than anyone is tested with, and few enough to draw from at once. */
const MAX_SAMPLES = 100

/** What a calibration is written from, beside the request. */
export interface CalibrationSource {
  readonly challengeId: Id
  readonly community: Slug
  readonly rubric: readonly RubricCriterion[]
  /** The one before; its samples, their authors and its licence stay. */
  readonly earlier: Calibration | undefined
  readonly licenceAchievement: Id
}

/**
 * Writes or replaces a calibration. Criteria with a single level test nothing and are left out. Of two or three levels each
 * has to be met exactly unless the request says otherwise: one level off, the middle of three would always pass.
 *
 * @returns `invalid_request` for rules that nobody could fail or pass; `calibration_in_use` when samples were written for
 *   other criteria.
 */
export function writeCalibration(
  request: SetCalibration,
  { challengeId, community, rubric, earlier, licenceAchievement }: CalibrationSource,
  now: Instant,
): Result<Calibration, Refusal> {
  const criteria = rubric
    .filter(({ levels }) => levels.length > 1)
    .map(({ id, levels }) => ({
      id,
      levels: levels.map((level) => level.id),
      tolerance: request.tolerance?.[id] ?? (levels.length > 3 ? 1 : 0),
    }))
  const errors = findCalibrationErrors(request, criteria)
  if (errors.length > 0) return err({ code: 'invalid_request', errors })
  const samples = earlier?.samples ?? []
  if (earlier && samples.length > 0 && !rateTheSame(earlier.criteria, criteria))
    return err({
      code: 'calibration_in_use',
      detail: 'The samples were written for other criteria or levels; take them out first.',
    })
  return ok({
    challengeId,
    community,
    achievementId: request.achievement,
    achievementVersion: request.achievementVersion,
    criteria,
    samplesPerAttempt: request.samplesPerAttempt,
    requiredInside: request.requiredInside,
    attempts: request.attempts ?? 3,
    waitHours: request.waitHours ?? 24,
    answerHours: request.answerHours ?? 72,
    licenceDays: request.licenceDays ?? 365,
    ...(request.planted ? { planted: request.planted } : {}),
    samples,
    authors: earlier?.authors ?? [],
    licenceAchievement,
    changedAt: now,
    version: (earlier?.version ?? 0) + 1,
  })
}

function findCalibrationErrors(
  { tolerance = {}, samplesPerAttempt, requiredInside }: SetCalibration,
  criteria: readonly CalibrationCriterion[],
): readonly FieldError[] {
  if (criteria.length === 0)
    return [
      { pointer: '/achievementVersion', detail: 'this version has no rubric with a criterion of two or more levels' },
    ]
  const unknown = Object.keys(tolerance).filter((id) => !criteria.some((criterion) => criterion.id === id))
  const wide = criteria.filter(({ levels, tolerance: off }) => off >= levels.length - 1)
  return [
    ...unknown.map((id) => ({ pointer: `/tolerance/${id}`, detail: 'is no criterion with two or more levels' })),
    ...wide.map(({ id }) => ({ pointer: `/tolerance/${id}`, detail: 'would let every level pass' })),
    ...(requiredInside > samplesPerAttempt * criteria.length
      ? [{ pointer: '/requiredInside', detail: `an attempt holds ${samplesPerAttempt * criteria.length} ratings` }]
      : []),
  ]
}

/** Whether ratings of one fit the other: the same criteria with the same levels. */
export const rateTheSame = (one: readonly CalibrationCriterion[], other: readonly CalibrationCriterion[]): boolean =>
  JSON.stringify(one.map(({ id, levels }) => [id, levels])) ===
  JSON.stringify(other.map(({ id, levels }) => [id, levels]))

/** Adds a sample to draw from. Refused with `invalid_request` for gold levels that do not fit, `too_many_samples`. */
export function addSample(
  calibration: Calibration,
  id: Id,
  { gold, ...shown }: AddGoldSample,
  authorId: Id | undefined,
  now: Instant,
): Result<{ readonly calibration: Calibration; readonly sample: GoldSample }, Refusal> {
  const errors = findRatingErrors(calibration.criteria, gold, '/gold')
  if (errors.length > 0) return err({ code: 'invalid_request', errors })
  if (calibration.samples.length >= MAX_SAMPLES)
    return err({ code: 'too_many_samples', detail: `A calibration holds at most ${MAX_SAMPLES}.` })
  const author = authorId === undefined ? {} : { authorId }
  const sample = { id, challengeId: calibration.challengeId, ...shown, gold, ...author, addedAt: now }
  return ok({
    sample,
    calibration: {
      ...calibration,
      samples: [...calibration.samples, id],
      authors: authorId === undefined ? calibration.authors : [...new Set([...calibration.authors, authorId])],
      changedAt: now,
      version: calibration.version + 1,
    },
  })
}

/** Takes a sample out; attempts that hold it are still answered with it. */
export const removeSample = (calibration: Calibration, id: Id, now: Instant): Calibration => ({
  ...calibration,
  samples: calibration.samples.filter((one) => one !== id),
  changedAt: now,
  version: calibration.version + 1,
})

/** What keeps ratings from being one level for each criterion. */
export function findRatingErrors(
  criteria: readonly CalibrationCriterion[],
  ratings: Readonly<Record<string, string>>,
  pointer: string,
): readonly FieldError[] {
  const unknown = Object.keys(ratings).filter((id) => !criteria.some((criterion) => criterion.id === id))
  const wrong = criteria.filter(({ id, levels }) => !levels.includes(ratings[id] ?? ''))
  return [
    ...unknown.map((id) => ({ pointer: `${pointer}/${id}`, detail: 'is none of the criteria' })),
    ...wrong.map(({ id, levels }) => ({ pointer: `${pointer}/${id}`, detail: `must be one of ${levels.join(', ')}` })),
  ]
}
