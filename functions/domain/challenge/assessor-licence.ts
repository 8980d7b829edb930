import type { CalibrationCriterion, CalibrationResult } from '../../../schemas/calibration.ts'
import type { Id, Slug } from '../shared/ids.ts'
import { addDays, type Instant } from '../shared/instant.ts'
import type { Refusal } from '../shared/refusal.ts'
import { err, ok, type Result } from '../shared/result.ts'
import { type Calibration, findRatingErrors, type GoldSample, type PlantedRule } from './calibration.ts'
import { gradeRatings } from './grade-ratings.ts'

/** What a licence was given under; later changes of the calibration do not change it. */
interface LicenceTerms {
  readonly days: number
  readonly criteria: readonly CalibrationCriterion[]
  /** How many criteria of a single sample must be inside. */
  readonly requiredInside: number
  readonly planted?: PlantedRule | undefined
}

/** That a member may assess work of a challenge, and until when. */
export interface AssessorLicence {
  readonly memberId: Id
  readonly community: Slug
  readonly challengeId: Id
  /** The claim whose badge says so. */
  readonly claimId: Id
  readonly credentialId: Id
  readonly grantedAt: Instant
  readonly expiresAt: Instant
  /** What the badge says it lasts until. */
  readonly badgeUntil: Instant
  readonly terms: LicenceTerms
  /** A sample to be rated. */
  readonly planted?: { readonly id: Id; readonly sampleId: Id; readonly answerBy: Instant } | undefined
  readonly nextPlantedAt?: Instant | undefined
  readonly endedAt?: Instant | undefined
  /** When the clock looks at it next. */
  readonly lookAt: Instant
  readonly version: number
}

/** What happened to a licence, with the licence that follows. */
export interface LicenceChange {
  readonly to: AssessorLicence
  /** Absent when nothing happened that others need to know of. */
  readonly event?: 'licence.prolonged' | 'licence.shortened' | 'licence.sample-planted' | 'licence.ended' | undefined
}

/** Gives a licence to whoever passed; its badge is that of the claim. */
export function grantLicence(
  { challengeId, community, criteria, requiredInside, samplesPerAttempt, licenceDays, planted }: Calibration,
  { memberId, claimId, credentialId }: Pick<AssessorLicence, 'memberId' | 'claimId' | 'credentialId'>,
  earlier: AssessorLicence | undefined,
  now: Instant,
): AssessorLicence {
  const expiresAt = addDays(now, licenceDays)
  return withLook({
    memberId,
    community,
    challengeId,
    claimId,
    credentialId,
    grantedAt: now,
    expiresAt,
    badgeUntil: expiresAt,
    terms: {
      days: licenceDays,
      criteria,
      requiredInside: Math.max(1, Math.floor(requiredInside / samplesPerAttempt)),
      ...(planted ? { planted } : {}),
    },
    ...(planted ? { nextPlantedAt: addDays(now, planted.everyDays) } : {}),
    version: (earlier?.version ?? 0) + 1,
  })
}

/** Whether it is valid at an instant. A licence whose badge was revoked or is suspended is none. */
export const isLicensed = (
  licence: Pick<AssessorLicence, 'credentialId' | 'expiresAt' | 'endedAt'> | undefined,
  lostBadges: readonly Id[],
  now: Instant,
): boolean =>
  licence !== undefined &&
  licence.endedAt === undefined &&
  licence.expiresAt > now &&
  !lostBadges.includes(licence.credentialId)

/** What the clock may need to plant a sample. */
export interface PlantedSeed {
  readonly id: Id
  /** Drawn from those the member has not seen lately; absent when there are none. */
  readonly sampleId: Id | undefined
}

/**
 * What is due on a licence at an instant: it ends; a planted sample was missed, which shortens it; or a sample is planted.
 * One thing at a time, most final first: asking again until nothing is due comes to the same whenever one starts.
 *
 * @returns `undefined` when nothing is due.
 */
