import type { CalibrationResult } from '../../schemas/calibration.ts'
import { type AssessorLicence, answerPlanted as decideAnswer } from '../domain/challenge/assessor-licence.ts'
import type { GoldSample } from '../domain/challenge/calibration.ts'
import type { Id, Slug } from '../domain/shared/ids.ts'
import type { Refusal } from '../domain/shared/refusal.ts'
import { err, ok, type Result } from '../domain/shared/result.ts'
import type { CalibrationStore, LicenceStore } from '../ports/calibration-store.ts'
import type { Now } from '../ports/clock.ts'
import type { Randomness } from '../ports/randomness.ts'

export interface HeldLicenceDeps {
  readonly calibrations: Pick<CalibrationStore, 'loadSamples'>
  readonly licences: LicenceStore
  readonly random: Pick<Randomness, 'id'>
  readonly now: Now
}

/** Whose licence for which challenge. */
export interface LicenceInput {
  readonly community: Slug
  readonly challengeId: Id
  readonly memberId: Id
}

/** A licence with the sample that waits to be rated. */
export interface ShownLicence {
  readonly licence: AssessorLicence
  readonly lostBadges: readonly Id[]
  readonly sample: GoldSample | undefined
}

/** The licence of a member; also one that has ended. */
export async function loadLicence(
  { calibrations, licences }: HeldLicenceDeps,
  { community, challengeId, memberId }: LicenceInput,
): Promise<Result<ShownLicence, Refusal>> {
  const { licence, lostBadges } = await licences.load(memberId, challengeId)
  if (licence?.community !== community) return err({ code: 'licence_not_found' })
  const [sample] = licence.planted ? await calibrations.loadSamples(challengeId, [licence.planted.sampleId]) : []
  return ok({ licence, lostBadges, sample })
}

/** Rates a planted sample: passed, the licence lives on; failed, it lasts for the grace only and another sample comes. */
export async function answerPlanted(
  deps: HeldLicenceDeps,
  input: LicenceInput,
  plantedId: Id,
  ratings: Readonly<Record<string, string>>,
): Promise<Result<ShownLicence & { readonly result: CalibrationResult }, Refusal>> {
  const shown = await loadLicence(deps, input)
  if (!shown.ok) return shown.error.code === 'licence_not_found' ? err({ code: 'planted_not_found' }) : shown
  const { licence, lostBadges, sample } = shown.value
  const at = deps.now()
  const answered = decideAnswer(licence, plantedId, sample, ratings, at)
  if (!answered.ok) return answered
  const { change, result } = answered.value
  const stored = await deps.licences.change(licence, change.to, {
    id: deps.random.id(),
    type: change.event ?? 'licence.prolonged',
    at,
    community: licence.community,
    claimId: licence.claimId,
    actorId: input.memberId,
    data: { challengeId: licence.challengeId, expiresAt: change.to.expiresAt, inside: result.inside },
  })
  return stored.ok ? ok({ licence: change.to, lostBadges, sample: undefined, result }) : stored
}
