import type { CalibrationCriterion, CalibrationResult } from '../../../schemas/calibration.ts'
import type { Id, Slug } from '../shared/ids.ts'
import { addDays, addMilliseconds, type Instant } from '../shared/instant.ts'
import type { FieldError, Refusal } from '../shared/refusal.ts'
import { err, ok, type Result } from '../shared/result.ts'
import { type Calibration, findRatingErrors, type GoldSample } from './calibration.ts'
import { gradeRatings } from './grade-ratings.ts'

/** One try at a calibration, with the rules as they were when it began. */
export interface CalibrationAttempt {
  readonly id: Id
  readonly memberId: Id
  readonly community: Slug
  readonly challengeId: Id
  readonly criteria: readonly CalibrationCriterion[]
  readonly samples: readonly Id[]
  readonly requiredInside: number
  readonly startedAt: Instant
  readonly answerBy: Instant
  readonly answeredAt?: Instant | undefined
  readonly result?: CalibrationResult | undefined
  readonly version: number
}

/** What a member has done in the calibration of one challenge. */
export interface CalibrationRecord {
  readonly memberId: Id
  readonly challengeId: Id
  /** Begun since the last that was passed. */
  readonly attempts: number
  readonly newest?: { readonly id: Id; readonly startedAt: Instant; readonly openUntil: Instant } | undefined
  /** Sample id → when they last saw it, and with it, soon after, its gold levels. */
  readonly seen: Readonly<Record<Id, Instant>>
  readonly version: number
}

/** A draw from 0 to `below` less one. */
export type Draw = (below: number) => number

const MS_PER_HOUR = 3_600_000

/** Who saw a sample this long ago is taken to have forgotten its levels. */
const FORGOTTEN_AFTER_DAYS = 180

/** How long before its end a licence may be earned anew. */
const RENEWED_WITHIN_DAYS = 30

/** A licence that has not ended by itself. */
export interface EarlierLicence {
  readonly until: Instant
  /** Whether its badge is revoked or suspended: what was taken from somebody is not earned back at once. */
  readonly lost: boolean
}

export interface AttemptSeeds {
  readonly id: Id
  readonly draw: Draw
}

/**
 * Begins an attempt with samples drawn at random from those that the member has not seen lately.
 *
 * @param held  A licence they hold, or lost to a leader or by giving it up.
 * @returns `calibration_not_ready`, `calibration_author`, `already_licensed`, `licence_lost`, `attempt_open`, `attempts_used_up`,
 *   `attempt_too_soon` or `samples_used_up` as refusals.
 */
export function startAttempt(
  calibration: Calibration,
  memberId: Id,
  record: CalibrationRecord | undefined,
  held: EarlierLicence | undefined,
  { id, draw }: AttemptSeeds,
  now: Instant,
): Result<{ readonly attempt: CalibrationAttempt; readonly record: CalibrationRecord }, Refusal> {
  const refusal = refuseStart(calibration, memberId, record, held, now)
  if (refusal) return err(refusal)
  const samples = drawSamples(unseen(calibration.samples, record?.seen ?? {}, now), calibration.samplesPerAttempt, draw)
  if (samples.length < calibration.samplesPerAttempt)
    return err({ code: 'samples_used_up', detail: 'Too few samples are left that this member has not seen lately.' })
  const { community, challengeId, criteria, requiredInside } = calibration
  const answerBy = addMilliseconds(now, calibration.answerHours * MS_PER_HOUR)
  return ok({
    attempt: {
      id,
      memberId,
      community,
      challengeId,
      criteria,
      samples,
      requiredInside,
      startedAt: now,
      answerBy,
      version: 1,
    },
    record: {
      memberId,
      challengeId,
      attempts: (record?.attempts ?? 0) + 1,
      newest: { id, startedAt: now, openUntil: answerBy },
      seen: { ...record?.seen, ...Object.fromEntries(samples.map((sample) => [sample, now])) },
      version: (record?.version ?? 0) + 1,
    },
  })
}

