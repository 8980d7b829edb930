import { type AssessorLicence, reviewLicence as decideReview } from '../domain/challenge/assessor-licence.ts'
import { rateTheSame } from '../domain/challenge/calibration.ts'
import { type CalibrationRecord, drawSamples, unseen } from '../domain/challenge/calibration-attempt.ts'
import type { Claim } from '../domain/endorsement/claim.ts'
import type { Id } from '../domain/shared/ids.ts'
import { addMilliseconds, type Instant } from '../domain/shared/instant.ts'
import type { CalibrationStore, LicenceStore } from '../ports/calibration-store.ts'
import type { ClaimStore } from '../ports/claim-store.ts'
import type { Now } from '../ports/clock.ts'
import type { CredentialStore } from '../ports/credential-store.ts'
import type { Randomness } from '../ports/randomness.ts'

export interface ReviewLicenceDeps {
  readonly claims: Pick<ClaimStore, 'load'>
  readonly licences: LicenceStore
  readonly calibrations: Pick<CalibrationStore, 'load' | 'loadStanding'>
  readonly credentials: Pick<CredentialStore, 'changeStatus'>
  readonly random: Pick<Randomness, 'id' | 'integer'>
  readonly now: Now
}

/** An end, a miss and a new sample at most; more in a row would be a licence that never comes to rest. */
const MAX_STEPS = 10

const PUBLISHED_WITHIN_MILLISECONDS = 60_000

/**
 * Does whatever is due on the licence that a claim's badge is of: ends it, shortens it for a sample that was missed, plants the
 * next. A licence that ended before its badge says so has its badge revoked. Safe to repeat and at the same time.
 *
 * @returns whether it has to be looked at again, since its badge is still on its way.
 */
export async function reviewLicence(deps: ReviewLicenceDeps, claimId: Id): Promise<boolean> {
  const claim = await deps.claims.load(claimId)
  if (claim?.challengeId === undefined) return false
  for (let step = 0; step < MAX_STEPS; step++) {
    const at = deps.now()
    const { licence, record } = await deps.calibrations.loadStanding(claim.learnerId, claim.challengeId)
    if (licence?.claimId !== claimId) return false
    if (licence.endedAt !== undefined) return licence.badgeUntil > at ? !(await revokeBadge(deps, claim, at)) : false
    if (licence.lookAt > at) return false
    const sampleId = await drawUnseen(deps, licence, record, at)
    const change = decideReview(licence, { id: deps.random.id(), sampleId }, at)
    if (!change) return false
    await deps.licences.change(licence, change.to, toEvent(deps, change, at), withSeen(change.to, record, at))
  }
  throw new Error(`the licence of claim ${claimId} does not come to rest`)
}

/** A sample of the same criteria that the member has not seen lately. */
async function drawUnseen(
  { calibrations, random }: ReviewLicenceDeps,
  { challengeId, terms, planted }: AssessorLicence,
  record: CalibrationRecord | undefined,
  now: Instant,
): Promise<Id | undefined> {
  if (planted) return undefined
  const calibration = await calibrations.load(challengeId)
  if (!calibration || !rateTheSame(calibration.criteria, terms.criteria)) return undefined
  const [drawn] = drawSamples(unseen(calibration.samples, record?.seen ?? {}, now), 1, (below) => random.integer(below))
  return drawn
}

/** A planted sample is seen from then on. */
const withSeen = (
  { planted }: AssessorLicence,
  record: CalibrationRecord | undefined,
  now: Instant,
): CalibrationRecord | undefined =>
  planted && record && record.seen[planted.sampleId] !== now
    ? { ...record, seen: { ...record.seen, [planted.sampleId]: now }, version: record.version + 1 }
    : undefined

const toEvent = (
  { random }: Pick<ReviewLicenceDeps, 'random'>,
  { to, event }: NonNullable<ReturnType<typeof decideReview>>,
  at: Instant,
) =>
  event && {
    id: random.id(),
    type: event,
    at,
    community: to.community,
    claimId: to.claimId,
    data: { challengeId: to.challengeId, expiresAt: to.expiresAt },
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
