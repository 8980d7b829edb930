import type { CalibrationCriterion } from '../../../schemas/calibration.ts'
import { type AssignmentState, isWaiting } from '../reviewing/assignment-transitions.ts'
import type { Id, Slug } from '../shared/ids.ts'
import { addDays, type Instant } from '../shared/instant.ts'
import type { Calibration, PlantedRule } from './calibration.ts'
import type { PlantedGrade } from './grade-planted.ts'

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
  /** A sample that is out, by the claim that it came as; where its holder lets one go, another has the same end. */
  readonly planted?: { readonly claimId: Id; readonly sampleId: Id; readonly answerBy: Instant } | undefined
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
  readonly event?: 'licence.prolonged' | 'licence.shortened' | 'licence.ended' | undefined
  /** Of a sample that was graded: how many criteria were inside. */
  readonly inside?: number | undefined
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
export interface NextSample {
  /** Of the claim that it will come as. */
  readonly claimId: Id
  /** Drawn from those the member has not seen lately; absent when there are none. */
  readonly sampleId: Id | undefined
}

/** How it stands with the sample that is out. */
export type PlantedStanding =
  /** The queue could not ask its holder: they paused, have much to do, or may not judge it. */
  | { readonly kind: 'unasked' }
  | { readonly kind: 'waiting' }
  /** Declined, left for too long, or answered with nothing that can be compared. */
  | { readonly kind: 'let-go' }
  /** `settlesAt`: until then the answer can be undone, as any can. */
  | { readonly kind: 'answered'; readonly at: Instant; readonly settlesAt: Instant; readonly grade: PlantedGrade }

/**
 * How it stands with a sample that was not answered. Where the claim was taken from its holder, by whoever ended it, they have
 * missed nothing.
 *
 * @param state  Of what the queue asked of them; absent while it asked nothing.
 */
export const unansweredStanding = (state: AssignmentState | undefined): PlantedStanding => {
  if (state === undefined || state === 'withdrawn') return { kind: 'unasked' }
  return { kind: isWaiting(state) ? 'waiting' : 'let-go' }
}

/**
 * What is due on a licence at an instant: an answer is graded; the licence ends; a sample was missed, which shortens it; one
 * takes the place of another that was let go; or a sample is planted. One thing at a time, most final first: asking again
 * until nothing is due comes to the same whenever one starts.
 *
 * @param standing  Of the sample that is out.
 * @returns `undefined` when nothing is due.
 */
export function reviewLicence(
  licence: AssessorLicence,
  standing: PlantedStanding | undefined,
  next: NextSample,
  now: Instant,
): LicenceChange | undefined {
  if (licence.endedAt !== undefined) return undefined
  const rule = licence.terms.planted
  if (rule && licence.planted && standing?.kind === 'answered')
    return standing.settlesAt > now ? undefined : gradeAnswer(licence, rule, standing, now)
  if (licence.expiresAt <= now)
    return { event: 'licence.ended', to: after(licence, { endedAt: now, planted: undefined }) }
  if (!rule) return undefined
  if (licence.planted) return reviewPlanted(licence, licence.planted, rule, standing, next, now)
  if (licence.nextPlantedAt === undefined || licence.nextPlantedAt > now) return undefined
  return plantNext(licence, rule, next, firstOf(addDays(now, rule.answerDays), licence.expiresAt), now)
}

function reviewPlanted(
  licence: AssessorLicence,
  { answerBy }: NonNullable<AssessorLicence['planted']>,
  rule: PlantedRule,
  standing: PlantedStanding | undefined,
  next: NextSample,
  now: Instant,
): LicenceChange | undefined {
  const isOver = answerBy <= now
  // Whoever could not be asked has missed nothing.
  if (isOver && standing?.kind === 'unasked')
    return { to: after(licence, { planted: undefined, nextPlantedAt: addDays(now, rule.everyDays) }) }
  if (isOver) return shorten(licence, rule, now)
  if (standing?.kind !== 'let-go' || next.sampleId === undefined) return undefined
  return plantNext(licence, rule, next, answerBy, now)
}

function plantNext(
  licence: AssessorLicence,
  { everyDays }: PlantedRule,
  { claimId, sampleId }: NextSample,
  answerBy: Instant,
  now: Instant,
): LicenceChange {
  if (sampleId === undefined) return { to: after(licence, { nextPlantedAt: addDays(now, everyDays) }) }
  return { to: after(licence, { planted: { claimId, sampleId, answerBy }, nextPlantedAt: undefined }) }
}

/** Passed, the licence lasts its whole time from the answer on; failed, it is shortened. */
function gradeAnswer(
  licence: AssessorLicence,
  rule: PlantedRule,
  { at, grade: { inside, passed } }: Extract<PlantedStanding, { kind: 'answered' }>,
  now: Instant,
): LicenceChange {
  if (!passed) return { ...shorten(licence, rule, now), inside }
  const expiresAt = lastOf(addDays(at, licence.terms.days), licence.expiresAt)
  const to = after(licence, {
    expiresAt,
    badgeUntil: lastOf(expiresAt, licence.badgeUntil),
    planted: undefined,
    nextPlantedAt: addDays(at, rule.everyDays),
  })
  return { event: 'licence.prolonged', to, inside }
}

/** A sample was missed or failed: the licence lasts for the grace only, and another sample comes at once. */
const shorten = (licence: AssessorLicence, { graceDays }: PlantedRule, now: Instant): LicenceChange => ({
  event: 'licence.shortened',
  to: after(licence, {
    expiresAt: firstOf(licence.expiresAt, addDays(now, graceDays)),
    planted: undefined,
    nextPlantedAt: now,
  }),
})

const lastOf = (one: Instant, other: Instant): Instant => (firstOf(one, other) === one ? other : one)

const firstOf = (one: Instant, other: Instant): Instant => (one < other ? one : other)

const after = (licence: AssessorLicence, changes: Partial<AssessorLicence>): AssessorLicence =>
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
