import { type AssessorLicence, type PlantedStanding, unansweredStanding } from '../domain/challenge/assessor-licence.ts'
import type { GoldSample } from '../domain/challenge/calibration.ts'
import { gradePlanted } from '../domain/challenge/grade-planted.ts'
import { type PlantedSample, plantSample } from '../domain/challenge/plant-sample.ts'
import { isStandingJudgement } from '../domain/endorsement/blindness.ts'
import { UNDO_MINUTES } from '../domain/endorsement/undo-endorsement.ts'
import type { Digests, Id } from '../domain/shared/ids.ts'
import { addMilliseconds, type Instant } from '../domain/shared/instant.ts'
import type { AchievementStore } from '../ports/achievement-store.ts'
import type { CalibrationStore } from '../ports/calibration-store.ts'
import type { EndorsementStore } from '../ports/endorsement-store.ts'
import type { Randomness } from '../ports/randomness.ts'
import type { ReviewStore } from '../ports/review-store.ts'

export interface PlantSampleDeps {
  readonly achievements: Pick<AchievementStore, 'loadVersion'>
  readonly calibrations: Pick<CalibrationStore, 'load'>
  readonly random: Pick<Randomness, 'id' | 'integer' | 'salt' | 'subjectId'>
  readonly digests: Digests
}

const MINUTE_MILLISECONDS = 60_000

/** Makes the claim that a sample comes as, opened on the version that its calibration rates. */
export async function toPlanted(
  { achievements, calibrations, random, digests }: PlantSampleDeps,
  licence: AssessorLicence,
  claimId: Id,
  sample: GoldSample,
  at: Instant,
): Promise<PlantedSample> {
  const calibration = await calibrations.load(licence.challengeId)
  const version =
    calibration && (await achievements.loadVersion(calibration.achievementId, calibration.achievementVersion))
  if (!version) throw new Error(`challenge ${licence.challengeId} has lost its calibration or what it rates`)
  const seeds = {
    claimId,
    credentialId: random.id(),
    subjectId: random.subjectId(),
    salt: random.salt(),
    standInId: random.id(),
    requestId: random.id(),
    eventIds: [random.id(), random.id()] as const,
    draw: (below: number) => random.integer(below),
  }
  return plantSample(seeds, licence, sample, version, at, digests)
}

export interface PlantedStandingDeps {
  readonly achievements: Pick<AchievementStore, 'loadVersion'>
  readonly calibrations: Pick<CalibrationStore, 'load' | 'loadSamples'>
  readonly reviews: Pick<ReviewStore, 'loadAssignments'>
  readonly endorsements: Pick<EndorsementStore, 'load'>
}

/** How it stands with a sample that is out: what its holder said of it, or what became of asking them. */
export async function loadPlantedStanding(
  { achievements, calibrations, reviews, endorsements }: PlantedStandingDeps,
  { memberId, challengeId, terms }: AssessorLicence,
  { claimId, sampleId }: NonNullable<AssessorLicence['planted']>,
): Promise<PlantedStanding> {
  const [[assignment], given] = await Promise.all([
    reviews.loadAssignments(claimId, [memberId]),
    endorsements.load(claimId, 1),
  ])
  const judgement = given.find((one) => one.endorserId === memberId && isStandingJudgement(one))
  if (!judgement) return unansweredStanding(assignment?.state)
  const [[sample], calibration] = await Promise.all([
    calibrations.loadSamples(challengeId, [sampleId]),
    calibrations.load(challengeId),
  ])
  if (!sample || !calibration) throw new Error(`sample ${sampleId} was planted and is gone`)
  const version = await achievements.loadVersion(calibration.achievementId, calibration.achievementVersion)
  const grade = gradePlanted(terms, version?.content.rubric ?? [], sample, judgement)
  if (!grade) return { kind: 'let-go' }
  const at = judgement.givenAt
  return { kind: 'answered', at, settlesAt: addMilliseconds(at, UNDO_MINUTES * MINUTE_MILLISECONDS), grade }
}
