import {
  type AssessorLicence,
  reviewLicence as decideReview,
  isLicensed,
  type PlantedStanding,
} from '../domain/challenge/assessor-licence.ts'
import { type GoldSample, rateTheSame } from '../domain/challenge/calibration.ts'
import { type CalibrationRecord, drawSamples, unseen } from '../domain/challenge/calibration-attempt.ts'
import type { PlantedSample } from '../domain/challenge/plant-sample.ts'
import type { Claim } from '../domain/endorsement/claim.ts'
import { withdrawClaim } from '../domain/endorsement/claim-transitions.ts'
import { toClaimEvent } from '../domain/endorsement/to-claim-event.ts'
import type { Id } from '../domain/shared/ids.ts'
import { addMilliseconds, type Instant } from '../domain/shared/instant.ts'
import type { CalibrationStore, LicenceStore } from '../ports/calibration-store.ts'
import type { ClaimStore } from '../ports/claim-store.ts'
import type { Now } from '../ports/clock.ts'
import type { CredentialStore } from '../ports/credential-store.ts'
import type { EndorsementStore } from '../ports/endorsement-store.ts'
import type { ReviewStore } from '../ports/review-store.ts'
import { loadPlantedStanding, type PlantSampleDeps, toPlanted } from './planted-sample.ts'

export interface ReviewLicenceDeps extends PlantSampleDeps {
  readonly claims: Pick<ClaimStore, 'load'>
  readonly licences: LicenceStore
  readonly calibrations: Pick<CalibrationStore, 'load' | 'loadStanding' | 'loadSamples'>
  readonly reviews: Pick<ReviewStore, 'loadAssignments'>
  readonly endorsements: Pick<EndorsementStore, 'load'>
  readonly credentials: Pick<CredentialStore, 'changeStatus'>
  readonly now: Now
}

/** An end, a miss and a new sample at most; more in a row would be a licence that never comes to rest. */
const MAX_STEPS = 10

const PUBLISHED_WITHIN_MILLISECONDS = 60_000

/**
 * Does whatever is due on the licence that a claim's badge is of: grades what its holder said of a sample, ends the licence,
 * shortens it for a sample that was missed, plants the next. A licence that ended before its badge says so has its badge
 * revoked. Safe to repeat and at the same time.
 *
 * @returns whether it has to be looked at again: its badge is still on its way, or an answer can still be undone.
 */
export async function reviewLicence(deps: ReviewLicenceDeps, claimId: Id): Promise<boolean> {
  const claim = await deps.claims.load(claimId)
  if (claim?.challengeId === undefined) return false
  for (let step = 0; step < MAX_STEPS; step++) {
    const at = deps.now()
    const { licence, record, lostBadges } = await deps.calibrations.loadStanding(claim.learnerId, claim.challengeId)
    if (licence?.claimId !== claimId) return false
    if (licence.endedAt !== undefined) return licence.badgeUntil > at ? !(await revokeBadge(deps, claim, at)) : false
    const standing = licence.planted && (await loadPlantedStanding(deps, licence, licence.planted))
    const mayPlant = isLicensed(licence, lostBadges, at)
    const sample = mayPlant ? await drawUnseen(deps, licence, record, standing, at) : undefined
    const change = decideReview(licence, standing, { claimId: deps.random.id(), sampleId: sample?.id }, at)
    if (!change) return standing?.kind === 'answered'
    await deps.licences.change(licence, change.to, toEvent(deps, change, at), {
      record: withSeen(licence, change.to, record, at),
      planted: await plant(deps, licence, change.to, sample, at),
      takenBack: await takeBack(deps, licence, change.to, at),
    })
  }
  throw new Error(`the licence of claim ${claimId} does not come to rest`)
}

