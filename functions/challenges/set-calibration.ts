import type { AddGoldSample, SetCalibration } from '../../schemas/calibration.ts'
import { licenceDraft, publishAttainment } from '../domain/attainment/attainment-achievement.ts'
import {
  addSample,
  type Calibration,
  type GoldSample,
  removeSample,
  writeCalibration,
} from '../domain/challenge/calibration.ts'
import type { Challenge } from '../domain/challenge/challenge.ts'
import type { CommunityEvent } from '../domain/community/community-event.ts'
import type { Digests, Id, Slug } from '../domain/shared/ids.ts'
import type { Refusal } from '../domain/shared/refusal.ts'
import { err, ok, type Result } from '../domain/shared/result.ts'
import { staleUnlessMatched, type VersionCondition } from '../http/if-match.ts'
import type { AchievementStore } from '../ports/achievement-store.ts'
import type { CalibrationStore } from '../ports/calibration-store.ts'
import type { ChallengeStore } from '../ports/challenge-store.ts'
import type { Now } from '../ports/clock.ts'
import type { CommunityStore } from '../ports/community-store.ts'
import type { Randomness } from '../ports/randomness.ts'
import type { IdempotencyKey } from '../ports/written.ts'

export interface SetCalibrationDeps {
  readonly challenges: Pick<ChallengeStore, 'load'>
  readonly calibrations: Pick<CalibrationStore, 'load' | 'write' | 'loadSamples'>
  readonly achievements: Pick<AchievementStore, 'loadVersion'>
  readonly communities: Pick<CommunityStore, 'load'>
  readonly random: Pick<Randomness, 'id'>
  readonly digests: Digests
  readonly now: Now
  /** Base URL of the service, without a trailing slash. */
  readonly publicUrl: string
}

/** Which challenge, in which community, and who acts; `actorId` is absent when a key of the community does. */
export interface CalibrationInput {
  readonly community: Slug
  readonly challengeId: Id
  readonly actorId: Id | undefined
}

/** The challenge and its calibration; `challenge_not_found` in another community. */
export async function loadCalibration(
  { challenges, calibrations }: Pick<SetCalibrationDeps, 'challenges' | 'calibrations'>,
  { community, challengeId }: Pick<CalibrationInput, 'community' | 'challengeId'>,
): Promise<Result<{ readonly challenge: Challenge; readonly calibration: Calibration | undefined }, Refusal>> {
  const [challenge, calibration] = await Promise.all([challenges.load(challengeId), calibrations.load(challengeId)])
  return challenge?.community === community ? ok({ challenge, calibration }) : err({ code: 'challenge_not_found' })
}

/**
 * Sets the rules of a challenge's calibration; the first time, publishes the achievement whose badge is the licence.
 * Attempts that are open and licences that were given keep the rules they began with.
 */
export async function setCalibration(
  deps: SetCalibrationDeps,
  input: CalibrationInput,
  request: SetCalibration,
  ifMatch: VersionCondition,
): Promise<Result<Calibration, Refusal>> {
  const [loaded, rated, home] = await Promise.all([
    loadCalibration(deps, input),
    deps.achievements.loadVersion(request.achievement, request.achievementVersion),
    deps.communities.load(input.community),
  ])
  if (!loaded.ok) return loaded
  if (home?.baseUrl !== deps.publicUrl)
    return err({ code: 'base_url_changed', detail: `The community was created under ${home?.baseUrl}.` })
  const { challenge, calibration: earlier } = loaded.value
  const stale = staleUnlessMatched(ifMatch, earlier?.version ?? 0)
  if (stale) return err(stale)
  if (rated?.community !== input.community) return err(UNKNOWN_VERSION)
  const now = deps.now()
  const { random, digests } = deps
  const licence = earlier
    ? undefined
    : publishAttainment(
        { id: random.id(), community: challenge.community, attainment: 'calibration' },
        licenceDraft(challenge),
        now,
        digests,
      )
  const licenceAchievement = earlier?.licenceAchievement ?? licence?.achievement.id
  if (licenceAchievement === undefined) throw new TypeError('a first calibration comes with its licence')
  const source = {
    challengeId: challenge.id,
    community: challenge.community,
    rubric: rated.content.rubric ?? [],
    earlier,
    licenceAchievement,
  }
  const decided = writeCalibration(request, source, now)
  if (!decided.ok) return decided
  const stored = await deps.calibrations.write(decided.value, toEvent(deps, decided.value, input.actorId), { licence })
  return stored.ok ? decided : stored
}

const UNKNOWN_VERSION: Refusal = {
  code: 'invalid_request',
  errors: [{ pointer: '/achievementVersion', detail: 'the community has no such achievement with this version' }],
}

/** Adds something to be judged whose right levels are known; once per idempotency key. */
export async function addGoldSample(
  deps: SetCalibrationDeps,
  input: CalibrationInput,
  request: AddGoldSample,
  idempotency: IdempotencyKey | undefined,
): Promise<Result<GoldSample, Refusal>> {
  const loaded = await loadCalibration(deps, input)
  if (!loaded.ok) return loaded
  const { calibration } = loaded.value
  if (!calibration) return err({ code: 'calibration_not_found' })
  const added = addSample(calibration, deps.random.id(), request, input.actorId, deps.now())
  if (!added.ok) return added
  const { calibration: to, sample } = added.value
  const stored = await deps.calibrations.write(to, toEvent(deps, to, input.actorId), { sample }, idempotency)
  if (!stored.ok) return stored
  if (stored.value.kind === 'written') return ok(sample)
  const [first] = await deps.calibrations.loadSamples(input.challengeId, [stored.value.id])
  if (!first) throw new Error(`sample ${stored.value.id} was added and is gone`)
  return ok(first)
}

/** Takes a sample out, so that it is drawn no more. */
export async function removeGoldSample(
  deps: SetCalibrationDeps,
  input: CalibrationInput,
  sampleId: Id,
): Promise<Result<GoldSample, Refusal>> {
  const loaded = await loadCalibration(deps, input)
  if (!loaded.ok) return loaded
  const { calibration } = loaded.value
  if (!calibration?.samples.includes(sampleId)) return err({ code: 'sample_not_found' })
  const [sample] = await deps.calibrations.loadSamples(input.challengeId, [sampleId])
  if (!sample) throw new Error(`sample ${sampleId} is listed and is gone`)
  const to = removeSample(calibration, sampleId, deps.now())
  const stored = await deps.calibrations.write(to, toEvent(deps, to, input.actorId))
  return stored.ok ? ok(sample) : stored
}

const toEvent = (
  { random }: Pick<SetCalibrationDeps, 'random'>,
  { challengeId, community, changedAt, samples, version }: Calibration,
  actorId: Id | undefined,
): CommunityEvent => ({
  id: random.id(),
  type: 'calibration.changed',
  at: changedAt,
  community,
  ...(actorId === undefined ? {} : { actorId }),
  data: { challengeId, version, samples: samples.length },
})