function refuseStart(
  calibration: Calibration,
  memberId: Id,
  record: CalibrationRecord | undefined,
  held: EarlierLicence | undefined,
  now: Instant,
): Refusal | undefined {
  const { samples, samplesPerAttempt, authors, attempts, waitHours } = calibration
  if (authors.includes(memberId)) return { code: 'calibration_author' }
  if (samples.length < samplesPerAttempt)
    return {
      code: 'calibration_not_ready',
      detail: `It has ${samples.length} of ${samplesPerAttempt} samples it needs.`,
    }
  if (held?.lost && held.until > now)
    return {
      code: 'licence_lost',
      detail: `A licence may be earned anew once that one would have ended: ${held.until}.`,
    }
  if (held && held.until > addDays(now, RENEWED_WITHIN_DAYS))
    return {
      code: 'already_licensed',
      detail: `The licence lasts until ${held.until}; it may be earned anew ${RENEWED_WITHIN_DAYS} days before.`,
    }
  if (record?.newest && record.newest.openUntil > now)
    return { code: 'attempt_open', detail: `Attempt ${record.newest.id} is open until ${record.newest.openUntil}.` }
  if (record && record.attempts >= attempts)
    return { code: 'attempts_used_up', detail: `A member has ${attempts} attempts; a facilitator may allow more.` }
  const again = record?.newest && addMilliseconds(record.newest.startedAt, waitHours * MS_PER_HOUR)
  if (again !== undefined && again > now)
    return { code: 'attempt_too_soon', detail: `The next attempt may begin at ${again}.` }
  return undefined
}

/** Samples that a member has not seen, or so long ago that they count as new. */
export const unseen = (samples: readonly Id[], seen: Readonly<Record<Id, Instant>>, now: Instant): readonly Id[] =>
  samples.filter((id) => {
    const at = seen[id]
    return at === undefined || addDays(at, FORGOTTEN_AFTER_DAYS) <= now
  })

/** So many of them, each set as likely as any other. */
export function drawSamples(from: readonly Id[], count: number, draw: Draw): readonly Id[] {
  const left = [...from]
  const drawn: Id[] = []
  while (drawn.length < count && left.length > 0) drawn.push(...left.splice(draw(left.length), 1))
  return drawn
}

/**
 * Grades the ratings of an attempt. When it is passed, the count of attempts begins anew.
 *
 * @returns `attempt_answered`, `attempt_over`, or `invalid_request` unless every sample is rated on every criterion.
 */
export function answerAttempt(
  attempt: CalibrationAttempt,
  record: CalibrationRecord,
  golds: readonly GoldSample[],
  ratings: Readonly<Record<Id, Readonly<Record<string, string>>>>,
  now: Instant,
): Result<
  { readonly attempt: CalibrationAttempt & { readonly result: CalibrationResult }; readonly record: CalibrationRecord },
  Refusal
> {
  if (attempt.answeredAt !== undefined) return err({ code: 'attempt_answered' })
  if (attempt.answerBy <= now)
    return err({ code: 'attempt_over', detail: `It could be answered until ${attempt.answerBy}.` })
  const errors = findAnswerErrors(attempt, ratings)
  if (errors.length > 0) return err({ code: 'invalid_request', errors })
  const result = gradeRatings(attempt.criteria, golds, ratings, attempt.requiredInside)
  return ok({
    attempt: { ...attempt, answeredAt: now, result, version: attempt.version + 1 },
    record: {
      ...record,
      attempts: result.passed ? 0 : record.attempts,
      newest: record.newest && { ...record.newest, openUntil: now },
      version: record.version + 1,
    },
  })
}

function findAnswerErrors(
  { samples, criteria }: CalibrationAttempt,
  ratings: Readonly<Record<Id, Readonly<Record<string, string>>>>,
): readonly FieldError[] {
  const unknown = Object.keys(ratings).filter((id) => !samples.includes(id))
  return [
    ...unknown.map((id) => ({ pointer: `/ratings/${id}`, detail: 'is no sample of this attempt' })),
    ...samples.flatMap((id) => findRatingErrors(criteria, ratings[id] ?? {}, `/ratings/${id}`)),
  ]
}
