import type {
  AssessorLicenceView,
  CalibrationAttemptView,
  CalibrationCriterion,
  CalibrationView,
  GoldSampleView,
} from '../../schemas/calibration.ts'
import { type AssessorLicence, isLicensed } from '../domain/challenge/assessor-licence.ts'
import type { Calibration, GoldSample } from '../domain/challenge/calibration.ts'
import type { Id } from '../domain/shared/ids.ts'
import { publicUrls } from '../domain/shared/public-urls.ts'
import type { Now } from '../ports/clock.ts'
import type { ShownAttempt } from './attempt-calibration.ts'

/** The rules of a calibration, without its samples. */
export function toCalibrationView(calibration: Calibration): CalibrationView {
  const {
    challengeId,
    community: _c,
    achievementId,
    samples,
    authors: _a,
    version: _v,
    criteria,
    ...rest
  } = calibration
  return {
    challenge: challengeId,
    achievement: achievementId,
    ...rest,
    criteria: toCriteria(criteria),
    samples: samples.length,
  }
}

const toCriteria = (criteria: readonly CalibrationCriterion[]) =>
  criteria.map(({ levels, ...rest }) => ({ ...rest, levels: [...levels] }))

/** What there is to judge of a sample, and nothing that tells how. */
const toShownSample = ({ id, narrative, evidence }: GoldSample) => ({
  id,
  ...(narrative === undefined ? {} : { narrative }),
  ...(evidence === undefined ? {} : { evidence: [...evidence] }),
})

/**
 * A sample as those see it who look after them.
 *
 * @param viewer  The member who looks; a key that acts for nobody is the community's own software.
 */
export const toGoldSampleView = (sample: GoldSample, viewer: Id | undefined): GoldSampleView => ({
  ...toShownSample(sample),
  ...(viewer === undefined || viewer === sample.authorId ? { gold: sample.gold } : {}),
  ...(sample.authorId === undefined ? {} : { writtenBy: sample.authorId }),
  addedAt: sample.addedAt,
})

/** An attempt; the gold levels are in its result, and nowhere before it is answered. */
export const toAttemptView = ({ attempt, samples }: ShownAttempt): CalibrationAttemptView => ({
  id: attempt.id,
  challenge: attempt.challengeId,
  startedAt: attempt.startedAt,
  answerBy: attempt.answerBy,
  criteria: toCriteria(attempt.criteria),
  samples: samples.map(toShownSample),
  ...(attempt.answeredAt === undefined ? {} : { answeredAt: attempt.answeredAt }),
  ...(attempt.result === undefined ? {} : { result: attempt.result }),
})

/** A licence; nothing of it tells whether a sample is out. */
export const toLicenceView = (
  licence: AssessorLicence,
  lostBadges: readonly Id[],
  { publicUrl, now }: { readonly publicUrl: string; readonly now: Now },
): AssessorLicenceView => ({
  challenge: licence.challengeId,
  member: licence.memberId,
  valid: isLicensed(licence, lostBadges, now()),
  grantedAt: licence.grantedAt,
  expiresAt: licence.endedAt ?? licence.expiresAt,
  claim: licence.claimId,
  credentialUrl: publicUrls(publicUrl).credential(licence.credentialId),
})