export function reviewLicence(licence: AssessorLicence, seed: PlantedSeed, now: Instant): LicenceChange | undefined {
  if (licence.endedAt !== undefined) return undefined
  if (licence.expiresAt <= now)
    return { event: 'licence.ended', to: next(licence, { endedAt: now, planted: undefined }) }
  const rule = licence.terms.planted
  if (!rule) return undefined
  if (licence.planted && licence.planted.answerBy <= now) return shorten(licence, rule, now)
  if (licence.planted || licence.nextPlantedAt === undefined || licence.nextPlantedAt > now) return undefined
  const { id, sampleId } = seed
  const nextPlantedAt = addDays(now, rule.everyDays)
  if (sampleId === undefined) return { to: next(licence, { nextPlantedAt }) }
  const answerBy = firstOf(addDays(now, rule.answerDays), licence.expiresAt)
  return {
    event: 'licence.sample-planted',
    to: next(licence, { planted: { id, sampleId, answerBy }, nextPlantedAt: undefined }),
  }
}

/** A sample was missed or failed: the licence lasts for the grace only, and another sample comes at once. */
const shorten = (licence: AssessorLicence, { graceDays }: PlantedRule, now: Instant): LicenceChange => ({
  event: 'licence.shortened',
  to: next(licence, {
    expiresAt: firstOf(licence.expiresAt, addDays(now, graceDays)),
    planted: undefined,
    nextPlantedAt: now,
  }),
})

/**
 * Grades a planted sample. Passed, the licence lasts its whole time from now on; failed, it is shortened.
 *
 * @returns `planted_not_found` when there is no such sample to rate (any more), `licence_ended`, or `invalid_request`.
 */
export function answerPlanted(
  licence: AssessorLicence,
  plantedId: Id,
  sample: GoldSample | undefined,
  ratings: Readonly<Record<string, string>>,
  now: Instant,
): Result<{ readonly change: LicenceChange; readonly result: CalibrationResult }, Refusal> {
  const { terms, planted } = licence
  if (licence.endedAt !== undefined || licence.expiresAt <= now) return err({ code: 'licence_ended' })
  if (planted?.id !== plantedId || planted.answerBy <= now || !sample || !terms.planted)
    return err({ code: 'planted_not_found', detail: 'It was answered, or its time is over.' })
  const errors = findRatingErrors(terms.criteria, ratings, '/ratings')
  if (errors.length > 0) return err({ code: 'invalid_request', errors })
  const result = gradeRatings(terms.criteria, [sample], { [sample.id]: ratings }, terms.requiredInside)
  if (!result.passed) return ok({ result, change: shorten(licence, terms.planted, now) })
  const expiresAt = lastOf(addDays(now, terms.days), licence.expiresAt)
  const to = next(licence, {
    expiresAt,
    badgeUntil: lastOf(expiresAt, licence.badgeUntil),
    planted: undefined,
    nextPlantedAt: addDays(now, terms.planted.everyDays),
  })
  return ok({ result, change: { event: 'licence.prolonged', to } })
}

const lastOf = (one: Instant, other: Instant): Instant => (firstOf(one, other) === one ? other : one)

const firstOf = (one: Instant, other: Instant): Instant => (one < other ? one : other)

const next = (licence: AssessorLicence, changes: Partial<AssessorLicence>): AssessorLicence =>
  withLook({ ...licence, ...changes, version: licence.version + 1 })

/** The clock looks at whatever comes first. */
function withLook(licence: Omit<AssessorLicence, 'lookAt'>): AssessorLicence {
  const { expiresAt, planted, nextPlantedAt } = licence
  const lookAt = [expiresAt, planted?.answerBy, nextPlantedAt].reduce<Instant>(
    (first, at) => (at === undefined ? first : firstOf(first, at)),
    expiresAt,
  )
  return { ...licence, lookAt }
}
