import { openAttainedClaim } from '../domain/attainment/open-attained-claim.ts'
import { grantLicence } from '../domain/challenge/assessor-licence.ts'
import type { Calibration, GoldSample } from '../domain/challenge/calibration.ts'
import {
  type CalibrationAttempt,
  answerAttempt as decideAnswer,
  startAttempt as decideStart,
} from '../domain/challenge/calibration-attempt.ts'
import { newestDid } from '../domain/community/proven-did.ts'
import type { Digests, Id, Slug } from '../domain/shared/ids.ts'
import type { Refusal } from '../domain/shared/refusal.ts'
import { err, ok, type Result } from '../domain/shared/result.ts'
import type { AchievementStore } from '../ports/achievement-store.ts'
import type { CalibrationStore, LicenceGrant } from '../ports/calibration-store.ts'
import type { ChallengeStore } from '../ports/challenge-store.ts'
import type { Now } from '../ports/clock.ts'
import type { DidStore } from '../ports/did-store.ts'
import type { MemberStore } from '../ports/member-store.ts'
import type { Randomness } from '../ports/randomness.ts'
import { loadCalibration } from './set-calibration.ts'

export interface AttemptCalibrationDeps {
  readonly challenges: Pick<ChallengeStore, 'load'>
  readonly calibrations: Omit<CalibrationStore, 'listSamples'>
  readonly achievements: Pick<AchievementStore, 'load' | 'loadVersion'>
  readonly members: Pick<MemberStore, 'load'>
  readonly dids: Pick<DidStore, 'list'>
  readonly random: Pick<Randomness, 'id' | 'salt' | 'subjectId' | 'integer'>
  readonly digests: Digests
  readonly now: Now
}

/** Whose attempt at the calibration of which challenge. */
export interface AttemptInput {
  readonly community: Slug
  readonly challengeId: Id
  readonly memberId: Id
}

/** An attempt with what is to be rated. */
export interface ShownAttempt {
  readonly attempt: CalibrationAttempt
  readonly samples: readonly GoldSample[]
}

/** Begins an attempt: samples are drawn at random from those that the member has not seen lately. */
export async function startAttempt(
  deps: AttemptCalibrationDeps,
  input: AttemptInput,
): Promise<Result<ShownAttempt, Refusal>> {
  const { community, challengeId, memberId } = input
  const [loaded, member, standing] = await Promise.all([
    loadCalibration(deps, input),
    deps.members.load(memberId),
    deps.calibrations.loadStanding(memberId, challengeId),
  ])
  if (!loaded.ok) return loaded
  if (member?.community !== community) return err({ code: 'member_not_found' })
  const { calibration } = loaded.value
  if (!calibration) return err({ code: 'calibration_not_found' })
  const { record, licence, lostBadges } = standing
  const now = deps.now()
  const seeds = { id: deps.random.id(), draw: (below: number) => deps.random.integer(below) }
  const held =
    licence?.endedAt === undefined && licence
      ? { until: licence.expiresAt, lost: lostBadges.includes(licence.credentialId) }
      : undefined
  const started = decideStart(calibration, memberId, record, held, seeds, now)
  if (!started.ok) return started
  const stored = await deps.calibrations.start(started.value.attempt, started.value.record)
  return stored.ok ? show(deps, started.value.attempt) : stored
}

/** An attempt of the member; of anybody else's nothing is told. */
export async function loadAttempt(
  deps: AttemptCalibrationDeps,
  { community, challengeId, memberId }: AttemptInput,
  attemptId: Id,
): Promise<Result<ShownAttempt, Refusal>> {
  const attempt = await deps.calibrations.loadAttempt(memberId, challengeId, attemptId)
  return attempt?.community === community ? show(deps, attempt) : err({ code: 'attempt_not_found' })
}

/**
 * Grades an attempt. Who passes is given the licence at once, with a claim that the service opens for them: its badge is
 * issued seconds later, like any other.
 */
export async function answerAttempt(
  deps: AttemptCalibrationDeps,
  input: AttemptInput,
  attemptId: Id,
  ratings: Readonly<Record<Id, Readonly<Record<string, string>>>>,
): Promise<Result<ShownAttempt, Refusal>> {
  const { challengeId, memberId } = input
  const [shown, standing, calibration] = await Promise.all([
    loadAttempt(deps, input, attemptId),
    deps.calibrations.loadStanding(memberId, challengeId),
    deps.calibrations.load(challengeId),
  ])
  if (!shown.ok) return shown
  if (!standing.record || !calibration) throw new Error(`attempt ${attemptId} has lost its record or calibration`)
  const { attempt, samples } = shown.value
  const answered = decideAnswer(attempt, standing.record, samples, ratings, deps.now())
  if (!answered.ok) return answered
  const { attempt: graded, record } = answered.value
  const grant = graded.result.passed ? await grantTo(deps, calibration, memberId, standing.licence) : undefined
  const stored = await deps.calibrations.answer(graded, record, grant)
  return stored.ok ? ok({ attempt: graded, samples }) : stored
}

async function grantTo(
  { achievements, dids, random, digests, now }: AttemptCalibrationDeps,
  calibration: Calibration,
  memberId: Id,
  earlier: Parameters<typeof grantLicence>[2],
): Promise<LicenceGrant> {
  const { licenceAchievement: id, challengeId, community } = calibration
  const [newest, proven] = await Promise.all([achievements.load(id), dids.list(memberId)])
  const achievement = newest && (await achievements.loadVersion(id, newest.publishedVersion))
  if (!achievement) throw new Error(`the licence ${id} of challenge ${challengeId} is not published`)
  const at = now()
  const ids = { memberId, claimId: random.id(), credentialId: random.id() }
  const licence = grantLicence(calibration, ids, earlier, at)
  const seeds = {
    ...ids,
    subjectId: newestDid(proven) ?? random.subjectId(),
    salt: random.salt(),
    eventId: random.id(),
  }
  const opened = openAttainedClaim(
    seeds,
    { achievement, memberId, attained: 'calibration', validUntil: licence.badgeUntil },
    at,
    digests,
  )
  return {
    licence,
    // Whatever facilitators make of the achievement, the licence is for this challenge.
    attained: { ...opened, claim: { ...opened.claim, challengeId } },
    event: {
      id: random.id(),
      type: 'licence.granted',
      at,
      community,
      claimId: ids.claimId,
      data: { challengeId, expiresAt: licence.expiresAt },
    },
  }
}

async function show(
  { calibrations }: AttemptCalibrationDeps,
  attempt: CalibrationAttempt,
): Promise<Result<ShownAttempt, Refusal>> {
  const found = await calibrations.loadSamples(attempt.challengeId, attempt.samples)
  const byId = new Map(found.map((sample) => [sample.id, sample]))
  return ok({ attempt, samples: attempt.samples.flatMap((id) => byId.get(id) ?? []) })
}