/** A sample of the same criteria that the member has not seen lately, nor written since; none while one is out. */
async function drawUnseen(
  { calibrations, random }: ReviewLicenceDeps,
  { memberId, challengeId, terms, planted, nextPlantedAt }: AssessorLicence,
  record: CalibrationRecord | undefined,
  standing: PlantedStanding | undefined,
  now: Instant,
): Promise<GoldSample | undefined> {
  const isWanted = planted ? standing?.kind === 'let-go' : nextPlantedAt !== undefined && nextPlantedAt <= now
  if (!isWanted) return undefined
  const calibration = await calibrations.load(challengeId)
  if (!calibration || !rateTheSame(calibration.criteria, terms.criteria)) return undefined
  const left = unseen(calibration.samples, record?.seen ?? {}, now)
  for (const id of drawSamples(left, left.length, (below) => random.integer(below))) {
    const [sample] = await calibrations.loadSamples(challengeId, [id])
    if (sample && sample.authorId !== memberId) return sample
  }
  return undefined
}

/** The sample that a change plants, as the claim it comes as. */
async function plant(
  deps: ReviewLicenceDeps,
  from: AssessorLicence,
  { planted }: AssessorLicence,
  sample: GoldSample | undefined,
  at: Instant,
): Promise<PlantedSample | undefined> {
  if (!planted || planted.claimId === from.planted?.claimId) return undefined
  if (sample?.id !== planted.sampleId) throw new TypeError('a sample that was not drawn is planted')
  return toPlanted(deps, from, planted.claimId, sample, at)
}

/** Once it is graded, missed or let go, the claim that it came as is taken back, as learners take theirs back. */
async function takeBack(
  { claims, random }: ReviewLicenceDeps,
  from: AssessorLicence,
  to: AssessorLicence,
  at: Instant,
) {
  if (!from.planted || from.planted.claimId === to.planted?.claimId) return undefined
  const claim = await claims.load(from.planted.claimId)
  const change = claim && withdrawClaim(claim, claim.learnerId)
  return change?.ok ? { change: change.value, event: toClaimEvent(change.value, random.id(), at) } : undefined
}

/** A planted sample is seen from then on. */
const withSeen = (
  from: AssessorLicence,
  { planted }: AssessorLicence,
  record: CalibrationRecord | undefined,
  now: Instant,
): CalibrationRecord | undefined =>
  planted && record && planted.claimId !== from.planted?.claimId
    ? { ...record, seen: { ...record.seen, [planted.sampleId]: now }, version: record.version + 1 }
    : undefined

const toEvent = (
  { random }: Pick<ReviewLicenceDeps, 'random'>,
  { to, event, inside }: NonNullable<ReturnType<typeof decideReview>>,
  at: Instant,
) =>
  event && {
    id: random.id(),
    type: event,
    at,
    community: to.community,
    claimId: to.claimId,
    data: { challengeId: to.challengeId, expiresAt: to.expiresAt, ...(inside === undefined ? {} : { inside }) },
  }

/** @returns whether it is revoked; false while there is no badge to revoke. */
async function revokeBadge({ credentials, random }: ReviewLicenceDeps, claim: Claim, at: Instant): Promise<boolean> {
  if (claim.status !== 'issued' || claim.statusEntry === undefined) return false
  const revoked = await credentials.changeStatus(claim.credentialId, {
    claim,
    status: 'revoked',
    reason: 'The assessor licence ended early.',
    at,
    entry: claim.statusEntry,
    event: {
      id: random.id(),
      type: 'credential.revoked',
      at,
      community: claim.community,
      claimId: claim.id,
      data: { credentialId: claim.credentialId, ...claim.statusEntry },
    },
    due: {
      at: addMilliseconds(at, PUBLISHED_WITHIN_MILLISECONDS),
      kind: 'revocation',
      claimId: claim.id,
      attempt: 0,
    },
  })
  if (!revoked.ok && revoked.error.code !== 'already_revoked')
    throw new Error(`the badge of licence claim ${claim.id} is not revoked: ${revoked.error.code}`)
  return true
}
